import { random } from '../base/random';
import { gramTridiagonal } from './gramTridiagonal';
import type { RealMatrix } from './matrix';
import { divided, largestEntry } from './matrix';

/**
 * All singular values, the largest first, each to full relative accuracy: rotations of pairs of
 * columns until all are orthogonal (one-sided Jacobi, Hestenes 1958).
 */
export function singularValues(matrix: RealMatrix): Float64Array {
  const top = largestEntry(matrix);
  const isWide = matrix.columns > matrix.rows;
  const count = Math.min(matrix.rows, matrix.columns);
  if (!Number.isFinite(top) || top === 0) {
    return new Float64Array(count).fill(Number.isFinite(top) ? 0 : NaN);
  }
  const length = Math.max(matrix.rows, matrix.columns);
  // The columns of the matrix, or of its transpose when that has fewer.
  const columns = Array.from({ length: count }, (_, column) =>
    Float64Array.from({ length }, (_, row) => {
      const at = isWide
        ? column * matrix.columns + row
        : row * matrix.columns + column;
      return matrix.values[at] / top;
    })
  );
  const tolerance = 1e-15;
  for (let sweep = 0; sweep < 60; sweep++) {
    let isDone = true;
    for (let p = 0; p < count - 1; p++) {
      for (let q = p + 1; q < count; q++) {
        isDone = orthogonalise(columns[p], columns[q], tolerance) && isDone;
      }
    }
    if (isDone) {
      break;
    }
  }
  return Float64Array.from(columns, column => top * norm(column)).sort(
    (a, b) => b - a
  );
}

/** Rotates two columns so that they are orthogonal; answers whether they were. */
function orthogonalise(
  a: Float64Array,
  b: Float64Array,
  tolerance: number
): boolean {
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let at = 0; at < a.length; at++) {
    aa += a[at] * a[at];
    bb += b[at] * b[at];
    ab += a[at] * b[at];
  }
  if (Math.abs(ab) <= tolerance * Math.sqrt(aa * bb)) {
    return true;
  }
  const zeta = (bb - aa) / (2 * ab);
  const tangent = Math.sign(zeta || 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = cosine * tangent;
  for (let at = 0; at < a.length; at++) {
    const before = a[at];
    a[at] = cosine * before - sine * b[at];
    b[at] = sine * before + cosine * b[at];
  }
  return false;
}

/** Up to here all of a Gram matrix is made tridiagonal at once, and beyond grown until it suffices. */
const MOST_AT_ONCE = 64;

/** The largest eigenvalue stands still when a step changes less of it than this. */
const STILL = 1e-14;

/**
 * The largest singular value (the spectral norm), from a tridiagonal matrix with the eigenvalues of
 * AᵀA. Of a large matrix that is Lanczos', with every new direction made orthogonal to all before it,
 * grown until its largest eigenvalue stands still.
 */
export function spectralNorm(matrix: RealMatrix): number {
  const top = largestEntry(matrix);
  if (!Number.isFinite(top) || top === 0) {
    return top;
  }
  const { rows, columns } = matrix;
  const ofUnitSize = divided(matrix, top);
  if (Math.min(rows, columns) <= MOST_AT_ONCE) {
    const { diagonal, side } = gramTridiagonal(ofUnitSize);
    return top * Math.sqrt(largestEigenvalue(diagonal, side));
  }
  const stream = random(1, 'spectralNorm');
  let direction = unit(
    Float64Array.from({ length: columns }, () => stream.normal())
  );
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const side: number[] = [];
  let largest = 0;
  let still = 0;
  for (let count = 0; count < columns; count++) {
    basis.push(direction);
    const next = applied(ofUnitSize, direction);
    diagonal.push(dot(next, direction));
    basis.forEach(other => subtractAlong(next, other));
    basis.forEach(other => subtractAlong(next, other));
    const before = largest;
    largest = largestEigenvalue(diagonal, side);
    still = Math.abs(largest - before) <= STILL * largest ? still + 1 : 0;
    const rest = norm(next);
    if (still >= 2 || rest <= 1e-15 * largest) {
      break;
    }
    side.push(rest);
    direction = next.map(value => value / rest);
  }
  return top * Math.sqrt(largest);
}

/** `Aᵀ (A v)`, four rows of A at a time: each is read once, while it is in the cache. */
function applied(matrix: RealMatrix, v: Float64Array): Float64Array {
  const { rows, columns, values: a, denseColumns = columns } = matrix;
  const along = new Float64Array(rows);
  const result = new Float64Array(columns);
  for (let column = denseColumns; column < columns; column++) {
    for (let row = column % denseColumns; row < rows; row += denseColumns) {
      along[row] += a[row * columns + column] * v[column];
    }
  }
  let row = 0;
  for (; row + 4 <= rows; row += 4) {
    const first = row * columns;
    const second = first + columns;
    const third = second + columns;
    const fourth = third + columns;
    let p = along[row];
    let q = along[row + 1];
    let r = along[row + 2];
    let s = along[row + 3];
    for (let column = 0; column < denseColumns; column++) {
      const value = v[column];
      p += a[first + column] * value;
      q += a[second + column] * value;
      r += a[third + column] * value;
      s += a[fourth + column] * value;
    }
    for (let column = 0; column < denseColumns; column++) {
      result[column] +=
        p * a[first + column] +
        q * a[second + column] +
        r * a[third + column] +
        s * a[fourth + column];
    }
    along[row] = p;
    along[row + 1] = q;
    along[row + 2] = r;
    along[row + 3] = s;
  }
  for (; row < rows; row++) {
    for (let column = 0; column < denseColumns; column++) {
      along[row] += a[row * columns + column] * v[column];
    }
    for (let column = 0; column < denseColumns; column++) {
      result[column] += along[row] * a[row * columns + column];
    }
  }
  for (let column = denseColumns; column < columns; column++) {
    for (row = column % denseColumns; row < rows; row += denseColumns) {
      result[column] += a[row * columns + column] * along[row];
    }
  }
  return result;
}

function subtractAlong(a: Float64Array, direction: Float64Array): void {
  const along = dot(a, direction);
  for (let at = 0; at < a.length; at++) {
    a[at] -= along * direction[at];
  }
}

/** Of a symmetric tridiagonal matrix, by halving the interval that must hold it. */
function largestEigenvalue(
  diagonal: readonly number[],
  side: readonly number[]
): number {
  let high = -Infinity;
  let low = -Infinity;
  diagonal.forEach((value, at) => {
    const reach = Math.abs(side[at - 1] ?? 0) + Math.abs(side[at] ?? 0);
    high = Math.max(high, value + reach);
    low = Math.max(low, value);
  });
  for (let round = 0; round < 200; round++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) {
      break;
    }
    if (isAboveAll(middle, diagonal, side)) {
      high = middle;
    } else {
      low = middle;
    }
  }
  return high;
}

/** Whether T − x has only negative pivots, that is, no eigenvalue of T is at or above x. */
function isAboveAll(
  x: number,
  diagonal: readonly number[],
  side: readonly number[]
): boolean {
  let pivot = diagonal[0] - x;
  for (let at = 1; at < diagonal.length && pivot < 0; at++) {
    pivot = diagonal[at] - x - (side[at - 1] * side[at - 1]) / pivot;
  }
  return pivot < 0;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) {
    sum += a[at] * b[at];
  }
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function unit(a: Float64Array): Float64Array {
  const length = norm(a);
  return a.map(value => value / length);
}
