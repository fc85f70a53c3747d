import type { Translate } from '../context';
import { fill, html, setText, svg } from '../base/dom';
import { formatFixed } from '../base/format';
import type { Theme } from '../base/theme';
import { panelScale, seriesPath } from '../gates/drawSeries';
import { stepCenter } from '../gates/gatesLayout';
import { createGatesPicture, type GatesPicture } from '../gates/gatesPicture';
import type { GatesScene } from '../gates/gatesScene';
import { lastValue, type SeriesPanel } from '../gates/seriesPanels';
import { area } from 'd3-shape';

/** One of the two pictures: a heading, the plots, the answer at their end. */
export interface Side {
  readonly element: HTMLElement;
  /** Positioned; what the pointer moves over. */
  readonly plot: HTMLElement;
  readonly picture: GatesPicture;
  build(
    scene: GatesScene,
    other: GatesScene,
    /** The first step that differs, where the differences are drawn. */
    firstStep: number | null,
    theme: Theme,
    measure: (text: string) => number
  ): void;
}

/** Makes the left side (as trained) or the right one (changed). */
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
  let other: GatesScene | null = null;
  let first: number | null = null;
  const picture = createGatesPicture(plot, translate, {
    gutter,
    rail: false,
    legend: false,
    decorate: (layer, scene) => {
      if (other) {
        decorate(layer, scene, other, kind);
        if (kind === 'after' && first !== null) {
          layer.append(...sameWords(scene, first, translate));
        }
      }
    }
  });
  return {
    element,
    plot,
    picture,
    build(scene, counterpart, firstStep, theme, measure) {
      other = counterpart;
      first = firstStep;
      element.style.width = `${scene.layout.railLeft + scene.layout.railWidth}px`;
      const changed = scene.trace.clamps.length + scene.trace.edits.length > 0;
      setText(
        name,
        kind === 'before'
          ? changed
            ? translate('as shown')
            : translate('as trained')
          : scene.trace.edits.length === 0
            ? translate('clamped')
            : translate('changed')
      );
      fill(
        loss,
        scene.trace.loss
          ? translate('loss %1', formatFixed(scene.trace.loss.value, 3))
          : ''
      );
      heading.style.paddingLeft = `${scene.layout.plotLeft}px`;
      heading.style.width = `${scene.layout.plotLeft + scene.layout.plotWidth}px`;
      picture.build(scene, theme, measure);
    }
  };
}

/** The run before as a dashed line, the ground between the two, and the last value of each. */
function decorate(
  layer: SVGSVGElement,
  scene: GatesScene,
  other: GatesScene,
  kind: 'before' | 'after'
): void {
  const { layout, options } = scene;
  const center = (step: number): number => stepCenter(layout, step);
  for (const [index, panel] of scene.panels.entries()) {
    const band = layout.series[index];
    const y = panelScale(panel, band);
    const counterpart: SeriesPanel | undefined = other.panels[index];
    for (const [at, series] of panel.lines.entries()) {
      const before = counterpart?.lines[at];
      if (!before || (series.kind === 'target' && kind === 'after')) {
        continue;
      }
      if (kind === 'after') {
        layer.append(
          svg('path', {
            class: 'jp-gatescope-between',
            d:
              area<number>(
                step => center(step - options.from),
                step => y(before.values[step]),
                step => y(series.values[step])
              ).defined(
                step =>
                  Number.isFinite(before.values[step]) &&
                  Number.isFinite(series.values[step])
              )(
                Array.from(
                  { length: options.to - options.from },
                  (_, step) => step + options.from
                )
              ) ?? ''
          }),
          svg('path', {
            class: 'jp-gatescope-before-line',
            d:
              seriesPath(
                before.values,
                {
                  from: options.from,
                  shown: Array.from(
                    { length: options.to - options.from },
                    (_, step) => step
                  ),
                  center
                },
                y
              ) ?? ''
          })
        );
      }
    }
    const output = panel.lines.find(each => each.kind === 'output');
    if (output) {
      const last = lastValue(output.values);
      layer.append(
        svg(
          'text',
          {
            class: `jp-gatescope-end jp-gatescope-end-${kind}`,
            x: layout.plotLeft + layout.plotWidth + 6,
            y: Math.min(band.y + band.height, Math.max(band.y + 8, y(last))) + 5
          },
          formatFixed(last, Math.abs(last) >= 10 ? 1 : 2)
        )
      );
    }
  }
}

/** Says over the empty part of the differences why it is empty. */
function sameWords(
  { layout, options, rows, lines }: GatesScene,
  firstStep: number,
  translate: Translate
): SVGElement[] {
  const column = Math.floor((firstStep - options.from) / layout.stepsPerColumn);
  const width = column * layout.columnWidth;
  const band = layout.groups[rows.length - 1];
  const text = translate(
    'the same: nothing before step %1 can change',
    firstStep
  );
  return lines || width < text.length * 5.6
    ? []
    : [
        svg(
          'text',
          {
            class: 'jp-gatescope-axis',
            x: layout.plotLeft + width / 2,
            y: band.y + band.height / 2 + 4,
            'text-anchor': 'middle'
          },
          text
        )
      ];
}
