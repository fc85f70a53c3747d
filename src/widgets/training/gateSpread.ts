import { line } from 'd3-shape';
import type { GateStatistics } from '../../trace';
import type { Translate } from '../context';
import { svg } from '../base/dom';
import { formatPercent } from '../base/format';
import { createHeatmap, type Heatmap } from '../base/heatmap';
import { hueOfLetter, letterText } from '../base/hue';
import { makeRamp, type Theme } from '../base/theme';
import type { Box } from './trainingLayout';

/** How the values of one gate are spread, epoch by epoch. */
export interface GateSpread {
  readonly map: HTMLCanvasElement;
  readonly element: SVGElement;
  build(
    gate: GateStatistics,
    box: Box,
    x: (epoch: number) => number,
    theme: Theme,
    narrow: boolean
  ): void;
}

/** A share of this much of all values in one twentieth is drawn in full colour. */
const FULL = 0.3;

export function createGateSpread(translate: Translate): GateSpread {
  const map: Heatmap = createHeatmap();
  const element = svg('g');

  const build: GateSpread['build'] = (gate, box, x, theme, narrow) => {
    const epochs = gate.mean.values.length;
    const hue = hueOfLetter(gate.channel);
    const { histogram } = gate;
    element.replaceChildren(
      svg('rect', {
        class: 'jp-gatescope-frame',
        x: box.x,
        y: box.y,
        width: box.width,
        height: box.height
      }),
      svg('rect', {
        class: 'jp-gatescope-channel-bar',
        'data-jp-gatescope-hue': hue,
        x: 0,
        y: box.y,
        width: 3,
        height: box.height
      }),
      letterText(gate.channel, hue, { x: 11, y: box.y + 15 }),
      ...(narrow
        ? []
        : [
            svg(
              'text',
              { x: 28, y: box.y + 14 },
              translate(names[gate.channel] ?? '')
            )
          ]),
      ...['1', '0'].map((text, index) =>
        svg(
          'text',
          {
            class: 'jp-gatescope-axis',
            x: box.x - 6,
            y: index === 0 ? box.y + 9 : box.y + box.height,
            'text-anchor': 'end'
          },
          text
        )
      ),
      ...ends(gate, box, x)
    );
    map.element.hidden = histogram === undefined || epochs === 0;
    if (histogram && epochs > 0) {
      const bins = histogram.shape[1];
      map.paint(
        {
          values: histogram.values,
          rows: bins,
          columns: epochs,
          rowStride: 1,
          columnStride: bins,
          order: Array.from({ length: bins }, (_, row) => bins - 1 - row)
        },
        spreadRamp(theme.color('page'), theme.color(hue)),
        [0, FULL]
      );
      map.place(x(0), box.y, x(epochs) - x(0), box.height);
    } else if (epochs > 0) {
      element.append(...meanLines(gate, box, x, hue));
    }
  };

  /** The shares at both ends of the scale, after the last epoch. */
  const ends = (
    gate: GateStatistics,
    box: Box,
    x: (epoch: number) => number
  ): SVGElement[] => {
    const last = gate.mean.values.length - 1;
    const high = gate.saturatedHigh.values[last];
    const low = gate.saturatedLow.values[last];
    return last < 0 || Number.isNaN(high)
      ? []
      : [
          { text: translate('%1 above .9', formatPercent(high)), y: 14 },
          {
            text: translate('%1 below .1', formatPercent(low)),
            y: box.height - 5
          }
        ].map(({ text, y }) =>
          svg(
            'text',
            {
              class: 'jp-gatescope-halo',
              x:
                box.x + box.width - x(last + 1) >= 84
                  ? x(last + 1) + 6
                  : box.x + box.width + 6,
              y: box.y + y
            },
            text
          )
        );
  };

  return { map: map.element, element, build };
}

const names: Readonly<Partial<Record<string, string>>> = {
  f: 'forget',
  i: 'input',
  o: 'output',
  z: 'update',
  r: 'reset'
};

/** From the page to the channel's colour. */
function spreadRamp(page: string, color: string): ReturnType<typeof makeRamp> {
  return makeRamp([page, color]);
}

/** Without the spread: the mean, and the shares that are saturated. */
function meanLines(
  gate: GateStatistics,
  box: Box,
  x: (epoch: number) => number,
  hue: string
): SVGElement[] {
  const path = (values: ArrayLike<number>): string =>
    line<number>(
      index => x(index + 1),
      index => box.y + box.height * (1 - values[index])
    ).defined(index => Number.isFinite(values[index]))(
      Array.from({ length: values.length }, (_, index) => index)
    ) ?? '';
  return [
    svg('path', {
      class: 'jp-gatescope-line-chosen',
      'data-jp-gatescope-hue': hue,
      d: path(gate.mean.values)
    })
  ];
}
