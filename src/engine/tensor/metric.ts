import type { Tensor } from './tensor';

/** What the numbers of a network are, as its last layer and its loss say. */
export interface Answer {
  /** `logit`: before a sigmoid or softmax; `number`: a quantity in its own unit. */
  readonly kind: 'probability' | 'logit' | 'number';
  /** Whether each number is an answer by itself, or all of a row share one. */
  readonly over: 'each' | 'classes';
  /**
   * Whether the truth names classes by their ids, has a number for each of the output, or is a sequence of
   * labels that no step has to itself.
   */
  readonly truth: 'ids' | 'numbers' | 'sequences';
  /** The id of rows that the loss leaves out, where there is one: metrics leave them out, too. */
  readonly ignoreIndex?: number;
}

/** Above it a number of such an answer says yes. */
export const boundaryOf = (kind: Answer['kind']): number =>
  kind === 'logit' ? 0 : 0.5;

/** A score that is gathered over batches. Made by the functions of `metrics`. */
export interface Metric {
  readonly name: string;
  /**
   * @internal The same score of a network whose answer is of this kind; absent in one of your own.
   *
   * @throws TypeError when it means nothing there
   */
  readonly reading?: (who: string, answer: Answer) => Metric;
  /** @internal What it was made with beside its name; absent where that is nothing. */
  readonly options?: Readonly<Record<string, number | boolean>>;
  /** @internal The metric of the library that it is, under whichever name; absent in one of your own. */
  readonly kind?: string;
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
