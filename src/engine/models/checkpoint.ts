import { readSafetensors } from '../files/safetensors';
import { Tensor } from '../tensor/tensor';
import type { History } from '../training/history';
import type { LoopState } from '../training/trainingTask';
import { under } from '../training/optimizerFile';
import type { Batches } from '../training/trainingState';
import { restoreTrainingState, trainingState } from '../training/trainingState';
import type { LayerStack } from './layerStack';
import type { TrainableModel } from './trainable';
import { weightsIn } from './weightFiles';

type Tensors = Readonly<Record<string, Tensor>>;

/** What a checkpoint holds besides the model's own file. */
export interface CheckpointParts {
  readonly tensors: Tensors;
  readonly metadata: Readonly<Record<string, string>>;
}

/** States that a model carries from batch to batch, by name. */
export interface SavedStates {
  read(): Tensors;
  write(states: Tensors): void;
}

/**
 * Everything from which a training goes on bit for bit: the optimizer's arrays, the place in the
 * epoch, what metrics and callbacks have gathered, carried states, the weights of the epochs of which
 * there are snapshots.
 */
export function checkpointParts(
  model: TrainableModel,
  history: History,
  state: LoopState,
  carried: SavedStates | undefined
): CheckpointParts {
  const { tensors, metadata } = trainingState(
    model.compiled!.optimizer,
    model,
    history,
    state
  );
  const states = Object.entries(carried?.read() ?? {}).map(
    ([name, tensor]) => [`state/${name}`, tensor] as const
  );
  const kept: Record<string, Tensor> = {};
  for (const [epoch, values] of history.kept.epochs) {
    model.variables.forEach(({ tensor: { shape } }, at) => {
      kept[`kept/${epoch}/${at}`] = new Tensor(values[at], shape);
    });
  }
  return {
    tensors: { ...tensors, ...Object.fromEntries(states), ...kept },
    metadata: { ...metadata }
  };
}

/**
 * Puts a model, its optimizer and a history back to where a checkpoint was written; answers where
 * the loop goes on.
 *
 * @param batches those in which it goes on
 * @throws RangeError when the file is no checkpoint of this model, its optimizer and its batches
 */
export function restoreCheckpoint(
  model: TrainableModel,
  history: History,
  bytes: Uint8Array,
  who: string,
  carried: SavedStates | undefined,
  batches?: Batches
): LoopState {
  const file = readSafetensors(bytes, who);
  const state = restoreTrainingState(
    who,
    file,
    model.compiled!.optimizer,
    model,
    history,
    batches
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
  carried?.write(under(file.tensors, 'state/'));
  return state;
}

/** The states that the stateful layers of a model carry over, as `layer/state`. */
export function statesOf({ layers }: Pick<LayerStack, 'layers'>): SavedStates {
  return {
    read: () =>
      Object.fromEntries(
        layers.flatMap((layer, at) =>
          Object.entries(layer.states?.() ?? {}).map(([name, tensor]) => [
            `${at}/${name}`,
            tensor
          ])
        )
      ),
    write(states) {
      layers.forEach((layer, at) => {
        const own = under(states, `${at}/`);
        layer.setStates?.(Object.keys(own).length > 0 ? own : null);
      });
    }
  };
}
