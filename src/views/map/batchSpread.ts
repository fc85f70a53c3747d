import type { Channel, Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { formatPercent } from '../../scene/words/format';
import { largestSize } from '../../scene/marks/largestSize';
import { extentOf } from '../../scene/marks/valueScale';
import { roundedEnd } from './traceChannels';

/** A channel on its scale, and how far what lies beyond that goes. */
interface ScaledRow {
  readonly channel: Channel;
  readonly range: readonly [number, number];
  readonly beyond?: number;
}

/** A row on a scale that holds how its numbers spread over the batch, too; a gradient has no spread. */
export function withSpread<Row extends ScaledRow>(row: Row): Row {
  const { spread } = row.channel;
  if (!spread) {
    return row;
  }
  const { range, beyond } = row;
  const ends = [spread.low.values, spread.high.values];
  if (range[0] >= 0) {
    const [low, high] = extentOf(ends);
    return {
      ...row,
      range: [Math.min(range[0], low), Math.max(range[1], high)]
    };
  }
  const largest = Math.max(...ends.map(largestSize));
  const end = largest > range[1] ? roundedEnd(largest) : range[1];
  return {
    ...row,
    range: [-end, end],
    ...(beyond !== undefined && beyond <= end && { beyond: undefined })
  };
}

/** A number over the batch: its low quantile, its median and its high one, under their names. */
export interface SpreadNumber {
  readonly name: string;
  readonly value: number;
}

/** What the batch has at a step and unit, from the low end up; nothing of a row without a spread. */
export function spreadNumbers(
  { batch }: Pick<Trace, 'batch'>,
  { channel }: Pick<ScaledRow, 'channel'>,
  place: { readonly step: number; readonly unit: number },
  translate: Translate
): readonly SpreadNumber[] {
  const { spread } = channel;
  if (!spread || !batch?.shares) {
    return [];
  }
  const [low, high] = batch.shares;
  const [, width = 1] = channel.array.shape;
  const at = place.step * width + place.unit;
  return [
    { name: formatPercent(low), value: spread.low.values[at] },
    { name: translate('median'), value: spread.median.values[at] },
    { name: formatPercent(high), value: spread.high.values[at] }
  ];
}

/** Why a unit cannot be shown over the sequences of its batch; null where it can. */
export function whyNoSpread(
  { batch, clamps, edits, thinned }: Trace,
  translate: Translate
): string | null {
  if (batch?.shares) {
    return null;
  }
  return clamps.length + edits.length > 0
    ? translate('Only of a run without changes.')
    : thinned !== undefined
      ? translate('The saved copy has no room for the other sequences.')
      : translate('The batch was too large, or only one sequence was kept.');
}
