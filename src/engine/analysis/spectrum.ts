import { shapeText } from '../tensor/shape';
import type { TensorLike } from '../tensor/tensor';
import { asTensor } from '../tensor/tensor';
import type { Complex } from './complex';
import * as eigen from './eigenvalues';
import { matrixOf } from './matrix';
import * as singular from './singularValues';

/**
 * The singular values of a matrix, the largest first: by how much it stretches at most and at least.
 *
 * @throws RangeError when it is no matrix or holds a number that is not finite
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
 * @throws RangeError when it is no matrix or holds a number that is not finite
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
 * @throws RangeError when it is no square matrix or holds a number that is not finite
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
 * @throws RangeError when it is no square matrix or holds a number that is not finite
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
