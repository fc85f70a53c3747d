import type { Tensor } from './tensor';

/** A score that is gathered over batches. Made by the functions of `metrics`. */
export interface Metric {
  readonly name: string;
  /** Begins to gather: once for each pass over the data. */
  start(): RunningMetric;
}

/** A score under way. */
export interface RunningMetric {
  /**
   * Takes in one batch.
   *
   * @param truth as given to `fit`
   * @param output `[B, …, K]`
   * @param mask `[B, …]`: rows that count
   */
  add(truth: Tensor, output: Tensor, mask?: Tensor): void;
  /** The score of all batches so far. */
  result(): number;
  /** What it has gathered, for checkpoints in the middle of an epoch. Written and read in place. */
  readonly sums?: Float64Array;
}
