import type { LossSpec } from '../spec/losses';
import type { Tensor, TensorLike } from '../tensor/tensor';

/** How wrong an output is, as one number on the tape. Made by the functions of `losses`. */
export interface Loss {
  readonly name: string;
  /** @internal What it was made with, every default filled in; absent in a loss of your own. */
  readonly spec?: LossSpec;
  /**
   * The loss of some rows.
   *
   * @param truth `[B, …, K]`, or `[B, …]` (one number, or a class id, for each row)
   * @param output `[B, …, K]`
   * @param weights `[B, …]` for each row: a mask of 0 and 1, or importances
   * @returns the mean over the rows (over the unmasked ones, with a mask)
   * @throws RangeError when the shapes do not fit
   */
  of(truth: TensorLike, output: Tensor, weights?: LossWeights): Tensor;
}

export interface LossWeights {
  /** Rows that count, 0 or 1; the mean is over these. */
  readonly mask?: Tensor;
  /** Importances; the mean is still over the number of rows, as in Keras. */
  readonly sample?: Tensor;
}
