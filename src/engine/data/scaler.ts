import { requireFinite } from '../tensor/requireFinite';
import { Tensor, asTensor, type TensorLike } from '../tensor/tensor';

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
 * `StandardScaler`
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
  const given = asTensor(rows, 'fitScaler: rows');
  const { values, shape } = given;
  if (shape.length !== 2 || shape[0] === 0) {
    throw new RangeError(
      `fitScaler: rows must be [N, I] with at least one row, got shape [${shape.join(', ')}]`
    );
  }
  requireFinite('fitScaler', 'rows', given);
  const [count, features] = shape;
  const mean = Array.from({ length: features }, () => 0);
  const square = mean.slice();
  for (let row = 0; row < count; row++) {
    for (let feature = 0; feature < features; feature++) {
      mean[feature] += values[row * features + feature] / count;
    }
  }
  for (let row = 0; row < count; row++) {
    for (let feature = 0; feature < features; feature++) {
      square[feature] +=
        (values[row * features + feature] - mean[feature]) ** 2 / count;
    }
  }
  const deviation = square.map(value => Math.sqrt(value) || 1);

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
  return {
    mean,
    deviation,
    apply: x =>
      mapped('apply', x, (value, i) => (value - mean[i]) / deviation[i]),
    invert: x =>
      mapped('invert', x, (value, i) => value * deviation[i] + mean[i])
  };
}
