import { Tensor, asTensor, type TensorLike } from '../tensor/tensor';
import { columnMoments } from './moments';
import { requireRows } from './requireRows';

/**
 * Brings each feature to mean 0 and deviation 1: `(x − mean) / deviation`, feature by feature along
 * the last axis. It is fitted once, on training data only; what it then meets, it scales by the same
 * numbers, so nothing of the test data leaks into training.
 */
export interface Scaler {
  /** One number a feature. */
  readonly mean: readonly number[];
  /** One number a feature; 1 for a feature that never changes. */
  readonly deviation: readonly number[];
  /** `[…, I]` in the quantity's own unit → `[…, I]` around 0. @throws RangeError when I is another */
  apply(x: TensorLike): Tensor;
  /** `[…, I]` around 0 → `[…, I]` in the quantity's own unit. @throws RangeError when I is another */
  invert(x: TensorLike): Tensor;
}

/**
 * Fits a scaler to rows of features.
 *
 * @param rows `[N, I]`; the deviation is that of the whole population (divided by N), as scikit-learn's
 * `StandardScaler`, and so is what counts as constant: what differs by rounding alone
 * @throws TypeError when the rows are no tensor; RangeError when there is none, or one of their
 *   numbers is not finite
 * @example
 * ```ts
 * const scaler = fitScaler([[10], [20]]);
 * scaler.apply([[30]]).toArray(); // [[3]]
 * scaler.invert([[3]]).toArray(); // [[30]]
 * ```
 */
export function fitScaler(rows: TensorLike): Scaler {
  const given = requireRows('fitScaler', rows);
  const moments = columnMoments(given);
  return scalerOf({
    mean: moments.map(each => each.mean),
    deviation: moments.map(each =>
      each.constant || each.deviation === 0 ? 1 : each.deviation
    )
  });
}

/** The numbers that a scaler is. */
export type ScalerNumbers = Pick<Scaler, 'mean' | 'deviation'>;

const numbers = new WeakMap<object, ScalerNumbers>();

/** The numbers of a scaler of `fitScaler`, from which `scalerOf` makes it again; undefined for any other. */
export const numbersOf = (scaler: unknown): ScalerNumbers | undefined =>
  numbers.get(scaler as object);

/** @throws RangeError when these are not as many finite numbers each, or a deviation is 0 */
export function scalerOf({ mean, deviation }: ScalerNumbers): Scaler {
  const features = mean.length;
  if (
    deviation.length !== features ||
    ![...mean, ...deviation].every(Number.isFinite) ||
    deviation.includes(0)
  ) {
    throw new RangeError(
      'scaler: mean and deviation must have a finite number each for every feature, and no deviation may be 0'
    );
  }

  const mapped = (
    who: string,
    x: TensorLike,
    change: (value: number, feature: number) => number
  ): Tensor => {
    const input = asTensor(x, `scaler.${who}: x`);
    if (input.shape.at(-1) !== features) {
      throw new RangeError(
        `scaler.${who}: the last axis must hold ${features} features, got shape [${input.shape.join(', ')}]`
      );
    }
    return new Tensor(
      Float64Array.from(input.values, (value, index) =>
        change(value, index % features)
      ),
      input.shape
    );
  };
  const scaler: Scaler = {
    mean,
    deviation,
    apply: x =>
      mapped('apply', x, (value, i) => (value - mean[i]) / deviation[i]),
    invert: x =>
      mapped('invert', x, (value, i) => value * deviation[i] + mean[i])
  };
  numbers.set(scaler, { mean, deviation });
  return scaler;
}
