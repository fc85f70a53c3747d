import { numbersInJson } from '../base/numbersInJson';
import type { Tensor } from '../tensor/tensor';
import type { CallbackState } from './callback';
import type { EpochRow } from './epochRow';
import type { History } from './history';
import type { Optimizer } from './optimizer';
import type { Learning, OptimizerEntry } from './optimizerFile';
import { restoreOptimizer, under, writtenOptimizer } from './optimizerFile';
import type { LoopState } from './trainingTask';

/** What a checkpoint knows of the training itself. */
export interface TrainingState {
  /** Arrays of the optimizer and the callbacks. */
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
  model: Learning,
  history: History,
  state: LoopState
): TrainingState {
  const written = writtenOptimizer(optimizer, model);
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
  return {
    tensors,
    metadata: { training: JSON.stringify(entry, numbersInJson.write) }
  };
}

/**
 * Puts an optimizer and a history back to where a checkpoint was written; answers where the loop
 * goes on.
 *
 * @throws RangeError when the file holds no training, that of another optimizer, or of other batches
 */
export function restoreTrainingState(
  who: string,
  file: {
    readonly tensors: Readonly<Record<string, Tensor>>;
    readonly metadata: Readonly<Record<string, string>>;
  },
  optimizer: Optimizer,
  model: Learning,
  history: History,
  batches?: Batches
): LoopState {
  const { tensors } = file;
  const entry = parsed(who, file.metadata.training);
  requireBatches(who, entry.progress, batches);
  restoreOptimizer(who, optimizer, model, tensors, entry.optimizer);
  history.epochs.push(...entry.epochs.map(withNumbers));
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

/** What an epoch is cut into. */
export interface Batches {
  readonly examples: number;
  readonly batchSize: number;
}

/** @throws RangeError when a checkpoint from the middle of an epoch would go on with other batches */
function requireBatches(
  who: string,
  { batch, seen }: LoopState['progress'],
  batches: Batches | undefined
): void {
  if (
    batches &&
    seen !== Math.min(batch * batches.batchSize, batches.examples)
  ) {
    throw new RangeError(
      `${who}: batchSize must be that of the checkpoint, which saw ${seen} examples of an epoch in ${batch} batches, got ${batches.batchSize}`
    );
  }
}

function parsed(who: string, text: string | undefined): Entry {
  if (text === undefined) {
    throw new RangeError(
      `${who}: the file holds a model, but no training to go on with (write it by callbacks.checkpoint)`
    );
  }
  const entry = JSON.parse(text, numbersInJson.read) as Entry;
  if (entry?.version !== 1) {
    throw new RangeError(
      `${who}: the checkpoint was written by a newer version; upgrade gatescope`
    );
  }
  return entry;
}

/** Files of the time before have null for a metric that was no number. */
const withNumbers = (row: EpochRow): EpochRow => ({
  ...row,
  logs: Object.fromEntries(
    Object.entries<number | null>(row.logs).map(([name, value]) => [
      name,
      value ?? NaN
    ])
  )
});
