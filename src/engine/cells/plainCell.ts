import { integer, options as reader, seed } from '../base/options';
import type { FloatType } from '../tensor/operation';
import { dtype } from '../spec/fields';

/** The options of a cell that has no others. */
export interface PlainCellOptions {
  /** I, the number of features of x. */
  inputSize: number;
  /** H. */
  units: number;
  /** Of the initial weights: vectors 0, recurrent matrices orthogonal, other matrices Glorot. */
  seed?: number;
  dtype?: FloatType;
}

export const plainFields = {
  inputSize: integer(),
  units: integer(),
  seed,
  dtype: dtype.or('f64')
} as const;

/** Checks the options of the cell that `who` makes. @throws TypeError that names the option */
export function plainCell(
  who: string
): (
  options: PlainCellOptions
) => Omit<PlainCellOptions, 'dtype'> & { dtype: FloatType } {
  const read = reader(who, plainFields);
  return options => read(options);
}

/** The options of a cell whose state is a matrix: a value for each unit under keys of `keyDim` numbers. */
export interface MatrixCellOptions extends PlainCellOptions {
  /** N, the numbers of a key; the state has H × N. Default 4. */
  keyDim?: number;
}

export const matrixFields = {
  ...plainFields,
  keyDim: integer().or(4)
} as const;
