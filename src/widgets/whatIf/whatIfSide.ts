import type { Translate } from '../../scene/words/translate';
import { html, setText, svg } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { textMeasure } from '../base/measure';
import { sameTheme, type Theme } from '../base/theme';
import { panelScale } from '../../views/map/drawSeries';
import { stepCenter } from '../../views/map/mapLayout';
import { createMapPicture, type MapPicture } from '../traceMap/mapPicture';
import type { MapScene } from '../../views/map/mapScene';
import { sameDrawing } from '../traceMap/sameDrawing';
import { lastStep } from '../../views/map/seriesPanels';
import { drawn } from '../scene/drawn';
import { area, line } from '../../scene/marks/line';
import type { Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import { lossWords } from '../../views/whatIf/changedWords';
import type { Progress } from '../../views/whatIf/whatIfScenes';

/** The page's font may be wider than the one that is measured. */
const WIDER = 1.15;

/** One of the two pictures: a heading, the plots, the answer at their end. */
export interface Side {
  readonly element: HTMLElement;
  /** Positioned; what the pointer moves over. */
  readonly plot: HTMLElement;
  readonly picture: MapPicture;
  build(
    scene: MapScene,
    other: MapScene,
    /** The first step that differs, where the differences are drawn. */
    firstStep: number | null,
    progress: Progress,
    theme: Theme,
    measure: (text: string) => number
  ): void;
  /** Shows a step and a unit: the cursor, and the answer there. */
  paint(step: number, unit: number): void;
}

/** Makes the left side (unchanged) or the right one (changed). */
export function createSide(
  kind: 'before' | 'after',
  translate: Translate,
  gutter: boolean
): Side {
  const name = html('b', {});
  const loss = html('span', { class: 'jp-gatescope-second' });
  const heading = html(
    'div',
    {
      class: `jp-gatescope-side-heading jp-gatescope-side-${kind}`
    },
    name,
    loss
  );
  const plot = html('div', { class: 'jp-gatescope-side-plot' });
  const element = html('div', { class: 'jp-gatescope-side' }, heading, plot);
  let other: MapScene | null = null;
  let first: number | null = null;
  /** The answer at the cursor, beside each chart. */
  const ends = svg('g', {});
  let shown: { readonly scene: MapScene; readonly theme: Theme } | null = null;
  const picture = createMapPicture(plot, translate, {
    gutter,
    rail: false,
    legend: false,
    decorate: (layer, scene) => {
      if (other) {
        const marks = [
          ...lineMarks(scene, other, kind),
          ...(kind === 'after' && first !== null
            ? sameWords(scene, first, translate)
            : [])
        ];
        layer.append(...marks.map(drawn), ends);
      }
    }
  });
  return {
    element,
    plot,
    picture,
    build(scene, counterpart, firstStep, progress, theme, measure) {
      other = counterpart;
      first = firstStep;
      element.style.width = `${scene.layout.railLeft + scene.layout.railWidth}px`;
      const changed = scene.trace.clamps.length + scene.trace.edits.length > 0;
      setText(
        name,
        kind === 'before'
          ? changed
            ? translate('as shown')
            : translate('unchanged')
          : afterWords(progress, translate)
      );
      element.setAttribute('aria-busy', String(progress === 'awaited'));
      setText(
        loss,
        scene.trace.loss && progress !== 'awaited'
          ? `${lossWords(scene.trace, translate)} ${formatFixed(scene.trace.loss.value, 3)}`
          : ''
      );
      heading.style.paddingLeft = `${scene.layout.plotLeft}px`;
      heading.style.width = `${scene.layout.plotLeft + scene.layout.plotWidth}px`;
      // While a clamp is dragged the run before stays as it is, unless the scales widen: half of the
      // drawing is then not made again. The run after has the other drawn into it.
      const stays =
        kind === 'before' &&
        shown !== null &&
        sameTheme(shown.theme, theme) &&
        sameDrawing(shown.scene, scene);
      if (!stays) {
        shown = { scene, theme };
        picture.build(scene, theme, measure);
      }
    },
    paint(step, unit) {
      picture.paint(step, unit, null);
      ends.replaceChildren(
        ...(shown
          ? endMarks(shown.scene, step, kind, translate).map(drawn)
          : [])
      );
    }
  };
}

/** What stands above the run after. */
function afterWords(progress: Progress, translate: Translate): string {
  switch (progress) {
    case 'same':
      return translate('nothing changed yet');
    case 'awaited':
      return translate('computing…');
    case 'clamped':
      return translate('held');
    case 'changed':
      return translate('changed');
  }
}

/** The run before as a dashed line, and the ground between the two. */
function lineMarks(
  { layout, options, panels }: MapScene,
  other: MapScene,
  kind: 'before' | 'after'
): Mark[] {
  const { from, to } = options;
  return panels.flatMap((panel, index) => {
    const band = layout.series[index];
    const y = panelScale(panel, band);
    const plane = { x: (at: number) => stepCenter(layout, at), y };
    return panel.lines.flatMap(series => {
      const before = other.panels[index]?.lines.find(
        ({ kind: of, name }) => of === series.kind && name === series.name
      );
      if (!before || kind === 'before' || series.kind === 'target') {
        return [];
      }
      const was = Array.from(before.values).slice(from, to);
      const is = Array.from(series.values).slice(from, to);
      return [
        area(was, is, plane, { class: 'jp-gatescope-between' }),
        line(was, plane, { class: 'jp-gatescope-before-line' })
      ];
    });
  });
}

/** The answer at a step, beside the plot, with its step; the last one where there is none. */
function endMarks(
  { layout, panels, narrow }: MapScene,
  step: number,
  kind: 'before' | 'after',
  translate: Translate
): Mark[] {
  return panels.flatMap((panel, index) => {
    const values = panel.lines.find(each => each.kind === 'output')?.values;
    const at =
      values && Number.isNaN(values[step] ?? NaN) ? lastStep(values) : step;
    if (!values || at < 0) {
      return [];
    }
    const band = layout.series[index];
    const y = panelScale(panel, band)(values[at]);
    const x = layout.plotLeft + layout.plotWidth + 6;
    const middle = Math.min(
      band.y + band.height - 12,
      Math.max(band.y + 8, Number.isFinite(y) ? y : 0)
    );
    return [
      text(
        formatFixed(values[at], Math.abs(values[at]) >= 10 ? 1 : 2),
        x,
        middle + 5,
        { class: `jp-gatescope-end jp-gatescope-end-${kind}` }
      ),
      // Where there is no room for it, the badge of the cursor says it.
      ...(narrow
        ? []
        : [
            text(translate('%step %1', at), x, middle + 18, {
              class: 'jp-gatescope-axis jp-gatescope-end-step'
            })
          ])
    ];
  });
}

/** Says over the empty part of the differences why it is empty, in as many words as have room. */
function sameWords(
  { layout, options, rows, lines, layer }: MapScene,
  firstStep: number,
  translate: Translate
): Mark[] {
  const backward = layer.direction === 'backward';
  const column = Math.floor((firstStep - options.from) / layout.stepsPerColumn);
  const start = backward ? (column + 1) * layout.columnWidth : 0;
  const width = backward
    ? layout.plotWidth - start
    : column * layout.columnWidth;
  const band = layout.groups[rows.length - 1];
  const measure = textMeasure('12px sans-serif');
  const words = [
    ...(backward
      ? [
          translate('the same: nothing changes after %step %1', firstStep),
          translate('the same after %step %1', firstStep)
        ]
      : [
          translate('the same: nothing changes before %step %1', firstStep),
          translate('the same before %step %1', firstStep)
        ]),
    translate('the same')
  ].find(each => measure(each) * WIDER + 8 <= width);
  return lines || words === undefined
    ? []
    : [
        text(
          words,
          layout.plotLeft + start + width / 2,
          band.y + band.height / 2 + 4,
          {
            anchor: 'middle',
            class: 'jp-gatescope-axis jp-gatescope-same'
          }
        )
      ];
}
