import type { GateStatistics } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { formatPercent } from '../../scene/words/format';
import { createHeatmap, type Heatmap } from '../base/heatmap';
import { hueOfLetter } from '../base/hue';
import { type Theme } from '../base/theme';
import { makeRamp } from '../../scene/ramp';
import { channelMarks } from '../../scene/marks/channel';
import { line } from '../../scene/marks/line';
import { mark, type Mark } from '../../scene/marks/mark';
import type { Box } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import { linearScale } from '../../scene/marks/valueScale';

/** A share of this much of all values in one twentieth is drawn in full colour. */
const FULL = 0.3;

const axis = { class: 'jp-gatescope-axis' };

export interface GateScene {
  readonly gate: GateStatistics;
  readonly box: Box;
  readonly x: (epoch: number) => number;
  /** There is room for the letter alone. */
  readonly slim: boolean;
  readonly translate: Translate;
}

/** Name, frame and ends of one gate; its mean, where its spread is not kept. */
export function gateMarks({
  gate,
  box,
  x,
  slim,
  translate
}: GateScene): Mark[] {
  const { channel, mean, histogram } = gate;
  const hue = hueOfLetter(channel);
  const y = linearScale([0, 1], box);
  return [
    mark('rect', { class: 'jp-gatescope-frame', ...box }),
    ...channelMarks(channel, hue, box),
    ...(slim ? [] : [text(translate(names[channel] ?? ''), 28, box.y + 14)]),
    text('1', box.x - 6, box.y + 9, { anchor: 'end', ...axis }),
    text('0', box.x - 6, box.y + box.height, { anchor: 'end', ...axis }),
    ...(histogram
      ? []
      : [
          line(
            mean.values,
            { x: index => x(index + 1), y },
            {
              class: 'jp-gatescope-line-chosen',
              'data-jp-gatescope-hue': hue
            }
          )
        ]),
    ...endMarks(gate, box, x, translate)
  ];
}

/** The shares at both ends of the scale, after the last epoch. */
function endMarks(
  { mean, saturatedHigh, saturatedLow }: GateStatistics,
  box: Box,
  x: (epoch: number) => number,
  translate: Translate
): Mark[] {
  const last = mean.values.length - 1;
  const high = saturatedHigh.values[last];
  const low = saturatedLow.values[last];
  if (last < 0 || Number.isNaN(high)) {
    return [];
  }
  const right = box.x + box.width;
  const left = (right - x(last + 1) >= 92 ? x(last + 1) : right) + 6;
  const halo = { class: 'jp-gatescope-halo' };
  return [
    text(translate('%1 above .9', shareWords(high)), left, box.y + 14, halo),
    text(
      translate('%1 below .1', shareWords(low)),
      left,
      box.y + box.height - 5,
      halo
    )
  ];
}

/** There is room for whole percents alone; what is less than half of one is not nothing. */
function shareWords(share: number): string {
  const percents = Math.round(share * 100);
  return percents === 0 && share > 0
    ? `<${formatPercent(0.01)}`
    : formatPercent(percents / 100);
}

const names: Readonly<Partial<Record<string, string>>> = {
  f: 'forget',
  i: 'input',
  o: 'output',
  z: 'update',
  r: 'reset'
};

/** How the values of one gate are spread, epoch by epoch, from the page to the gate's colour. */
export interface GateSpread {
  readonly element: HTMLCanvasElement;
  paint(theme: Theme): void;
}

/** Null where the spread of the gate is not kept. */
export function createGateSpread({
  gate: { channel, histogram, mean },
  box,
  x
}: GateScene): GateSpread | null {
  const epochs = mean.values.length;
  if (!histogram || epochs === 0) {
    return null;
  }
  const bins = histogram.shape[1];
  const map: Heatmap = createHeatmap();
  return {
    element: map.element,
    paint(theme) {
      map.paint(
        {
          values: histogram.values,
          rows: bins,
          columns: epochs,
          rowStride: 1,
          columnStride: bins,
          order: Array.from({ length: bins }, (_, row) => bins - 1 - row)
        },
        makeRamp([theme.color('page'), theme.color(hueOfLetter(channel))]),
        [0, FULL]
      );
      map.place(x(0), box.y, x(epochs) - x(0), box.height);
    }
  };
}
