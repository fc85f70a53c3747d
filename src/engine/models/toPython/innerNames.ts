import type { Layer } from '../../layers/layer';
import { pythonNames } from '../../python/names';
import { snakeCase } from '../layerNames';

/** A name for each layer, also for those inside residual layers, which have none of their own. */
export function layerNames(
  layers: readonly Layer[]
): ReadonlyMap<Layer, string> {
  const named = layers.flatMap(layer => [
    { layer, name: layer.name },
    ...namedInside(layer, layer.name)
  ]);
  const names = pythonNames(named);
  return new Map(named.map(each => [each.layer, names.get(each)!]));
}

interface Named {
  readonly layer: Layer;
  readonly name: string;
}

function namedInside(around: Layer, name: string): Named[] {
  return layersInside(around).flatMap(layer => {
    const own = `${name}_${snakeCase(layer.type)}`;
    return [{ layer, name: own }, ...namedInside(layer, own)];
  });
}

/** Those to whose output a residual layer adds its input. */
export const layersInside = ({ spec, inner = [] }: Layer): readonly Layer[] =>
  spec?.type === 'Residual' ? inner : [];
