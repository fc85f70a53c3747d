import type { Tensor } from '../tensor/tensor';

/** A real matrix in row-major order. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

export function matrixOf(tensor: Tensor): Matrix {
  const [rows, columns] = tensor.shape;
  return { rows, columns, values: Float64Array.from(tensor.values) };
}

export function identity(size: number): Matrix {
  const values = new Float64Array(size * size);
  for (let at = 0; at < size; at++) {
    values[at * size + at] = 1;
  }
  return { rows: size, columns: size, values };
}

export function product(a: Matrix, b: Matrix): Matrix {
  const values = new Float64Array(a.rows * b.columns);
  for (let row = 0; row < a.rows; row++) {
    for (let k = 0; k < a.columns; k++) {
      const factor = a.values[row * a.columns + k];
      for (let column = 0; column < b.columns; column++) {
        values[row * b.columns + column] +=
          factor * b.values[k * b.columns + column];
      }
    }
  }
  return { rows: a.rows, columns: b.columns, values };
}

/** The largest absolute value. */
export function largestEntry({ values }: Matrix): number {
  let largest = 0;
  for (const value of values) {
    largest = Math.max(largest, Math.abs(value));
  }
  return largest;
}

export function scaled(matrix: Matrix, factor: number): Matrix {
  return { ...matrix, values: matrix.values.map(value => value * factor) };
}
