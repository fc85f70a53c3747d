import { withoutOptions } from '../base/check';
import { columnsOf } from '../data/moments';
import { requireRows } from '../data/requireRows';
import { fitScaler } from '../data/scaler';
import { asTensor, Tensor, type TensorLike } from '../tensor/tensor';

/** What prepares data once it has seen some: changes each number, feature by feature. */
export interface FittedPreprocessing {
  /** `[…, I]` → `[…, I]`. */
  apply(x: Tensor): Tensor;
  /** The way back; a `target` needs it. */
  invert?(x: Tensor): Tensor;
  /** One number a feature: `(x − shift) / scale`. What files keep; absent for one of your own. */
  readonly numbers?: {
    readonly shift: readonly number[];
    readonly scale: readonly number[];
  };
}

/** A step of preparation that has seen no data yet. Made by `standardScaler` and `minMaxScaler`. */
export interface Preprocessing {
  readonly name: string;
  /** Looks at rows of features `[N, I]`: those of the training. */
  fit(rows: Tensor): FittedPreprocessing;
}

/**
 * Brings each feature to mean 0 and deviation 1, by numbers that it takes from the training alone: a
 * step of `pipeline`. As scikit-learn's `StandardScaler`.
 *
 * @throws TypeError when it is given an option; it has none
 * @example
 * ```ts
 * standardScaler().fit(tensor([[10], [20]])).apply(tensor([[30]])).toArray(); // [[3]]
 * ```
 */
export const standardScaler = withoutOptions(
  'standardScaler',
  (): Preprocessing => ({
    name: 'standardScaler',
    fit(rows) {
      const { mean, deviation } = fitScaler(
        requireRows('standardScaler', rows)
      );
      return affine(mean, deviation);
    }
  })
);

/**
 * Brings each feature of the training to 0 … 1: a step of `pipeline`. What is smaller or larger than
 * anything in the training lies outside. As scikit-learn's `MinMaxScaler`: a feature is constant whose
 * numbers lie within 10 ε of each other, here also in units in which they are all small.
 *
 * @throws TypeError when it is given an option; it has none
 * @example
 * ```ts
 * minMaxScaler().fit(tensor([[10], [20]])).apply(tensor([[30]])).toArray(); // [[2]]
 * ```
 */
export const minMaxScaler = withoutOptions(
  'minMaxScaler',
  (): Preprocessing => ({
    name: 'minMaxScaler',
    fit(rows) {
      const columns = columnsOf(requireRows('minMaxScaler', rows));
      const lowest = columns.map(column =>
        column.reduce((low, value) => Math.min(low, value))
      );
      const highest = columns.map(column =>
        column.reduce((high, value) => Math.max(high, value))
      );
      return affine(
        lowest,
        highest.map((high, feature) => {
          const range = high - lowest[feature];
          if (!Number.isFinite(range)) {
            throw new RangeError(
              `minMaxScaler: feature ${feature} reaches from ${lowest[feature]} to ${high}, further than a number can`
            );
          }
          const largest = Math.max(Math.abs(high), Math.abs(lowest[feature]));
          const rounding = 10 * Number.EPSILON * Math.min(1, largest);
          return range <= rounding ? 1 : range;
        })
      );
    }
  })
);

/** `(x − shift) / scale` along the last axis. */
export function affine(
  shift: readonly number[],
  scale: readonly number[]
): FittedPreprocessing {
  const mapped = (
    given: TensorLike,
    change: (value: number, feature: number) => number
  ): Tensor => {
    const x = asTensor(given, 'pipeline: x');
    if (x.shape.at(-1) !== shift.length) {
      throw new RangeError(
        `pipeline: the last axis must hold ${shift.length} features, as in fitting, got shape [${x.shape.join(', ')}]`
      );
    }
    return new Tensor(
      Float64Array.from(x.values, (value, at) =>
        change(value, at % shift.length)
      ),
      x.shape
    );
  };
  return {
    numbers: { shift, scale },
    apply: x => mapped(x, (value, i) => (value - shift[i]) / scale[i]),
    invert: x => mapped(x, (value, i) => value * scale[i] + shift[i])
  };
}
