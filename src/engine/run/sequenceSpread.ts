import { floats, type Channel } from '../../trace';
import { quantile } from '../analysis/quantile';
import type { Tensor } from '../tensor/tensor';
import type { RecordedRun } from './recordedRun';

type Spread = NonNullable<Channel['spread']>;

/** Four in five sequences lie between these quantiles. */
export const SHARES = [0.1, 0.9] as const;

/** Above this many numbers of a batch, how they spread is left out unless asked for. */
const MOST_SPREAD_VALUES = 1_000_000;

/**
 * Whether it is said how the numbers of a run spread over its batch: of one that nobody has changed,
 * and up to a size unless `wanted` says so.
 */
export function hasSpread(
  { record, layers, changes }: RecordedRun,
  wanted: boolean | undefined
): boolean {
  const numbers = (): number =>
    layers
      .flatMap(({ channels }) => Object.values(channels))
      .reduce((sum, { size }) => sum + size, 0);
  return (
    record.batched &&
    record.input.x.shape[0] > 1 &&
    changes.clamps.length === 0 &&
    changes.edits.length === 0 &&
    (wanted ?? numbers() <= MOST_SPREAD_VALUES)
  );
}

/** What was found of a channel: the numbers of a run stay, whichever of its sequences is drawn. */
const found = new WeakMap<Tensor, Spread>();

/**
 * Quantiles of a channel over its batch, each `[T, H]`; NaN at a step that is padding in all of it.
 *
 * @param channel `[B, T, H]`
 * @param mask `[B, T]`, 0 where a step is padding
 */
export function sequenceSpread(channel: Tensor, mask?: Tensor): Spread {
  const spread = found.get(channel) ?? quantilesOf(channel, mask);
  found.set(channel, spread);
  return spread;
}

function quantilesOf(channel: Tensor, mask: Tensor | undefined): Spread {
  const [batch, steps, units] = channel.shape;
  const { values } = channel;
  const [low, median, high] = Array.from(
    { length: 3 },
    () => new Float64Array(steps * units)
  );
  const sorted = new Float64Array(batch);
  for (let step = 0; step < steps; step += 1) {
    for (let unit = 0; unit < units; unit += 1) {
      let count = 0;
      for (let sequence = 0; sequence < batch; sequence += 1) {
        if (!mask || mask.values[sequence * steps + step] !== 0) {
          sorted[count] = values[(sequence * steps + step) * units + unit];
          count += 1;
        }
      }
      const known = sorted.subarray(0, count).sort();
      const place = step * units + unit;
      low[place] = quantile(known, SHARES[0]);
      median[place] = quantile(known, 0.5);
      high[place] = quantile(known, SHARES[1]);
    }
  }
  const shape = [steps, units];
  return {
    low: floats(low, shape),
    median: floats(median, shape),
    high: floats(high, shape)
  };
}
