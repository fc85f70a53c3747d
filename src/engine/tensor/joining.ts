import { requireList } from '../base/check';
import * as arithmetic from './operations/arithmetic';
import * as layout from './operations/layout';
import { resolveAxis, sameShape, shapeText } from './shape';
import type { TensorLike, Tensor } from './tensor';
import { apply, asTensor } from './tensor';

/**
 * Tensors one after the other along an axis, the last by default: `concat([x, h])`.
 *
 * @throws TypeError when an argument is no tensor; RangeError when shapes differ outside the axis
 * @example
 * ```ts
 * concat([[1, 2], [3]]).toArray(); // [1, 2, 3]
 * ```
 */
export function concat(parts: readonly TensorLike[], axis = -1): Tensor {
  const tensors = requireList('concat', 'parts', parts).map((part, at) =>
    asTensor(part, `concat: parts[${at}]`)
  );
  if (tensors.length === 0) {
    throw new RangeError('concat: got no tensors');
  }
  const resolved = resolveAxis('concat', axis, tensors[0].rank);
  const others = (shape: readonly number[]) =>
    shape.map((extent, index) => (index === resolved ? -1 : extent));
  const odd = tensors.find(
    part => !sameShape(others(part.shape), others(tensors[0].shape))
  );
  if (odd) {
    throw new RangeError(
      `concat: shapes ${shapeText(tensors[0].shape)} and ${shapeText(odd.shape)} differ outside axis ${resolved}`
    );
  }
  return apply(layout.concat, tensors, resolved);
}

/**
 * Tensors of one shape as entries of a new axis, the first by default.
 *
 * @throws TypeError when an argument is no tensor; RangeError when shapes differ
 * @example
 * ```ts
 * stack([[1, 2], [3, 4]]).shape; // [2, 2]
 * ```
 */
export function stack(parts: readonly TensorLike[], axis = 0): Tensor {
  const tensors = requireList('stack', 'parts', parts).map((part, at) =>
    asTensor(part, `stack: parts[${at}]`)
  );
  if (tensors.length === 0) {
    throw new RangeError('stack: got no tensors');
  }
  const odd = tensors.find(part => !sameShape(part.shape, tensors[0].shape));
  if (odd) {
    throw new RangeError(
      `stack: shapes ${shapeText(tensors[0].shape)} and ${shapeText(odd.shape)} differ`
    );
  }
  return apply(
    layout.stack,
    tensors,
    resolveAxis('stack', axis, tensors[0].rank + 1)
  );
}

/**
 * `a` where the mask is not 0 and `b` where it is.
 *
 * @throws TypeError when an argument is no tensor; RangeError when the shapes do not fit
 * @example
 * ```ts
 * select([1, 0], [5, 6], -1).toArray(); // [5, -1]
 * ```
 */
export function select(mask: TensorLike, a: TensorLike, b: TensorLike): Tensor {
  return apply(arithmetic.select, [
    asTensor(mask, 'select: mask'),
    asTensor(a, 'select: a'),
    asTensor(b, 'select: b')
  ]);
}
