import type { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import type { History } from './history';
import type { Optimizer } from './optimizer';

/** What a callback may look at and change. */
export interface TrainingControl {
  readonly history: History;
  readonly optimizer: Optimizer;
  readonly variables: readonly Variable[];
  /** Ends the training after this epoch. */
  stop(reason: string): void;
  /** Everything needed to go on from here bit for bit, as the bytes of a file. */
  checkpoint(): Uint8Array;
  /** Says that weights were changed by the callback. */
  changed(): void;
}

/** What a callback remembers, for checkpoints. */
export interface CallbackState {
  /** Plain JSON; numbers that JSON does not know (infinity) as text. */
  readonly memory: Readonly<Record<string, number | string | null>>;
  readonly tensors?: Readonly<Record<string, Tensor>>;
}

/** Called while training. Any of them may be async. */
export interface Callback {
  /** Called after those that do not: it sees what they made of the epoch. */
  readonly runsLast?: boolean;
  /** Before the first epoch. */
  onTrainBegin?(control: TrainingControl): void | Promise<void>;
  /** Before an epoch, counted from 0. */
  onEpochBegin?(epoch: number, control: TrainingControl): void | Promise<void>;
  /** After a batch, counted from 0 in its epoch. */
  onBatchEnd?(
    batch: number,
    logs: { readonly loss: number },
    control: TrainingControl
  ): void | Promise<void>;
  /**
   * After an epoch and its validation.
   *
   * @param logs `loss`, the metrics and their `val…`
   */
  onEpochEnd?(
    epoch: number,
    logs: Readonly<Record<string, number>>,
    control: TrainingControl
  ): void | Promise<void>;
  /** After the last epoch, also when it was stopped. */
  onTrainEnd?(control: TrainingControl): void | Promise<void>;
  /** So that a resumed training goes on alike. */
  state?(): CallbackState;
  /** Takes back what `state` gave. */
  restore?(state: CallbackState): void;
}

/** What a callback was made with. */
type CallbackSpec = Readonly<Record<string, string | number | boolean>>;

const specs = new WeakMap<Callback, CallbackSpec>();

/**
 * Says what a callback was made with, where that decides all that it does and nothing of it outlives the
 * training: such a training can ship. A copy with another function in it has none.
 */
export function decidedBy(callback: Callback, spec: CallbackSpec): Callback {
  specs.set(callback, spec);
  return callback;
}

/** What decides all that a callback does; undefined where that is not known. */
export const specOf = (callback: Callback): CallbackSpec | undefined =>
  specs.get(callback);
