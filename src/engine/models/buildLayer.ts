import { described } from '../base/described';
import type { BuildContext, Layer, LayerShape } from '../layers/layer';
import { shapeText } from '../tensor/shape';

/** For which input a layer has weights. */
const inputs = new WeakMap<Layer, LayerShape>();

/**
 * Builds a layer for an input; weights that it already has stay, so that a trained layer can go into
 * another model, as in Keras. Answers its output shape.
 *
 * @throws RangeError when it has weights for another input
 */
export function buildLayer(
  layer: Layer,
  input: LayerShape,
  context: BuildContext
): LayerShape {
  const before = inputs.get(layer);
  const kept = layer.variables.map(({ tensor }) => tensor.values);
  if (before && kept.length > 0 && !sameInput(before, input)) {
    throw new RangeError(
      `layer '${layer.name}' has weights for an input of shape ${shapeText(['B', ...named(before)])}, so it cannot take ${shapeText(['B', ...named(input)])}; make a new layer`
    );
  }
  const output = layer.build(input, context);
  if (layer.spec === undefined && !isShape(output)) {
    throw new TypeError(
      `layer '${layer.name}': build must return the extents of one example, null where any length fits, got ${described(output)}`
    );
  }
  if (before && kept.length > 0) {
    layer.variables.forEach(({ tensor }, at) => tensor.values.set(kept[at]));
  }
  layer.revision++;
  inputs.set(layer, input);
  return output;
}

/** Throws when two layers of a model share a weight. */
export function requireOwnWeights(layers: readonly Layer[]): void {
  const owners = new Map<unknown, Layer>();
  for (const layer of layers) {
    for (const { tensor } of layer.variables) {
      const owner = owners.get(tensor);
      if (owner) {
        throw new TypeError(
          `sequential: '${owner.name}' and '${layer.name}' hold the same layer; make one for each place`
        );
      }
      owners.set(tensor, layer);
    }
  }
}

const isShape = (value: unknown): value is LayerShape =>
  Array.isArray(value) &&
  Array.from<unknown>(value).every(
    extent =>
      extent === null || (Number.isSafeInteger(extent) && Number(extent) > 0)
  );

/**
 * Sequences may have any length, so that time does not count: the first of several axes, and of one
 * axis, as an embedding's, what may have any length.
 */
function sameInput(a: LayerShape, b: LayerShape): boolean {
  const isTime = (axis: number) =>
    axis === 0 && (a.length > 1 || a[0] === null || b[0] === null);
  return (
    a.length === b.length &&
    a.every((extent, axis) => extent === b[axis] || isTime(axis))
  );
}

const named = (shape: LayerShape) => shape.map(extent => extent ?? 'T');
