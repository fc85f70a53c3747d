import type { TensorLike, Tensor } from './tensor';
import { asTensor } from './tensor';

/**
 * `σ(a) = 1/(1+e^{−a})`: a gate, between 0 and 1.
 *
 * @throws TypeError when an argument is no tensor
 * @example
 * ```ts
 * sigmoid([0]).toArray(); // [0.5]
 * ```
 */
export function sigmoid(a: TensorLike): Tensor {
  return asTensor(a, 'sigmoid').sigmoid();
}

/**
 * `tanh(a)`, between −1 and 1.
 *
 * @throws TypeError when an argument is no tensor
 * @example
 * ```ts
 * tanh([0]).toArray(); // [0]
 * ```
 */
export function tanh(a: TensorLike): Tensor {
  return asTensor(a, 'tanh').tanh();
}

/**
 * `max(a, 0)`
 *
 * @throws TypeError when an argument is no tensor
 * @example
 * ```ts
 * relu([-2, 3]).toArray(); // [0, 3]
 * ```
 */
export function relu(a: TensorLike): Tensor {
  return asTensor(a, 'relu').relu();
}

/**
 * `clip(a/6 + 0.5, 0, 1)`, Keras's `hard_sigmoid`.
 *
 * @throws TypeError when an argument is no tensor
 * @example
 * ```ts
 * hardSigmoid([-9, 0, 9]).toArray(); // [0, 0.5, 1]
 * ```
 */
export function hardSigmoid(a: TensorLike): Tensor {
  return asTensor(a, 'hardSigmoid').hardSigmoid();
}

/**
 * `log(1 + e^a)`
 *
 * @throws TypeError when an argument is no tensor
 * @example
 * ```ts
 * softplus([0]).toArray(); // [0.6931471805599453]
 * ```
 */
export function softplus(a: TensorLike): Tensor {
  return asTensor(a, 'softplus').softplus();
}

/**
 * `e^{a_i} / Σ_j e^{a_j}` along an axis, the last by default.
 *
 * @throws TypeError when an argument is no tensor; RangeError when there is no such axis
 * @example
 * ```ts
 * softmax([1, 1]).toArray(); // [0.5, 0.5]
 * ```
 */
export function softmax(a: TensorLike, axis = -1): Tensor {
  return asTensor(a, 'softmax').softmax(axis);
}

/**
 * `log softmax(a)`, exact where the softmax itself would round to 0.
 *
 * @throws TypeError when an argument is no tensor; RangeError when there is no such axis
 * @example
 * ```ts
 * logSoftmax([7]).toArray(); // [0]
 * ```
 */
export function logSoftmax(a: TensorLike, axis = -1): Tensor {
  return asTensor(a, 'logSoftmax').logSoftmax(axis);
}

/**
 * `a ⊙ Φ(a)`, Φ the normal distribution (Hendrycks and Gimpel 2016), as Keras's and PyTorch's `gelu`.
 *
 * @param options `approximate`: by a tanh, PyTorch's `approximate='tanh'`
 * @throws TypeError when an argument is no tensor, or `approximate` neither true nor false
 * @example
 * ```ts
 * gelu([0, 100]).toArray(); // [0, 100]
 * ```
 */
export function gelu(
  a: TensorLike,
  options: { approximate?: boolean } = {}
): Tensor {
  return asTensor(a, 'gelu').gelu(options);
}

/**
 * `a` above 0, `negativeSlope · a` below. The slope is 0.2 as Keras's function; PyTorch's is 0.01.
 *
 * @throws TypeError when an argument is no tensor, or the slope no number
 * @example
 * ```ts
 * leakyRelu([-1, 2], 0.5).toArray(); // [-0.5, 2]
 * ```
 */
export function leakyRelu(a: TensorLike, negativeSlope = 0.2): Tensor {
  return asTensor(a, 'leakyRelu').leakyRelu(negativeSlope);
}
