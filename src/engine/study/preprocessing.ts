import { columnsOf, momentsOf } from '../data/moments';
import { requireRows } from '../data/requireRows';
import { fitScaler } from '../data/scaler';
import { Tensor } from '../tensor/tensor';

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
 * @example
 * ```ts
 * standardScaler().fit(tensor([[10], [20]])).apply(tensor([[30]])).toArray(); // [[3]]
 * ```
 */
export function standardScaler(): Preprocessing {
  return {
    name: 'standardScaler',
    fit(rows) {
      const { mean, deviation } = fitScaler(rows);
      return affine(mean, deviation);
    }
  };
}

/**
 * Brings each feature of the training to 0 … 1: a step of `pipeline`. What is smaller or larger than
 * anything in the training lies outside. As scikit-learn's `MinMaxScaler`.
 *
 * @example
 * ```ts
 * minMaxScaler().fit(tensor([[10], [20]])).apply(tensor([[30]])).toArray(); // [[2]]
 * ```
 */
export function minMaxScaler(): Preprocessing {
  return {
    name: 'minMaxScaler',
    fit(rows) {
      requireRows('minMaxScaler', rows);
      const columns = columnsOf(rows);
      const lowest = columns.map(column =>
        column.reduce((low, value) => Math.min(low, value))
      );
      const highest = columns.map(column =>
        column.reduce((high, value) => Math.max(high, value))
      );
      return affine(
        lowest,
        columns.map((column, feature) =>
          momentsOf(column).constant ? 1 : highest[feature] - lowest[feature]
        )
      );
    }
  };
}

/** `(x − shift) / scale` along the last axis. */
export function affine(
  shift: readonly number[],
  scale: readonly number[]
): FittedPreprocessing {
  const mapped = (
    x: Tensor,
    change: (value: number, feature: number) => number
  ): Tensor => {
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
