import { requireKnown, requireObject, requirePath } from '../check';
import { isKerasFile, readKerasWeights } from '../files/kerasWeights';
import { readSafetensors, writeSafetensors } from '../files/safetensors';
import { host } from '../host';
import { importKeras } from './importKeras';
import { importPytorch } from './importPytorch';
import { weightsIn, weightTensors, writeModel } from './modelFile';
import type { Sequential } from './sequential';

/** What `model.save` does. */
export async function saveModel(
  model: Sequential,
  path: string
): Promise<void> {
  await host().writeFile(requirePath('model.save', path), writeModel(model));
}

/** What `model.saveWeights` does. */
export async function saveWeights(
  model: Sequential,
  path: string
): Promise<void> {
  await host().writeFile(
    requirePath('model.saveWeights', path),
    writeSafetensors(weightTensors(model))
  );
}

/** What `model.loadWeights` does; see there. */
export async function loadWeights(
  model: Sequential,
  path: string,
  options: { modules?: Readonly<Record<string, string>> }
): Promise<void> {
  const who = 'model.loadWeights';
  requireKnown(who, options, ['modules']);
  requireObject(who, 'modules', options.modules ?? {});
  requirePath(who, path);
  if (!model.built) {
    throw new Error(
      `${who}: the model has no weights yet; give the first layer inputShape, or call model.build`
    );
  }
  const bytes = await host().readFile(path);
  if (isKerasFile(bytes)) {
    const file = await readKerasWeights(bytes, who);
    importKeras(model, file, options.modules ?? {}, who);
    model.changed();
    return;
  }
  const { tensors } = readSafetensors(bytes, who);
  if (Object.keys(tensors).some(name => /(^|\.)weight/.test(name))) {
    importPytorch(model, tensors, options.modules ?? {}, who);
    model.changed();
  } else {
    model.setWeights(weightsIn(model, tensors, who));
  }
}
