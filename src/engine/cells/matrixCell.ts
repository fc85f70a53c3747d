import { integer } from '../base/options';
import type { PlainCellOptions } from './plainCell';
import { plainFields } from './plainCell';

/** The options of a cell whose state is a matrix: a value for each unit under keys of `keyDim` numbers. */
export interface MatrixCellOptions extends PlainCellOptions {
  /** N, the numbers of a key; the state has H × N. Default 4. */
  keyDim?: number;
}

export const matrixFields = {
  ...plainFields,
  keyDim: integer().or(4)
} as const;
