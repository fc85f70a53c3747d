import { writeSafetensors } from '../files/safetensors';
import type { CheckpointParts } from '../models/checkpoint';
import { compiledEntry } from '../models/modelFile';
import { weightTensors } from '../models/weightFiles';
import type { TwoNetworks } from './twoNetworks';

/**
 * The weights by name, the options that made the model, what `compile` settled and, of a checkpoint,
 * its training.
 *
 * @throws Error when the optimizer or its schedule is the user's own function
 */
export function writeEncoderDecoder(
  model: TwoNetworks,
  more: Partial<CheckpointParts> = {}
): Uint8Array<ArrayBuffer> {
  return writeSafetensors(
    { ...weightTensors(model), ...more.tensors },
    {
      gatescope: JSON.stringify({
        version: 1,
        kind: 'encoderDecoder',
        options: { ...model.options, seed: model.seed },
        compiled: model.compiled && compiledEntry(model.compiled)
      }),
      ...more.metadata
    }
  );
}
