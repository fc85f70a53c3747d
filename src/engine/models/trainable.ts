import type { FloatType } from '../tensor/operation';
import type { TensorLike } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import type { History } from '../training/history';
import type { Compiled } from './compile';
import type { Summary } from './summary';

/** Any model as training, snapshots, checkpoints, traces and files of weights work on it. */
export interface TrainableModel {
  readonly name: string;
  readonly seed: number;
  readonly dtype: FloatType;
  /** All weights by their whole names. */
  readonly variables: readonly Variable[];
  /** Those that learn. */
  readonly trainable: readonly Variable[];
  /** Counts changes of the weights. */
  readonly revision: number;
  readonly compiled: Compiled | null;
  /** The last training run, from its first batch on. */
  history: History | null;
  setWeights(
    weights: readonly TensorLike[] | Readonly<Record<string, TensorLike>>
  ): void;
  /** Notes that the weights are not what they were. */
  changed(): void;
  summary(): Summary;
}
