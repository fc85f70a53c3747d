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

/** `a − b`, element by element. */
export function sub(a: TensorLike, b: TensorLike): Tensor {
  return asTensor(a, 'sub').sub(b);
}

/** `a ⊙ b`, element by element (not the matrix product: that is `matmul`). */
export function mul(a: TensorLike, b: TensorLike): Tensor {
  return asTensor(a, 'mul').mul(b);
}

/** `a / b`, element by element. */
export function div(a: TensorLike, b: TensorLike): Tensor {
  return asTensor(a, 'div').div(b);
}

/** `1 − a`, as in the GRU's `(1 − z) ⊙ n`. */
export function oneMinus(a: TensorLike): Tensor {
  return asTensor(a, 'oneMinus').oneMinus();
}

/** `−a` */
export function neg(a: TensorLike): Tensor {
  return asTensor(a, 'neg').neg();
}

/** `a^exponent` for a fixed exponent. */
export function pow(a: TensorLike, exponent: number): Tensor {
  return asTensor(a, 'pow').pow(exponent);
}

/** The larger of each pair. */
export function maximum(a: TensorLike, b: TensorLike): Tensor {
  return asTensor(a, 'maximum').maximum(b);
}

/** The smaller of each pair. */
export function minimum(a: TensorLike, b: TensorLike): Tensor {
  return asTensor(a, 'minimum').minimum(b);
}

/** Between `low` and `high`; outside the slope is 0. */
export function clip(a: TensorLike, low: number, high: number): Tensor {
  return asTensor(a, 'clip').clip(low, high);
}

/** `σ(a) = 1/(1+e^{−a})`: a gate, between 0 and 1. */
export function sigmoid(a: TensorLike): Tensor {
  return asTensor(a, 'sigmoid').sigmoid();
}

/** `tanh(a)`, between −1 and 1. */
export function tanh(a: TensorLike): Tensor {
  return asTensor(a, 'tanh').tanh();
}

/** `max(a, 0)` */
export function relu(a: TensorLike): Tensor {
  return asTensor(a, 'relu').relu();
}

/** `clip(a/6 + 0.5, 0, 1)`, Keras's `hard_sigmoid`. */
export function hardSigmoid(a: TensorLike): Tensor {
  return asTensor(a, 'hardSigmoid').hardSigmoid();
}

/** `log(1 + e^a)` */
export function softplus(a: TensorLike): Tensor {
  return asTensor(a, 'softplus').softplus();
}

/** `e^a` */
export function exp(a: TensorLike): Tensor {
  return asTensor(a, 'exp').exp();
}

/** Natural logarithm. */
export function log(a: TensorLike): Tensor {
  return asTensor(a, 'log').log();
}

export function sqrt(a: TensorLike): Tensor {
  return asTensor(a, 'sqrt').sqrt();
}

export function square(a: TensorLike): Tensor {
  return asTensor(a, 'square').square();
}

export function abs(a: TensorLike): Tensor {
  return asTensor(a, 'abs').abs();
}

/** `e^{a_i} / Σ_j e^{a_j}` along an axis, the last by default. */
export function softmax(a: TensorLike, axis = -1): Tensor {
  return asTensor(a, 'softmax').softmax(axis);
}

/** `log softmax(a)`, exact where the softmax itself would round to 0. */
export function logSoftmax(a: TensorLike, axis = -1): Tensor {
  return asTensor(a, 'logSoftmax').logSoftmax(axis);
}

/** The sum of all numbers, or along `axis`. */
export function sum(a: TensorLike, axis?: number): Tensor {
  return asTensor(a, 'sum').sum(axis);
}

/** The mean of all numbers, or along `axis`. */
export function mean(a: TensorLike, axis?: number): Tensor {
  return asTensor(a, 'mean').mean(axis);
}

/** The largest number, or the largest along `axis`. */
export function max(a: TensorLike, axis?: number): Tensor {
  return asTensor(a, 'max').max(axis);
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

/** Inner product of two vectors; for matrices the matrix product, as NumPy's `dot`. */
export function dot(a: TensorLike, b: TensorLike): Tensor {
  return asTensor(a, 'dot').dot(b);
}

/** Axes in reverse order, or in the order given. */
export function transpose(a: TensorLike, order?: readonly number[]): Tensor {
  return asTensor(a, 'transpose').transpose(order);
}

/** The same numbers under another shape. */
export function reshape(a: TensorLike, shape: readonly number[]): Tensor {
  return asTensor(a, 'reshape').reshape(shape);
}
