import { unitOf } from '../data/moments';

/** The share of a column's length that others do not say; less is rounding. */
const SAID_ALREADY = 1e-10;

/**
 * Weights with the least sum of squares, by Householder's reflections (Golub and Van Loan, 5.3):
 * no squared condition number, and columns that say the same twice get weight 0 on the second.
 * Each column is first taken in a power of two near its largest number, which rounds nothing, so that
 * its unit decides neither what counts as said already nor whether a square overflows.
 */
export function leastSquares(
  rows: readonly (readonly number[])[],
  targets: ArrayLike<number>
): number[] {
  const width = rows[0].length;
  const units = rows[0].map((_, column) =>
    unitOf(rows.map(row => row[column]))
  );
  const work = rows.map((row, index) => [
    ...row.map((value, column) => value / units[column]),
    targets[index]
  ]);
  const lengths = units.map((_, column) =>
    lengthOf(work.map(row => row[column]))
  );
  const pivots: boolean[] = [];
  let top = 0;
  for (let column = 0; column < width; column += 1) {
    const length = lengthOf(work.slice(top).map(row => row[column]));
    const isPivot = length > SAID_ALREADY * lengths[column];
    pivots.push(isPivot);
    if (!isPivot) {
      continue;
    }
    reflect(work, top, column, work[top][column] > 0 ? -length : length);
    top += 1;
  }
  const weights = new Array<number>(width).fill(0);
  for (let column = width - 1; column >= 0; column -= 1) {
    if (!pivots[column]) {
      continue;
    }
    top -= 1;
    const row = work[top];
    let rest = row[width];
    for (let after = column + 1; after < width; after += 1) {
      rest -= row[after] * weights[after];
    }
    weights[column] = rest / row[column];
  }
  return weights.map((weight, column) => weight / units[column]);
}

/** Euclidean length; of 1e300 and of 1e−300, too. */
function lengthOf(values: readonly number[]): number {
  return values.reduce((length, value) => Math.hypot(length, value), 0);
}

/** Mirrors the rows from `top` on, so that this column becomes `diagonal` there and 0 below. */
function reflect(
  work: number[][],
  top: number,
  column: number,
  diagonal: number
): void {
  const mirror = work.slice(top).map(row => row[column]);
  mirror[0] -= diagonal;
  const squared = dot(mirror, mirror);
  const last = work[top].length;
  for (let each = column; each < last; each += 1) {
    let along = 0;
    for (let row = 0; row < mirror.length; row += 1) {
      along += mirror[row] * work[top + row][each];
    }
    const share = (2 * along) / squared;
    for (let row = 0; row < mirror.length; row += 1) {
      work[top + row][each] -= share * mirror[row];
    }
  }
}

/** Σ aᵢ bᵢ. */
export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index], 0);
}
