import { requirePath } from '../base/check';
import { object, options as reader } from '../base/options';
import { isKerasFile, readKerasWeights } from '../files/kerasWeights';
import { readPieces } from '../files/readPieces';
import type { SafetensorsFile } from '../files/safetensors';
import { readSafetensors } from '../files/safetensors';
import { host } from '../base/host';
import type { Tensor } from '../tensor/tensor';
import { importKeras } from './importKeras';
import { importPytorch } from './importPytorch';
import type { Model } from './model';
import { writeModel } from './modelFile';
import { optimizerParts } from './optimizerParts';
import { weightedLayers } from './weightedLayers';
import { requireFiniteWeights, weightNames, weightsIn } from './weightFiles';

/** What `model.save` does. */
export async function saveModel(model: Model, path: string): Promise<void> {
  requirePath('model.save', path);
  requireFiniteWeights('model.save', model);
  await host().writeFile(path, writeModel(model, optimizerParts(model)));
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
  const pieces = await readPieces(path, who);
  if (pieces.every(isKerasFile)) {
    importKeras(model, await readKerasWeights(pieces, who), modules, who);
    model.changed();
    return;
  }
  const tensors = Object.fromEntries(
    pieces.flatMap(bytes => withAliases(readSafetensors(bytes, who)))
  );
  if (Object.keys(tensors).some(name => /(^|\.)weight/.test(name))) {
    importPytorch(model, tensors, modules, who);
    model.changed();
  } else {
    const areAllChosen = weightedLayers(
      model,
      modules,
      [...new Set(weightNames(tensors).map(name => name.split('/')[0]))],
      who
    ).every(({ name }) => Object.hasOwn(modules, name));
    model.setWeights(
      weightsIn(model, renamed(tensors, modules), who, areAllChosen)
    );
  }
}

/** Of tensors that share their numbers safetensors' `save_model` keeps one, and the names of the others beside it. */
function withAliases({
  tensors,
  metadata
}: SafetensorsFile): [string, Tensor][] {
  return [
    ...Object.entries(metadata)
      .filter(([, kept]) => Object.hasOwn(tensors, kept))
      .map(([alias, kept]): [string, Tensor] => [alias, tensors[kept]]),
    ...Object.entries(tensors)
  ];
}

/** A file of gatescope's own calls the layers by their names: those that are chosen for other layers go by theirs. */
function renamed(
  tensors: Readonly<Record<string, Tensor>>,
  modules: Readonly<Record<string, string>>
): Record<string, Tensor> {
  const chosen = Object.entries(modules);
  return Object.fromEntries(
    Object.entries(tensors).flatMap(([name, tensor]) => {
      const owners = chosen.filter(([, module]) =>
        name.startsWith(`${module}/`)
      );
      return owners.length === 0
        ? [[name, tensor]]
        : owners.map(([layer, module]) => [
            layer + name.slice(module.length),
            tensor
          ]);
    })
  );
}
