import type { Tensor } from '../tensor/tensor';
import type { CallbackState } from './callback';
import type { EpochRow } from './epochRow';
import type { History } from './history';
import type { Optimizer } from './optimizer';
import type { OptimizerEntry } from './optimizerFile';
import { restoreOptimizer, under, writtenOptimizer } from './optimizerFile';
import type { LoopState } from './trainingTask';

/** What a checkpoint knows of the training itself. */
export interface TrainingState {
  /** Arrays of the optimiser and the callbacks. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Everything else, as the metadata of a file. */
  readonly metadata: { readonly training: string };
}

interface Entry {
  readonly version: 1;
  readonly progress: LoopState['progress'];
  readonly metrics: LoopState['metrics'];
  readonly callbacks: readonly (CallbackState['memory'] | null)[];
  readonly optimizer: OptimizerEntry;
  readonly epochs: readonly EpochRow[];
  readonly batchLosses: readonly number[];
  readonly bestEpoch: number | null;
  /** Absent in files of the time before `initialEpoch`. */
  readonly firstEpoch?: number;
  readonly elapsed: number;
}

/** Everything but the weights from which a training goes on bit for bit. */
export function trainingState(
  optimizer: Optimizer,
  history: History,
  state: LoopState
): TrainingState {
  const written = writtenOptimizer(optimizer);
  const tensors: Record<string, Tensor> = { ...written.tensors };
  state.callbacks.forEach((callback, at) => {
    for (const [name, tensor] of Object.entries(callback?.tensors ?? {})) {
      tensors[`callback/${at}/${name}`] = tensor;
    }
  });
  const entry: Entry = {
    version: 1,
    progress: state.progress,
    metrics: state.metrics,
    callbacks: state.callbacks.map(callback => callback?.memory ?? null),
    optimizer: written.entry,
    epochs: history.epochs,
    batchLosses: history.batchLosses,
    bestEpoch: history.bestEpoch ?? null,
    firstEpoch: history.firstEpoch,
    elapsed: history.elapsed
  };
  return { tensors, metadata: { training: JSON.stringify(entry) } };
}

/**
 * Puts an optimiser and a history back to where a checkpoint was written; answers where the loop
 * goes on.
 *
 * @throws RangeError when the file holds no training
 */
export function restoreTrainingState(
  who: string,
  file: {
    readonly tensors: Readonly<Record<string, Tensor>>;
    readonly metadata: Readonly<Record<string, string>>;
  },
  optimizer: Optimizer,
  history: History
): LoopState {
  const { tensors } = file;
  const entry = parsed(who, file.metadata.training);
  restoreOptimizer(optimizer, tensors, entry.optimizer);
  history.epochs.push(...entry.epochs);
  history.batchLosses.push(...entry.batchLosses);
  history.bestEpoch = entry.bestEpoch ?? undefined;
  history.elapsed = entry.elapsed;
  history.firstEpoch = entry.firstEpoch ?? 0;
  history.planned -= history.firstEpoch;
  history.batch = entry.progress.batch;
  return {
    progress: entry.progress,
    metrics: entry.metrics,
    callbacks: entry.callbacks.map((memory, at) => {
      const own = under(tensors, `callback/${at}/`);
      return memory === null
        ? null
        : {
            memory,
            ...(Object.keys(own).length > 0 && { tensors: own })
          };
    })
  };
}

function parsed(who: string, text: string | undefined): Entry {
  if (text === undefined) {
    throw new RangeError(
      `${who}: the file holds a model, but no training to go on with (write it by callbacks.checkpoint)`
    );
  }
  const entry = JSON.parse(text) as Entry;
  if (entry?.version !== 1) {
    throw new RangeError(
      `${who}: the checkpoint was written by a newer version; upgrade gatescope`
    );
  }
  return entry;
}
