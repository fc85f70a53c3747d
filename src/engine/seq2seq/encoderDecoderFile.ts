import { writeSafetensors } from '../files/safetensors';
import type { History } from '../training/history';
import type { LoopState } from '../training/trainingLoop';
import { trainingState } from '../training/trainingState';
import type { TwoNetworks } from './twoNetworks';

/** The weights by name, the options that made the model, and, of a checkpoint, its training. */
export function writeEncoderDecoder(
  model: TwoNetworks,
  training?: { readonly history: History; readonly state: LoopState }
): Uint8Array<ArrayBuffer> {
  const more =
    training && model.optimizer
      ? trainingState(model.optimizer, training.history, training.state)
      : { tensors: {}, metadata: {} };
  return writeSafetensors(
    {
      ...Object.fromEntries(
        model.variables.map(({ name, tensor }) => [name, tensor])
      ),
      ...more.tensors
    },
    {
      gatescope: JSON.stringify({
        version: 1,
        kind: 'encoderDecoder',
        options: { ...model.options, seed: model.seed }
      }),
      ...more.metadata
    }
  );
}
