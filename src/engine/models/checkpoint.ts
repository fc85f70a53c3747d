import { readSafetensors } from '../files/safetensors';
import { Tensor } from '../tensor/tensor';
import type { History } from '../training/history';
import type { LoopState } from '../training/trainingLoop';
import {
  restoreTrainingState,
  trainingState,
  under
} from '../training/trainingState';
import { weightsIn, writeModel } from './modelFile';
import type { Model } from './model';

/**
 * A model file with everything from which its training goes on bit for bit: the optimiser's arrays,
 * the place in the epoch, what metrics and callbacks have gathered, states carried by stateful
 * layers, the weights of the epochs of which there are snapshots.
 */
export function writeCheckpoint(
  model: Model,
  history: History,
  state: LoopState
): Uint8Array<ArrayBuffer> {
  const { tensors, metadata } = trainingState(
    model.compiled!.optimizer,
    history,
    state
  );
  const carried: Record<string, Tensor> = {};
  model.layers.forEach((layer, at) => {
    for (const [name, tensor] of Object.entries(layer.states?.() ?? {})) {
      carried[`state/${at}/${name}`] = tensor;
    }
  });
  const kept: Record<string, Tensor> = {};
  for (const [epoch, values] of history.kept.epochs) {
    model.variables.forEach(({ tensor: { shape } }, at) => {
      kept[`kept/${epoch}/${at}`] = new Tensor(values[at], shape);
    });
  }
  return writeModel(model, {
    tensors: { ...tensors, ...carried, ...kept },
    metadata
  });
}

/**
 * Puts a model, its optimiser and a history back to where a checkpoint was written; answers where
 * the loop goes on.
 *
 * @throws RangeError when the file is no checkpoint of this model
 */
export function restoreCheckpoint(
  model: Model,
  history: History,
  bytes: Uint8Array,
  who: string
): LoopState {
  const file = readSafetensors(bytes, who);
  const state = restoreTrainingState(
    who,
    file,
    model.compiled!.optimizer,
    history
  );
  model.setWeights(weightsIn(model, file.tensors, who));
  const kept = under(file.tensors, 'kept/');
  const epochs = new Set(
    Object.keys(kept).map(name => Number(name.split('/')[0]))
  );
  for (const epoch of [...epochs].sort((a, b) => a - b)) {
    history.kept.epochs.set(
      epoch,
      model.variables.map((_, at) => kept[`${epoch}/${at}`].values)
    );
  }
  model.layers.forEach((layer, at) => {
    const states = under(file.tensors, `state/${at}/`);
    layer.setStates?.(Object.keys(states).length > 0 ? states : null);
  });
  return state;
}
