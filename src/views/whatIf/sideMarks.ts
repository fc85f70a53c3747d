import type { Mark } from '../../scene/marks/mark';
import { area, line } from '../../scene/marks/line';
import { text } from '../../scene/marks/text';
import { formatFixed } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import { panelScale } from '../map/drawSeries';
import { stepCenter } from '../map/mapLayout';
import type { MapScene } from '../map/mapScene';
import { lastStep } from '../map/seriesPanels';
import { lossWords } from './changedWords';
import type { ChangeProgress } from './whatIfScenes';

/** Readers' fonts may be wider than the one that is measured. */
const WIDER = 1.15;

/** One of the two runs: as it was, or with what was changed. */
export type SideKind = 'before' | 'after';

/** What stands above a side: what it is, and its loss. */
export function sideHeading(
  kind: SideKind,
  { trace }: MapScene,
  progress: ChangeProgress,
  translate: Translate
): { readonly name: string; readonly loss: string } {
  const changed = trace.clamps.length + trace.edits.length > 0;
  return {
    name:
      kind === 'after'
        ? afterWords(progress, translate)
        : changed
          ? translate('as shown')
          : translate('unchanged'),
    loss:
      trace.loss && progress !== 'awaited'
        ? `${lossWords(trace, translate)} ${formatFixed(trace.loss.value, 3)}`
        : ''
  };
}

/** What is drawn over the plots of a side, whatever step is looked at; `firstStep` where differences are drawn. */
export const sideMarks = (
  kind: SideKind,
  scene: MapScene,
  other: MapScene,
  firstStep: number | null,
  measure: (words: string) => number,
  translate: Translate
): Mark[] =>
  kind === 'before'
    ? []
    : [
        ...lineMarks(scene, other),
        ...(firstStep === null
          ? []
          : sameWords(scene, firstStep, measure, translate))
      ];

/** What stands above the run after. */
function afterWords(progress: ChangeProgress, translate: Translate): string {
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
  other: MapScene
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
      if (!before || series.kind === 'target') {
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
export function endMarks(
  { layout, panels, narrow }: MapScene,
  step: number,
  kind: SideKind,
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
  measure: (words: string) => number,
  translate: Translate
): Mark[] {
  const backward = layer.direction === 'backward';
  const column = Math.floor((firstStep - options.from) / layout.stepsPerColumn);
  const start = backward ? (column + 1) * layout.columnWidth : 0;
  const width = backward
    ? layout.plotWidth - start
    : column * layout.columnWidth;
  const band = layout.groups[rows.length - 1];
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
