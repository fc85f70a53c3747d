import type { RealMatrix } from './matrix';

/** A symmetric matrix with nothing but its diagonal and what stands beside that. */
export interface Tridiagonal {
  readonly diagonal: readonly number[];
  readonly side: readonly number[];
}

/** Beside a diagonal of about 1, a column shorter than this changes nothing; its square would vanish. */
const NEGLIGIBLE = 1e-140;

/**
 * A tridiagonal matrix with the eigenvalues of `AᵀA`, or of `AAᵀ` when that is smaller: brought to
 * that form by reflections from both sides (Householder 1958).
 *
 * @param matrix with a largest entry of about 1
 */
export function gramTridiagonal(matrix: RealMatrix): Tridiagonal {
  const size = Math.min(matrix.rows, matrix.columns);
  const g = gram(matrix, size);
  const diagonal: number[] = [];
  const side: number[] = [];
  const v = new Float64Array(size);
  for (let column = 0; column < size - 1; column++) {
    const from = column + 1;
    diagonal.push(g[column * size + column]);
    let squares = 0;
    for (let row = from; row < size; row++) {
      // Symmetric: the row to the right is the column below.
      v[row] = g[column * size + row];
      squares += v[row] * v[row];
    }
    const length = Math.sqrt(squares);
    side.push(length);
    if (length > NEGLIGIBLE) {
      const head = Math.abs(v[from]);
      v[from] += v[from] < 0 ? -length : length;
      reflectBothSides(g, size, from, v, length * (length + head));
    }
  }
  diagonal.push(g[size * size - 1]);
  return { diagonal, side };
}

/** Rows times rows where there are fewer of them, else columns times columns; what is above the diagonal. */
function gram(
  { rows, columns, values }: RealMatrix,
  size: number
): Float64Array {
  const g = new Float64Array(size * size);
  if (rows < columns) {
    for (let row = 0; row < rows; row++) {
      for (let other = row; other < rows; other++) {
        let sum = 0;
        for (let k = 0; k < columns; k++) {
          sum += values[row * columns + k] * values[other * columns + k];
        }
        g[row * size + other] = sum;
      }
    }
    return g;
  }
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    for (let column = 0; column < columns; column++) {
      const factor = values[start + column];
      if (factor !== 0) {
        const to = column * size;
        for (let other = column; other < columns; other++) {
          g[to + other] += factor * values[start + other];
        }
      }
    }
  }
  return g;
}

/**
 * `(1 − v vᵀ/h) G (1 − v vᵀ/h)` of rows and columns from `from` on, with `h = vᵀv / 2`. G is symmetric:
 * only what is above its diagonal is read and written.
 */
function reflectBothSides(
  g: Float64Array,
  size: number,
  from: number,
  v: Float64Array,
  h: number
): void {
  const p = new Float64Array(size);
  for (let row = from; row < size; row++) {
    const start = row * size;
    const own = v[row];
    let sum = p[row] + g[start + row] * own;
    for (let column = row + 1; column < size; column++) {
      const value = g[start + column];
      sum += value * v[column];
      p[column] += value * own;
    }
    p[row] = sum;
  }
  let along = 0;
  for (let row = from; row < size; row++) {
    p[row] /= h;
    along += p[row] * v[row];
  }
  along /= 2 * h;
  for (let row = from; row < size; row++) {
    p[row] -= along * v[row];
  }
  for (let row = from; row < size; row++) {
    const start = row * size;
    const [vr, pr] = [v[row], p[row]];
    for (let column = row; column < size; column++) {
      g[start + column] -= vr * p[column] + pr * v[column];
    }
  }
}
