import {
  percentText,
  type Channel,
  type LayerTrace,
  type TimeAxis,
  type Trace
} from '../../../trace';
import { area, line } from '../../../scene/marks/line';
import { markup } from '../../../scene/marks/markup';
import { extentOf } from '../../../scene/marks/valueScale';
import { GUTTER, lineFrame, PLOT } from './channelRow';
import { letterColour } from './colours';
import { numberWords, type Moment } from './moment';

// One unit before what its whole batch does, as Gates draws it.

type Spread = NonNullable<Channel['spread']>;
type Batch = Required<NonNullable<Trace['batch']>>;

/** The batch of a run whose view was asked for one unit over its sequences; null where none is held. */
export function batchShown({ batch, view }: Trace): Batch | null {
  return view?.overSequences === true && batch?.shares
    ? { ...batch, shares: batch.shares }
    : null;
}

/** What line, band and dashes are. */
export function howToRead(
  { sequence, size, shares }: Batch,
  { unit }: Moment
): string {
  const [low, high] = shares.map(percentText);
  return `the line is unit ${unit} in sequence ${sequence + 1}; of all ${size} sequences the band is ${low}% to ${high}%, the dashes the median.`;
}

/** The numbers of the batch at the place that the picture stands on. */
export function batchSentence(
  { size, shares }: Batch,
  { layer, step, unit }: Moment
): string {
  const [low, high] = shares.map(percentText);
  const numbers = layer.channels.flatMap(({ name, spread, array }) =>
    spread
      ? [
          `${name} ${[spread.low, spread.median, spread.high]
            .map(({ values }) => values[step * (array.shape[1] ?? 1) + unit])
            .map(numberWords)
            .join(', ')}`
        ]
      : []
  );
  return `Over ${size} sequences, ${low}%, median and ${high}%: ${numbers.join('; ')}.`;
}

/** The scale of a channel, which holds its spread, too. */
export function spreadRange(
  [low, high]: Channel['range'],
  spread: Spread
): [number, number] {
  const [least, most] = extentOf([spread.low.values, spread.high.values]);
  if (low >= 0) {
    return [Math.min(low, least), Math.max(high, most)];
  }
  const end = Math.max(high, -least, most);
  return [-end, end];
}

/** The band between the quantiles of a unit, its median and its own line. */
export function spreadBand(
  channel: Channel & { readonly spread: Spread },
  { steps }: TimeAxis,
  { y, height, unit }: { y: number; height: number; unit: number }
): string {
  const { array, spread, range } = channel;
  const [low, high] = spreadRange(range, spread);
  const width = PLOT / Math.max(1, steps);
  const place = {
    x: (step: number): number => GUTTER + (step + 0.5) * width,
    y: (value: number): number =>
      y + height - ((value - low) / (high - low || 1)) * height
  };
  const of = ({ values }: { readonly values: ArrayLike<number> }): number[] =>
    Array.from(
      { length: steps },
      (_, step) => values[step * (array.shape[1] ?? 1) + unit]
    );
  const stroke = letterColour(channel);
  const marks = [
    area(of(spread.low), of(spread.high), place, {
      fill: stroke,
      'fill-opacity': 0.18
    }),
    line(of(spread.median), place, {
      stroke,
      'stroke-width': 1.25,
      'stroke-dasharray': '4 3'
    }),
    line(of(array), place, { stroke, 'stroke-width': 2 })
  ];
  return [lineFrame(y, height), ...marks.map(markup)].join('');
}

/** Whether a channel of a layer is drawn so. */
export function isSpread(
  channel: Channel,
  layer: LayerTrace,
  moment: Moment | null
): channel is Channel & { readonly spread: Spread } {
  return channel.spread !== undefined && layer.name === moment?.layer.name;
}
