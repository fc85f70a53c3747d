import { readSafetensors } from '../files/safetensors';
import type { Floats } from '../tensor/operation';
import { Tensor } from '../tensor/tensor';
import type { CallbackState } from '../training/callback';
import type { EpochRow, History } from '../training/history';
import type { LoopState } from '../training/trainingLoop';
import { weightsIn, writeModel } from './modelFile';
import type { Sequential } from './sequential';

/** What a checkpoint knows of the training itself, in its metadata. */
interface TrainingEntry {
  readonly version: 1;
  readonly progress: LoopState['progress'];
  readonly metrics: LoopState['metrics'];
  readonly callbacks: readonly (CallbackState['memory'] | null)[];
  readonly optimizer: {
    readonly iterations: number;
    readonly learningRate: number;
    readonly slots: number;
  };
  readonly epochs: readonly EpochRow[];
  readonly batchLosses: readonly number[];
  readonly bestEpoch: number | null;
  readonly elapsed: number;
}

/**
 * A model file with everything from which its training goes on bit for bit: the optimiser's arrays,
 * the place in the epoch, what metrics and callbacks have gathered, states carried by stateful
 * layers. Snapshots of a history are not in it.
 */
export function writeCheckpoint(
  model: Sequential,
  history: History,
  state: LoopState
): Uint8Array<ArrayBuffer> {
  const tensors: Record<string, Tensor> = {};
  const optimizer = model.compiled!.optimizer.state();
  optimizer.slots.forEach((arrays, variable) =>
    arrays.forEach((values, slot) => {
      tensors[`optimizer/${variable}/${slot}`] = new Tensor(values, [
        values.length
      ]);
    })
  );
  state.callbacks.forEach((callback, at) => {
    for (const [name, tensor] of Object.entries(callback?.tensors ?? {})) {
      tensors[`callback/${at}/${name}`] = tensor;
    }
  });
  model.layers.forEach((layer, at) => {
    for (const [name, tensor] of Object.entries(
      layer.carriedStates?.() ?? {}
    )) {
      tensors[`state/${at}/${name}`] = tensor;
    }
  });
  const entry: TrainingEntry = {
    version: 1,
    progress: state.progress,
    metrics: state.metrics,
    callbacks: state.callbacks.map(callback => callback?.memory ?? null),
    optimizer: {
      iterations: optimizer.iterations,
      learningRate: optimizer.learningRate,
      slots: optimizer.slots.length
    },
    epochs: history.epochs,
    batchLosses: history.batchLosses,
    bestEpoch: history.bestEpoch ?? null,
    elapsed: history.elapsed
  };
  return writeModel(model, {
    tensors,
    metadata: { training: JSON.stringify(entry) }
  });
}

/**
 * Puts a model, its optimiser and a history back to where a checkpoint was written; answers where
 * the loop goes on.
 *
 * @throws RangeError when the file is no checkpoint of this model
 */
export function restoreCheckpoint(
  model: Sequential,
  history: History,
  bytes: Uint8Array,
  who: string
): LoopState {
  const { tensors, metadata } = readSafetensors(bytes, who);
  const entry = parsed(who, metadata.training);
  model.setWeights(weightsIn(model, tensors, who));
  model.compiled!.optimizer.restore({
    iterations: entry.optimizer.iterations,
    learningRate: entry.optimizer.learningRate,
    slots: Array.from({ length: entry.optimizer.slots }, (_, variable) =>
      numbered(tensors, `optimizer/${variable}/`).map(
        ({ values }): Floats => values
      )
    )
  });
  model.layers.forEach((layer, at) => {
    const states = under(tensors, `state/${at}/`);
    layer.carryStates?.(Object.keys(states).length > 0 ? states : null);
  });
  history.epochs.push(...entry.epochs);
  history.batchLosses.push(...entry.batchLosses);
  history.bestEpoch = entry.bestEpoch ?? undefined;
  history.elapsed = entry.elapsed;
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

/** Tensors whose names begin so, by the rest of their names. */
function under(
  tensors: Readonly<Record<string, Tensor>>,
  prefix: string
): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, tensor]) => [name.slice(prefix.length), tensor])
  );
}

function numbered(
  tensors: Readonly<Record<string, Tensor>>,
  prefix: string
): Tensor[] {
  const found = under(tensors, prefix);
  return Object.keys(found)
    .sort((a, b) => Number(a) - Number(b))
    .map(name => found[name]);
}

function parsed(who: string, text: string | undefined): TrainingEntry {
  if (text === undefined) {
    throw new RangeError(
      `${who}: the file holds a model, but no training to go on with (write it by callbacks.checkpoint)`
    );
  }
  const entry = JSON.parse(text) as TrainingEntry;
  if (entry?.version !== 1) {
    throw new RangeError(
      `${who}: the checkpoint was written by a newer version; upgrade gatescope`
    );
  }
  return entry;
}
