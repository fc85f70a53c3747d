import { shapeText } from '../tensor/shape';
import { asTensor, type TensorLike } from '../tensor/tensor';
import { columnsOf } from './conformal';

/**
 * The share of what came that lies in its band, edges included: what a band of 80 % promises is 0.8.
 * As MAPIE's `regression_coverage_score`.
 *
 * @param truth `[N]`, or `[N, K]` for K columns, each counted by itself: horizons
 * @param lower the lower edge of each
 * @param upper the upper edge of each
 * @returns one share a column
 * @throws RangeError when shapes differ, nothing is given or a number is NaN
 * @example
 * ```ts
 * coverage([1, 2, 3, 9], [0, 0, 0, 0], [4, 4, 4, 4]); // [0.75]
 * ```
 */
export function coverage(
  truth: TensorLike,
  lower: TensorLike,
  upper: TensorLike
): number[] {
  const who = 'coverage';
  const given = Object.entries({ truth, lower, upper }).map(
    ([name, value]) => ({ name, tensor: asTensor(value, `${who}: ${name}`) })
  );
  const wanted = shapeText(given[0].tensor.shape);
  const [came, low, high] = given.map(({ name, tensor }) => {
    if (shapeText(tensor.shape) !== wanted) {
      throw new RangeError(
        `${who}: ${name} must have the shape of truth, ${wanted}, got ${shapeText(tensor.shape)}`
      );
    }
    const at = tensor.values.findIndex(value => Number.isNaN(value));
    if (at >= 0) {
      throw new RangeError(
        `${who}: ${name} must hold numbers, got NaN at position ${at}`
      );
    }
    return columnsOf(who, name, tensor);
  });
  return came.map((column, k) => {
    const inside = column.filter(
      (value, row) => low[k][row] <= value && value <= high[k][row]
    );
    return inside.length / column.length;
  });
}
