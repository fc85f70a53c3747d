import { quantile } from '../analysis/quantile';
import { anything, integer, number, options as reader } from '../base/options';
import { random, type Random } from '../base/random';
import { requireFinite } from '../tensor/requireFinite';
import { shapeText } from '../tensor/shape';
import { asTensor, type Tensor, type TensorLike } from '../tensor/tensor';

export interface BootstrapOptions {
  /** Errors of another network on the same, from which the difference is told. None by default. */
  against?: TensorLike;
  /** The share of resamples inside the interval. Default 0.95. */
  confidence?: number;
  /** Neighbors that are drawn together: 7 for days that resemble those of their week. Default 1. */
  block?: number;
  /** How often is drawn. Default 2000. */
  resamples?: number;
  /** Of the draws. Default 1. */
  seed?: number;
}

/** A mean, or a difference of means, and how far chance may have moved it. */
export interface BootstrapInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const read = reader('bootstrap', {
  against: anything<TensorLike | undefined>(),
  confidence: number({ least: 0, below: 1 }).or(0.95),
  block: integer().or(1),
  resamples: integer(100).or(2000),
  seed: integer(0).or(1)
});

/**
 * How far chance may have moved a mean error, or the difference of two: what was tested on, and the
 * seeds that were trained from, are drawn again and again, and the middle share of the means so found
 * is the interval (percentile bootstrap, as scipy's; with `block` the circular block bootstrap of
 * Politis and Romano 1992).
 *
 * With `against` the same days, sentences or sequences are drawn for both: a hard day is hard for
 * both, and leaves their difference as it is. Seeds are drawn for each by itself.
 *
 * @param errors `[N]`, one number for each of N days, sentences or sequences, in their order; or
 *   `[S, N]` from S seeds
 * @param options `against`, `confidence`, `block`, `resamples` and `seed`
 * @returns the mean of `errors`, or their mean minus that of `against`, and its interval
 * @throws TypeError on a wrong or unknown option; RangeError when lengths differ, a number is not
 *   finite, or a block is longer than what it is drawn from
 * @example
 * ```ts
 * bootstrap([2, 4, 3, 5], { against: [1, 4, 2, 4] }).mean; // 0.75
 * ```
 */
export function bootstrap(
  errors: TensorLike,
  options: BootstrapOptions = {}
): BootstrapInterval {
  const who = 'bootstrap';
  const { against, confidence, block, resamples, seed } = read(options);
  const one = seriesOf(who, 'errors', errors);
  const other =
    against === undefined ? null : seriesOf(who, 'against', against);
  const count = one[0].length;
  if (other !== null && other[0].length !== count) {
    throw new RangeError(
      `${who}: against must have ${count} numbers, one for each of errors, got ${other[0].length}`
    );
  }
  if (block > count) {
    throw new RangeError(
      `${who}: block must be at most ${count}, the numbers there are, got ${block}`
    );
  }
  const source = random(seed, who);
  const sides = other === null ? [one] : [one, other];
  const found = Float64Array.from({ length: resamples }, () => {
    const starts = Array.from({ length: Math.ceil(count / block) }, () =>
      source.integer(count)
    );
    const [first, second = 0] = sides.map(series =>
      drawnMean(series, starts, { count, block, source })
    );
    return first - second;
  }).sort();
  return {
    mean: meanOfAll(one) - (other === null ? 0 : meanOfAll(other)),
    low: quantile(found, (1 - confidence) / 2),
    high: quantile(found, (1 + confidence) / 2)
  };
}

/** `[N]` or `[S, N]` as a list of seeds. */
function seriesOf(who: string, name: string, given: TensorLike): number[][] {
  const tensor: Tensor = asTensor(given, `${who}: ${name}`).detach();
  const { shape, rank, size, values } = tensor;
  if ((rank !== 1 && rank !== 2) || size < 2) {
    throw new RangeError(
      `${who}: ${name} must be [N] or [S, N] with at least two numbers, got ${shapeText(shape)}`
    );
  }
  requireFinite(who, name, tensor);
  const count = shape[rank - 1];
  return Array.from({ length: size / count }, (_, seed) =>
    Array.from(values.slice(seed * count, (seed + 1) * count))
  );
}

/**
 * The mean of seeds that are drawn, over blocks that are drawn; the last block is cut to the count, and
 * what goes past the end goes on at the beginning. Each is added up by itself: differences of running sums
 * would lose small numbers behind a large one.
 */
function drawnMean(
  series: readonly (readonly number[])[],
  starts: readonly number[],
  {
    count,
    block,
    source
  }: { readonly count: number; readonly block: number; readonly source: Random }
): number {
  const last = count - (starts.length - 1) * block;
  let sum = 0;
  for (let draw = 0; draw < series.length; draw++) {
    const values =
      series.length === 1 ? series[0] : series[source.integer(series.length)];
    starts.forEach((start, at) => {
      const length = at === starts.length - 1 ? last : block;
      for (let place = start; place < start + length; place++) {
        sum += values[place % count];
      }
    });
  }
  return sum / (series.length * count);
}

const meanOfAll = (series: readonly (readonly number[])[]): number =>
  series.flat().reduce((sum, value) => sum + value, 0) /
  (series.length * series[0].length);
