import { nonFinite } from '../tensor/variable';
import { requirePath } from '../base/check';
import { object, options as reader } from '../base/options';
import { isKerasFile, readKerasWeights } from '../files/kerasWeights';
import { readSafetensors, writeSafetensors } from '../files/safetensors';
import { host } from '../base/host';
import { importKeras } from './importKeras';
import { importPytorch } from './importPytorch';
import { weightsIn, weightTensors, writeModel } from './modelFile';
import type { Model } from './model';

/** What `model.save` does. */
export async function saveModel(model: Model, path: string): Promise<void> {
  requirePath('model.save', path);
  requireFinite('model.save', model);
  await host().writeFile(path, writeModel(model));
}

/** What `model.saveWeights` does. */
export async function saveWeights(model: Model, path: string): Promise<void> {
  requirePath('model.saveWeights', path);
  requireFinite('model.saveWeights', model);
  await host().writeFile(path, writeSafetensors(weightTensors(model)));
}

/** A file with a weight that is no number could never be read again. */
function requireFinite(who: string, { variables }: Model): void {
  const bad = nonFinite(variables);
  if (bad) {
    throw new RangeError(
      `${who}: the weight ${bad.name} holds ${bad.value}, which no file should keep`
    );
  }
}

const readModules = reader('model.loadWeights', {
  modules: object<Readonly<Record<string, string>>>().or({})
});

/** What `model.loadWeights` does; see there. */
export async function loadWeights(
  model: Model,
  path: string,
  options: { modules?: Readonly<Record<string, string>> }
): Promise<void> {
  const who = 'model.loadWeights';
  const { modules } = readModules(options);
  requirePath(who, path);
  if (!model.built) {
    throw new Error(
      `${who}: the model has no weights yet; give the first layer inputShape, or call model.build`
    );
  }
  const bytes = await host().readFile(path);
  if (isKerasFile(bytes)) {
    const file = await readKerasWeights(bytes, who);
    importKeras(model, file, modules, who);
    model.changed();
    return;
  }
  const { tensors } = readSafetensors(bytes, who);
  if (Object.keys(tensors).some(name => /(^|\.)weight/.test(name))) {
    importPytorch(model, tensors, modules, who);
    model.changed();
  } else {
    model.setWeights(weightsIn(model, tensors, who));
  }
}
