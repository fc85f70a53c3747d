import { requireName } from '../base/check';
import type { Layer } from '../layers/layer';
import type { Model } from './model';

/**
 * The layers that take weights of a file.
 *
 * @param chosen what the file calls them, by their own names
 * @param modules what there is in the file
 * @throws RangeError when a name is chosen for a layer that is none of them, or one that the file has not
 */
export function weightedLayers(
  model: Pick<Model, 'layers'>,
  chosen: Readonly<Record<string, string>>,
  modules: readonly string[],
  who: string
): Layer[] {
  const layers = model.layers.filter(layer => layer.variables.length > 0);
  const names = layers.map(({ name }) => name);
  Object.entries(chosen).forEach(([name, module]) => {
    requireName(`${who}: modules`, 'layer', name, names);
    requireName(`${who}: modules.${name}`, 'module', module, modules);
  });
  return layers;
}
