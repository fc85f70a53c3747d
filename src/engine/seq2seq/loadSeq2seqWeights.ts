import { requirePath } from '../base/check';
import { host } from '../base/host';
import { isKerasFile } from '../files/kerasWeights';
import { readSafetensors } from '../files/safetensors';
import { weightsIn } from '../models/weightFiles';
import type { TwoNetworks } from './twoNetworks';

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
