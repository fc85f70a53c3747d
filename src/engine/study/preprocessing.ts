import { withoutOptions } from '../base/check';
import { requireRows } from '../data/requireRows';
import { fitScaler } from '../data/scaler';
import { asTensor, Tensor, type TensorLike } from '../tensor/tensor';

/** What prepares data once it has seen some: changes each number, feature by feature. */
export interface FittedPreprocessing {
  /** `[…, I]` → `[…, I]`. */
  apply(x: Tensor): Tensor;
  /** The way back; a `target` needs it. */
  invert?(x: Tensor): Tensor;
}

/** A step of preparation that has seen no data yet. Made by `standardScaler`. */
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

/** `(x − shift) / scale` along the last axis. */
function affine(
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
    apply: x => mapped(x, (value, i) => (value - shift[i]) / scale[i]),
    invert: x => mapped(x, (value, i) => value * scale[i] + shift[i])
  };
}
