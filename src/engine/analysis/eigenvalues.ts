import { shapeText } from '../tensor/shape';
import type { Complex } from './complex';
import { francisSteps } from './francisSteps';
import type { RealMatrix } from './matrix';
import { divided, largestEntry } from './matrix';

/** The largest absolute value of the eigenvalues. */
export function spectralRadius(matrix: RealMatrix): number {
  return eigenvalues(matrix).reduce(
    (largest, { re, im }) => Math.max(largest, Math.hypot(re, im)),
    0
  );
}

/**
 * All eigenvalues of a square matrix: brought to Hessenberg form by reflections, then Francis' steps
 * until each subdiagonal entry, or each but one of a complex pair, is gone.
 *
 * Ours rather than ml-matrix 6.15, whose steps have no end for some plain matrices of zeros and ones
 * and for tiny blocks.
 *
 * @throws RangeError when the matrix is not square or holds a number that is not finite
 */
export function eigenvalues(matrix: RealMatrix): Complex[] {
  const size = matrix.rows;
  const top = largestEntry(matrix);
  if (matrix.columns !== size || !Number.isFinite(top)) {
    throw new RangeError(
      matrix.columns === size
        ? 'eigenvalues: the matrix holds a number that is not finite'
        : `eigenvalues: the matrix must be square, got ${shapeText([size, matrix.columns])}`
    );
  }
  if (top === 0) {
    return Array.from({ length: size }, () => ({ re: 0, im: 0 }));
  }
  const reduced = hessenberg(size, divided(matrix, top).values);
  return francisSteps(size, reduced).map(({ re, im }) => ({
    re: top * re,
    im: top * im
  }));
}

/** Zeros below the first subdiagonal, by Householder's reflections from both sides. */
function hessenberg(size: number, a: Float64Array): Float64Array {
  const v = new Float64Array(size);
  const along = new Float64Array(size);
  for (let column = 0; column < size - 2; column++) {
    // Brought to 1 first: squares of tiny entries would vanish.
    let top = 0;
    for (let row = column + 1; row < size; row++) {
      top = Math.max(top, Math.abs(a[row * size + column]));
    }
    if (top === 0) {
      continue;
    }
    let norm = 0;
    for (let row = column + 1; row < size; row++) {
      v[row] = a[row * size + column] / top;
      norm += v[row] * v[row];
    }
    norm = Math.sqrt(norm);
    v[column + 1] += v[column + 1] < 0 ? -norm : norm;
    let length = 0;
    for (let row = column + 1; row < size; row++) {
      length += v[row] * v[row];
    }
    // Row by row, as they lie in memory.
    along.fill(0);
    for (let row = column + 1; row < size; row++) {
      const factor = (v[row] * 2) / length;
      for (let other = column; other < size; other++) {
        along[other] += factor * a[row * size + other];
      }
    }
    for (let row = column + 1; row < size; row++) {
      const factor = v[row];
      for (let other = column; other < size; other++) {
        a[row * size + other] -= factor * along[other];
      }
    }
    for (let row = 0; row < size; row++) {
      let right = 0;
      for (let other = column + 1; other < size; other++) {
        right += a[row * size + other] * v[other];
      }
      right *= 2 / length;
      for (let other = column + 1; other < size; other++) {
        a[row * size + other] -= right * v[other];
      }
    }
    for (let row = column + 2; row < size; row++) {
      a[row * size + column] = 0;
    }
  }
  return a;
}
