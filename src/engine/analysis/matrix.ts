import type { Tensor } from '../tensor/tensor';

/** A real matrix in row-major order. */
export interface RealMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
  /**
   * D, where all columns after the first D are known to be zero but for the diagonals of blocks of
   * D × D, as those of a cell state are.
   */
  readonly denseColumns?: number;
}

export function matrixOf(tensor: Tensor): RealMatrix {
  const [rows, columns] = tensor.shape;
  return { rows, columns, values: Float64Array.from(tensor.values) };
}

export function identity(size: number): RealMatrix {
  const values = new Float64Array(size * size);
  for (let at = 0; at < size; at++) {
    values[at * size + at] = 1;
  }
  return { rows: size, columns: size, values };
}

/** `A B`; two rows of A and four of B at once, so that each number is loaded once for several products. */
export function product(a: RealMatrix, b: RealMatrix): RealMatrix {
  const dense = b.denseColumns ?? b.columns;
  const values = new Float64Array(a.rows * b.columns);
  const inner = a.columns;
  let row = 0;
  for (; row + 2 <= a.rows; row += 2) {
    let k = 0;
    for (; k + 4 <= inner; k += 4) {
      addTwoByFour(values, a, b, row, k, dense);
    }
    for (; k < inner; k++) {
      addOneByOne(values, a, b, row, k, dense);
      addOneByOne(values, a, b, row + 1, k, dense);
    }
  }
  for (; row < a.rows; row++) {
    for (let k = 0; k < inner; k++) {
      addOneByOne(values, a, b, row, k, dense);
    }
  }
  if (dense < b.columns) {
    addDiagonals(values, a, b, dense);
  }
  return { rows: a.rows, columns: b.columns, values };
}

function addTwoByFour(
  values: Float64Array,
  { values: a, columns: inner }: RealMatrix,
  { values: b, columns }: RealMatrix,
  row: number,
  k: number,
  dense: number
): void {
  const from = row * inner + k;
  const [p0, p1, p2, p3] = [a[from], a[from + 1], a[from + 2], a[from + 3]];
  const next = from + inner;
  const [q0, q1, q2, q3] = [a[next], a[next + 1], a[next + 2], a[next + 3]];
  const [b0, b1, b2, b3] = [
    k * columns,
    (k + 1) * columns,
    (k + 2) * columns,
    (k + 3) * columns
  ];
  const to = row * columns;
  for (let column = 0; column < dense; column++) {
    const w = b[b0 + column];
    const x = b[b1 + column];
    const y = b[b2 + column];
    const z = b[b3 + column];
    values[to + column] += p0 * w + p1 * x + p2 * y + p3 * z;
    values[to + columns + column] += q0 * w + q1 * x + q2 * y + q3 * z;
  }
}

function addOneByOne(
  values: Float64Array,
  { values: a, columns: inner }: RealMatrix,
  { values: b, columns }: RealMatrix,
  row: number,
  k: number,
  dense: number
): void {
  const factor = a[row * inner + k];
  for (let column = 0; column < dense; column++) {
    values[row * columns + column] += factor * b[k * columns + column];
  }
}

/** The columns of B that hold one number in each block of so many rows. */
function addDiagonals(
  values: Float64Array,
  { values: a, rows, columns: inner }: RealMatrix,
  { values: b, columns }: RealMatrix,
  block: number
): void {
  for (let row = 0; row < rows; row++) {
    for (let column = block; column < columns; column++) {
      let sum = 0;
      for (let k = column % block; k < inner; k += block) {
        sum += a[row * inner + k] * b[k * columns + column];
      }
      values[row * columns + column] = sum;
    }
  }
}

/** The largest absolute value. */
export function largestEntry({ values }: RealMatrix): number {
  let largest = 0;
  for (let at = 0; at < values.length; at++) {
    const value = Math.abs(values[at]);
    if (Number.isNaN(value)) {
      return NaN;
    }
    if (value > largest) {
      largest = value;
    }
  }
  return largest;
}

export function divided(matrix: RealMatrix, by: number): RealMatrix {
  const values = new Float64Array(matrix.values.length);
  for (let at = 0; at < values.length; at++) {
    values[at] = matrix.values[at] / by;
  }
  return { ...matrix, values };
}
