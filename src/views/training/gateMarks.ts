import { letterHue, type GateStatistics } from '../../trace';
import { line } from '../../scene/marks/line';
import { mark, type Mark } from '../../scene/marks/mark';
import type { Box } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import { linearScale } from '../../scene/marks/valueScale';
import { axisLook } from '../../scene/placeMarks';
import type { PlacedMap } from '../../scene/scene';
import type { SceneTheme } from '../../scene/theme';
import { formatPercent } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import { haloLook } from './looks';

/** A share of this much of all values in one twentieth is drawn in full color. */
const FULL = 0.3;

export interface GateScene {
  readonly gate: GateStatistics;
  readonly box: Box;
  readonly x: (epoch: number) => number;
  /** There is room for the letter alone. */
  readonly slim: boolean;
  readonly theme: SceneTheme;
  readonly translate: Translate;
}

/** Name, frame and ends of one gate; its mean, where its spread is not kept. */
export function gateMarks({
  gate,
  box,
  x,
  slim,
  theme,
  translate
}: GateScene): Mark[] {
  const { channel, mean, histogram } = gate;
  const { y, height } = box;
  const color = theme.color(letterHue(channel));
  const plain = { 'font-size': 12, fill: theme.color('ink') };
  const end = { anchor: 'end', ...axisLook(theme) } as const;
  return [
    mark('rect', { ...box, fill: 'none', stroke: theme.color('grid') }),
    mark('rect', { x: 0, y, width: 3, height, fill: color }),
    text(channel, 11, y + 15, {
      ...{ fill: color, 'font-size': 18 },
      ...{ 'font-family': 'serif', 'font-style': 'italic' }
    }),
    ...(slim ? [] : [text(translate(names[channel] ?? ''), 28, y + 14, plain)]),
    text('1', box.x - 6, y + 9, end),
    text('0', box.x - 6, y + height, end),
    ...(histogram
      ? []
      : [
          line(
            mean.values,
            { x: index => x(index + 1), y: linearScale([0, 1], box) },
            { stroke: color, 'stroke-width': 2, 'stroke-linejoin': 'round' }
          )
        ]),
    ...endMarks(gate, box, x, theme, translate)
  ];
}

/** The shares at both ends of the scale, after the last epoch. */
function endMarks(
  { mean, saturatedHigh, saturatedLow }: GateStatistics,
  box: Box,
  x: (epoch: number) => number,
  theme: SceneTheme,
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
  const halo = haloLook(theme);
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

/** How the values of one gate are spread, epoch by epoch, from the page to the gate's color; none where that is not kept. */
export function gateMap({
  gate: { channel, histogram, mean },
  box,
  x
}: GateScene): PlacedMap[] {
  const epochs = mean.values.length;
  if (!histogram || epochs === 0) {
    return [];
  }
  const bins = histogram.shape[1];
  return [
    {
      ...box,
      x: x(0),
      width: x(epochs) - x(0),
      values: {
        values: histogram.values,
        rows: bins,
        columns: epochs,
        rowStride: 1,
        columnStride: bins,
        order: Array.from({ length: bins }, (_, row) => bins - 1 - row)
      },
      ramp: 'gates',
      ink: letterHue(channel),
      range: [0, FULL]
    }
  ];
}
