import { requireName } from '../base/check';
import type { Layer } from '../layers/layer';
import type { Model } from './model';

/**
 * The layers that take weights of a file of another library.
 *
 * @param chosen what the file calls them, by their own names
 * @throws RangeError when a name is chosen for a layer that is none of them
 */
export function weightedLayers(
  model: Pick<Model, 'layers'>,
  chosen: Readonly<Record<string, string>>,
  who: string
): Layer[] {
  const layers = model.layers.filter(layer => layer.variables.length > 0);
  const names = layers.map(({ name }) => name);
  Object.keys(chosen).forEach(name =>
    requireName(`${who}: modules`, 'layer', name, names)
  );
  return layers;
}
