import type { TensorLike, Tensor } from './tensor';
import { asTensor } from './tensor';

/**
 * `a + b + …`, element by element, with NumPy's broadcasting.
 *
 * @throws RangeError when the shapes do not fit
 * @example
 * ```ts
 * add([1, 2], [10, 20], 100).toArray(); // [111, 122]
 * ```
 */
export function add(a: TensorLike, ...others: TensorLike[]): Tensor {
  return asTensor(a, 'add').add(...others);
}

/**
 * `a − b`, element by element.
 *
 * @throws TypeError when an argument is no tensor; RangeError when the shapes do not fit
 * @example
 * ```ts
 * sub([3, 4], 1).toArray(); // [2, 3]
 * ```
 */
export function sub(a: TensorLike, b: TensorLike): Tensor {
  return asTensor(a, 'sub').sub(b);
}

/**
 * `a ⊙ b`, element by element (not the matrix product: that is `matmul`).
 *
 * @throws TypeError when an argument is no tensor; RangeError when the shapes do not fit
 * @example
 * ```ts
 * mul([1, 2], [3, 4]).toArray(); // [3, 8]
 * ```
 */
export function mul(a: TensorLike, b: TensorLike): Tensor {
  return asTensor(a, 'mul').mul(b);
}

/**
 * `a / b`, element by element.
 *
 * @throws TypeError when an argument is no tensor; RangeError when the shapes do not fit
 * @example
 * ```ts
 * div([1, 9], [2, 3]).toArray(); // [0.5, 3]
 * ```
 */
export function div(a: TensorLike, b: TensorLike): Tensor {
  return asTensor(a, 'div').div(b);
}

/**
 * `1 − a`, as in the GRU's `(1 − z) ⊙ n`.
 *
 * @throws TypeError when an argument is no tensor
 * @example
 * ```ts
 * oneMinus([0.25, 1]).toArray(); // [0.75, 0]
 * ```
 */
export function oneMinus(a: TensorLike): Tensor {
  return asTensor(a, 'oneMinus').oneMinus();
}

/**
 * `−a`
 *
 * @throws TypeError when an argument is no tensor
 * @example
 * ```ts
 * neg([1, -2]).toArray(); // [-1, 2]
 * ```
 */
export function neg(a: TensorLike): Tensor {
  return asTensor(a, 'neg').neg();
}

/**
 * `a^exponent` for a fixed exponent.
 *
 * @throws TypeError when an argument is no tensor, or the exponent no number
 * @example
 * ```ts
 * pow([2, 3], 2).toArray(); // [4, 9]
 * ```
 */
export function pow(a: TensorLike, exponent: number): Tensor {
  return asTensor(a, 'pow').pow(exponent);
}

/**
 * The larger of each pair.
 *
 * @throws TypeError when an argument is no tensor; RangeError when the shapes do not fit
 * @example
 * ```ts
 * maximum([1, -1], 0).toArray(); // [1, 0]
 * ```
 */
export function maximum(a: TensorLike, b: TensorLike): Tensor {
  return asTensor(a, 'maximum').maximum(b);
}

/**
 * The smaller of each pair.
 *
 * @throws TypeError when an argument is no tensor; RangeError when the shapes do not fit
 * @example
 * ```ts
 * minimum([1, -1], 0).toArray(); // [0, -1]
 * ```
 */
export function minimum(a: TensorLike, b: TensorLike): Tensor {
  return asTensor(a, 'minimum').minimum(b);
}

/**
 * Between `low` and `high`; outside the slope is 0.
 *
 * @throws TypeError when an argument is no tensor, or a bound no number
 * @example
 * ```ts
 * clip([-5, 0.5, 5], 0, 1).toArray(); // [0, 0.5, 1]
 * ```
 */
export function clip(a: TensorLike, low: number, high: number): Tensor {
  return asTensor(a, 'clip').clip(low, high);
}

/**
 * `e^a`
 *
 * @throws TypeError when an argument is no tensor
 * @example
 * ```ts
 * exp([0]).toArray(); // [1]
 * ```
 */
export function exp(a: TensorLike): Tensor {
  return asTensor(a, 'exp').exp();
}

/**
 * Natural logarithm.
 *
 * @throws TypeError when an argument is no tensor
 * @example
 * ```ts
 * log([1]).toArray(); // [0]
 * ```
 */
export function log(a: TensorLike): Tensor {
  return asTensor(a, 'log').log();
}

/**
 * `√a`
 *
 * @throws TypeError when an argument is no tensor
 * @example
 * ```ts
 * sqrt([9]).toArray(); // [3]
 * ```
 */
export function sqrt(a: TensorLike): Tensor {
  return asTensor(a, 'sqrt').sqrt();
}

/**
 * `a²`
 *
 * @throws TypeError when an argument is no tensor
 * @example
 * ```ts
 * square([3]).toArray(); // [9]
 * ```
 */
export function square(a: TensorLike): Tensor {
  return asTensor(a, 'square').square();
}

/**
 * `|a|`
 *
 * @throws TypeError when an argument is no tensor
 * @example
 * ```ts
 * abs([-3]).toArray(); // [3]
 * ```
 */
export function abs(a: TensorLike): Tensor {
  return asTensor(a, 'abs').abs();
}

/**
 * The sum of all numbers, or along `axis`.
 *
 * @throws TypeError when an argument is no tensor; RangeError when there is no such axis
 * @example
 * ```ts
 * sum([[1, 2], [3, 4]], 0).toArray(); // [4, 6]
 * ```
 */
export function sum(
  a: TensorLike,
  axis?: number,
  options?: { keepDims?: boolean }
): Tensor {
  return asTensor(a, 'sum').sum(axis, options);
}

/**
 * The mean of all numbers, or along `axis`.
 *
 * @throws TypeError when an argument is no tensor; RangeError when there is no such axis
 * @example
 * ```ts
 * mean([[1, 2], [3, 4]]).item(); // 2.5
 * ```
 */
export function mean(
  a: TensorLike,
  axis?: number,
  options?: { keepDims?: boolean }
): Tensor {
  return asTensor(a, 'mean').mean(axis, options);
}

/**
 * The largest number, or the largest along `axis`.
 *
 * @throws TypeError when an argument is no tensor; RangeError when there is no such axis
 * @example
 * ```ts
 * max([[1, 2], [3, 4]], 1).toArray(); // [2, 4]
 * ```
 */
export function max(
  a: TensorLike,
  axis?: number,
  options?: { keepDims?: boolean }
): Tensor {
  return asTensor(a, 'max').max(axis, options);
}

/**
 * The smallest number, or the smallest along `axis`.
 *
 * @throws TypeError when an argument is no tensor; RangeError when there is no such axis
 * @example
 * ```ts
 * min([[1, 2], [3, 4]], 1).toArray(); // [1, 3]
 * ```
 */
export function min(
  a: TensorLike,
  axis?: number,
  options?: { keepDims?: boolean }
): Tensor {
  return asTensor(a, 'min').min(axis, options);
}

/**
 * Matrix product by NumPy's rule: `[B, I] × [I, H] → [B, H]`, `[I] × [I, H] → [H]`, with leading
 * axes as batches.
 *
 * The weights of a cell are `[I, H]` as in Keras, so that W x of the textbook is `matmul(x, W)`.
 *
 * @throws RangeError when the inner extents differ
 * @example
 * ```ts
 * matmul([1, 2], [[1, 0, 1], [0, 1, 1]]).toArray(); // [1, 2, 3]
 * ```
 */
export function matmul(a: TensorLike, b: TensorLike): Tensor {
  return asTensor(a, 'matmul').matmul(b);
}

/**
 * Inner product of two vectors; for matrices the matrix product, as NumPy's `dot`.
 *
 * @throws TypeError when an argument is no tensor; RangeError when the shapes do not fit
 * @example
 * ```ts
 * dot([1, 2], [3, 4]).item(); // 11
 * ```
 */
export function dot(a: TensorLike, b: TensorLike): Tensor {
  return asTensor(a, 'dot').dot(b);
}

/**
 * Axes in reverse order, or in the order given.
 *
 * @throws TypeError when an argument is no tensor; RangeError when the order does not name each axis once
 * @example
 * ```ts
 * transpose([[1, 2], [3, 4]]).toArray(); // [[1, 3], [2, 4]]
 * ```
 */
export function transpose(a: TensorLike, order?: readonly number[]): Tensor {
  return asTensor(a, 'transpose').transpose(order);
}

/**
 * The same numbers under another shape.
 *
 * @throws TypeError when an argument is no tensor or the shape no list; RangeError when the numbers do not fill it
 * @example
 * ```ts
 * reshape([1, 2, 3, 4], [2, -1]).toArray(); // [[1, 2], [3, 4]]
 * ```
 */
export function reshape(a: TensorLike, shape: readonly number[]): Tensor {
  return asTensor(a, 'reshape').reshape(shape);
}
