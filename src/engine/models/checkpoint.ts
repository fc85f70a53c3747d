import { readSafetensors } from '../files/safetensors';
import type { Tensor } from '../tensor/tensor';
import type { History } from '../training/history';
import type { LoopState } from '../training/trainingLoop';
import {
  restoreTrainingState,
  trainingState,
  under
} from '../training/trainingState';
import { weightsIn, writeModel } from './modelFile';
import type { Sequential } from './sequential';

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
  const { tensors, metadata } = trainingState(
    model.compiled!.optimizer,
    history,
    state
  );
  const carried: Record<string, Tensor> = {};
  model.layers.forEach((layer, at) => {
    for (const [name, tensor] of Object.entries(
      layer.carriedStates?.() ?? {}
    )) {
      carried[`state/${at}/${name}`] = tensor;
    }
  });
  return writeModel(model, { tensors: { ...tensors, ...carried }, metadata });
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
  const file = readSafetensors(bytes, who);
  const state = restoreTrainingState(
    who,
    file,
    model.compiled!.optimizer,
    history
  );
  model.setWeights(weightsIn(model, file.tensors, who));
  model.layers.forEach((layer, at) => {
    const states = under(file.tensors, `state/${at}/`);
    layer.carryStates?.(Object.keys(states).length > 0 ? states : null);
  });
  return state;
}
