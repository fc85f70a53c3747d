import { requireInteger, requireKnown } from '../check';
import { requireRun } from '../run/requireRun';
import type { RunOfNetwork } from '../run/run';
import { shapeText } from '../tensor/shape';
import type { TensorLike } from '../tensor/tensor';
import { asTensor, Tensor } from '../tensor/tensor';
import type { Complex } from './eigenvalues';
import * as eigen from './eigenvalues';
import { identity, matrixOf, product } from './matrix';
import * as singular from './singularValues';
import { stepJacobian } from './stepJacobian';

/**
 * The Jacobian of a recurrent layer's state: of one step, ∂s_t/∂s_{t−1}, or of several, the product
 * ∂s_t/∂s_from. The state s is h, or h and c one after the other (2H×2H) for an LSTM. In f64.
 *
 * @param run of one sequence, or with `sequence` one of a batch
 * @param options `step` t (the last by default); `from` the earlier step (t − 1 by default, −1 for
 *   the state before the first step); `layer` by name
 * @returns `[S, S]`: rows are what changes, columns by what
 * @throws RangeError when a step does not exist or `from` is not before `step`
 * @example
 * ```ts
 * const run = lstm({ inputSize: 1, units: 3, seed: 7 }).run([1, 0, 0.5]);
 * jacobian(run, { step: 2, from: 0 }).shape; // [6, 6]
 * ```
 */
export function jacobian(
  run: RunOfNetwork,
  options: {
    step?: number;
    from?: number;
    layer?: string;
    sequence?: number;
  } = {}
): Tensor {
  const who = 'jacobian';
  requireRun(who, run);
  requireKnown(who, options, ['step', 'from', 'layer', 'sequence']);
  const layer =
    options.layer === undefined ? run.layers[0] : run.layer(options.layer);
  const step = requireInteger(who, 'step', options.step ?? run.steps - 1, 0);
  const from = requireInteger(who, 'from', options.from ?? step - 1, -1);
  if (step >= run.steps || from >= step) {
    throw new RangeError(
      `${who}: expected -1 ≤ from < step ≤ ${run.steps - 1}, got from ${from} and step ${step}`
    );
  }
  if (layer.direction === 'backward') {
    throw new RangeError(
      `${who}: layer '${layer.name}' goes backward in time; look at a forward one`
    );
  }
  let chain = stepJacobian(layer.record, step, options.sequence);
  for (let t = step - 1; t > from; t--) {
    chain = product(chain, stepJacobian(layer.record, t, options.sequence));
  }
  const { rows, columns, values } = chain ?? identity(0);
  return new Tensor(values as Float64Array<ArrayBuffer>, [rows, columns]);
}

/**
 * The singular values of a matrix, the largest first: by how much it stretches at most and at least.
 *
 * @throws RangeError when it is no matrix (for eigenvalues a square one) or holds a number that is not finite
 * @example
 * ```ts
 * singularValues([[3, 0], [0, -4]]); // [4, 3]
 * ```
 */
export function singularValues(matrix: TensorLike): number[] {
  return [...singular.singularValues(required('singularValues', matrix))];
}

/**
 * The largest singular value of a matrix.
 *
 * @throws RangeError when it is no matrix (for eigenvalues a square one) or holds a number that is not finite
 * @example
 * ```ts
 * spectralNorm([[3, 0], [0, -4]]); // 4
 * ```
 */
export function spectralNorm(matrix: TensorLike): number {
  return singular.spectralNorm(required('spectralNorm', matrix));
}

/**
 * The eigenvalues of a square matrix.
 *
 * @throws RangeError when it is no matrix (for eigenvalues a square one) or holds a number that is not finite
 * @example
 * ```ts
 * eigenvalues([[2, 0], [0, 2]]).length; // 2
 * ```
 */
export function eigenvalues(matrix: TensorLike): Complex[] {
  return eigen.eigenvalues(required('eigenvalues', matrix));
}

/**
 * The largest absolute value of a square matrix's eigenvalues: what repeated multiplication by it
 * grows or shrinks by in the long run.
 *
 * @throws RangeError when it is no matrix (for eigenvalues a square one) or holds a number that is not finite
 * @example
 * ```ts
 * spectralRadius([[0, -2], [2, 0]]); // 2
 * ```
 */
export function spectralRadius(matrix: TensorLike): number {
  return eigen.spectralRadius(required('spectralRadius', matrix));
}

function required(who: string, value: TensorLike) {
  const tensor = asTensor(value, who);
  if (tensor.rank !== 2 || tensor.size === 0) {
    throw new RangeError(
      `${who}: expected a matrix, got shape ${shapeText(tensor.shape)}`
    );
  }
  const bad = tensor.values.findIndex(number => !Number.isFinite(number));
  if (bad >= 0) {
    throw new RangeError(
      `${who}: the matrix holds ${tensor.values[bad]} at [${Math.floor(bad / tensor.shape[1])}, ${bad % tensor.shape[1]}]`
    );
  }
  return matrixOf(tensor);
}
