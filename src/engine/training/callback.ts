import type { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import type { History } from './history';
import type { Optimizer } from './optimizer';
import {
  requireFunction,
  requireList,
  requireObject,
  suggestion
} from '../base/check';

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

const hooks = [
  'onTrainBegin',
  'onEpochBegin',
  'onBatchEnd',
  'onEpochEnd',
  'onTrainEnd'
];

/** Throws unless it is a list of callbacks. */
export function requireCallbacks(
  who: string,
  value: readonly Callback[]
): readonly Callback[] {
  requireList(who, 'callbacks', value).forEach((callback, at) =>
    requireHooks(who, `callbacks[${at}]`, callback)
  );
  return value;
}

/** A misspelt hook would never be called. */
function requireHooks(who: string, where: string, callback: Callback): void {
  requireObject(who, where, callback);
  const names = new Set<string>();
  for (
    let level: object | null = callback;
    level !== null && level !== Object.prototype;
    level = Object.getPrototypeOf(level) as object | null
  ) {
    Object.getOwnPropertyNames(level).forEach(name => names.add(name));
  }
  for (const name of names) {
    const own = (callback as Readonly<Record<string, unknown>>)[name];
    if (/^on[A-Z]/.test(name) && !hooks.includes(name)) {
      throw new TypeError(
        `${who}: ${where} has '${name}', which is never called${suggestion(name, hooks)}; the hooks are ${hooks.join(', ')}`
      );
    }
    if (hooks.includes(name) && own !== undefined) {
      requireFunction(who, `${where}.${name}`, own);
    }
  }
  if (!hooks.some(name => names.has(name))) {
    throw new TypeError(
      `${who}: ${where} has none of the hooks ${hooks.join(', ')}`
    );
  }
}
