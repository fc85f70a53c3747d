import { writeSafetensors, readSafetensors } from '../files/safetensors';
import type { CheckpointParts } from '../models/checkpoint';
import { compiledEntry } from '../models/modelFile';
import { weightTensors, weightsIn } from '../models/weightFiles';
import type { TwoNetworks } from './twoNetworks';
import { requirePath } from '../base/check';
import { host } from '../base/host';
import { isKerasFile } from '../files/kerasWeights';

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

/** What `model.loadWeights` does; see there. */
export async function loadSeq2seqWeights(
  model: TwoNetworks,
  path: string
): Promise<void> {
  const who = 'model.loadWeights';
  const bytes = await host().readFile(requirePath(who, path));
  if (isKerasFile(bytes)) {
    throw new RangeError(
      `${who}: path is a file of Keras, whose layers do not say which of them reads and which writes; an encoder–decoder takes files of gatescope, or arrays by name (model.setWeights)`
    );
  }
  const { tensors } = readSafetensors(bytes, who);
  model.setWeights(weightsIn(model, tensors, who));
}
