import { requireFinite } from '../tensor/requireFinite';
import { shapeText } from '../tensor/shape';
import { asTensor, type Tensor, type TensorLike } from '../tensor/tensor';

/**
 * Rows of features `[N, I]` that a preparation can be fitted to.
 *
 * @throws TypeError when they are no tensor; RangeError when there is none, or one of their numbers
 *   is not finite
 */
export function requireRows(who: string, rows: TensorLike): Tensor {
  const given = asTensor(rows, `${who}: rows`);
  if (given.rank !== 2 || given.shape[0] === 0) {
    throw new RangeError(
      `${who}: rows must be [N, I] with at least one row, got shape ${shapeText(given.shape)}`
    );
  }
  requireFinite(who, 'rows', given);
  return given;
}
