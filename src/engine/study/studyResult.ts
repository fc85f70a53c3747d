import type { Sequential } from '../models/sequential';
import type { ModelTraceOptions } from '../models/traceOptions';
import type { TensorLike } from '../tensor/tensor';
import type { Baseline } from './baseline';
import type { ComparisonOfRuns } from './comparisonOfRuns';

/** One kind of network, trained once from each seed. */
export interface StudyNetwork {
  readonly name: string;
  /** In the order of the seeds. */
  readonly models: readonly Sequential[];
  readonly scores: readonly number[];
  readonly mean: number;
  /** Sample standard deviation over the seeds (n − 1); absent for a single seed. */
  readonly deviation?: number;
  readonly lowest: number;
  readonly highest: number;
  readonly parameters: number;
  /** Of the training of one network, mean over the seeds. */
  readonly seconds: number;
}

/** What a study found. */
export interface Study {
  readonly metric: { readonly name: string; readonly unit?: string };
  readonly seeds: readonly number[];
  readonly networks: readonly StudyNetwork[];
  readonly baseline?: Baseline;
  /** For `table`: one row a network, the baseline last. */
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
  /** One kind of network by its name. @throws RangeError that lists the names there are */
  network(name: string): StudyNetwork;
  /**
   * The networks of the first seed over one sequence, side by side, with the scores of all seeds.
   *
   * @throws RangeError when x is no one sequence
   */
  compare(x: TensorLike, options?: ModelTraceOptions): ComparisonOfRuns;
  toString(): string;
}
