import type { History } from './history';
import type { Optimizer } from './optimizer';
import type { Variable } from '../variable';

/** What a callback may look at and change. */
export interface TrainingControl {
  readonly history: History;
  readonly optimizer: Optimizer;
  readonly variables: readonly Variable[];
  /** Ends the training after this epoch. */
  stop(reason: string): void;
}

/** Called while training. Any of them may be async. */
export interface Callback {
  onTrainBegin?(control: TrainingControl): void | Promise<void>;
  onEpochBegin?(epoch: number, control: TrainingControl): void | Promise<void>;
  onBatchEnd?(
    batch: number,
    logs: { readonly loss: number },
    control: TrainingControl
  ): void | Promise<void>;
  /** @param logs `loss`, the metrics and their `val…` */
  onEpochEnd?(
    epoch: number,
    logs: Readonly<Record<string, number>>,
    control: TrainingControl
  ): void | Promise<void>;
  onTrainEnd?(control: TrainingControl): void | Promise<void>;
}
