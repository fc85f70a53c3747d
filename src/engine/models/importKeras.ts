import type { KerasLayer, KerasWeights } from '../files/kerasWeights';
import type { Layer } from '../layers/layer';
import { sameShape, shapeText } from '../tensor/shape';
import type { Precision } from '../tensor/requireFinite';
import { requireWeight } from '../tensor/requireFinite';
import type { Tensor } from '../tensor/tensor';
import type { Model } from './model';
import { setWeights } from './setWeights';
import { weightedLayers } from './weightedLayers';

/**
 * Puts the weights of a Keras file into the layers of a model of the same layers in the same order.
 * Names of layers do not matter.
 *
 * @param chosen the file's name by layer name, where the order alone does not tell
 * @throws RangeError when a layer has no counterpart or one of other shapes, when layers are left over,
 *   or when there is no layer of a chosen name in the model or the file
 */
export function importKeras(
  model: Model,
  file: KerasWeights,
  chosen: Readonly<Record<string, string>>,
  who: string
): void {
  const counts = new Map<string, number>();
  const names = file.layers.map(({ name }) => name);
  const layers = weightedLayers(model, chosen, names, who);
  const pairs = layers.map((layer, at) => {
    const type = snakeCase(layer.type);
    const count = counts.get(type) ?? 0;
    counts.set(type, count + 1);
    const name =
      chosen[layer.name] ?? (count === 0 ? type : `${type}_${count}`);
    const found =
      file.order === 'byType' || layer.name in chosen
        ? file.layers.find(entry => entry.name === name)
        : file.layers[at];
    if (!found) {
      throw new RangeError(
        `${who}: the file has no layer ${file.order === 'byType' ? `'${name}' ` : ''}for '${layer.name}' (${layer.type}); it has ${file.layers.map(entry => entry.name).join(', ')}`
      );
    }
    return { layer, found, put: placed(layer, found, who, model.precision) };
  });
  const used = new Set(pairs.map(({ found }) => found));
  const left = file.layers.filter(entry => !used.has(entry));
  if (left.length > 0) {
    throw new RangeError(
      `${who}: the file has more layers than the model: ${left.map(({ name }) => name).join(', ')}`
    );
  }
  pairs.forEach(({ put }) => put());
}

/** `LayerNormalization` → `layer_normalization`, `SimpleRNN` → `simple_rnn`, `Conv1D` → `conv1d`. */
function snakeCase(type: string): string {
  return type
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** Checks that everything fits; answers the way to put it in. */
function placed(
  layer: Layer,
  { name, weights }: KerasLayer,
  who: string,
  precision: Precision
): () => void {
  const { cells } = layer;
  const expected =
    cells.length > 0
      ? cells.flatMap(cell =>
          Object.values(cell.getWeights({ convention: 'keras' }))
        )
      : layer.variables.map(({ tensor }) => tensor);
  const fits =
    expected.length === weights.length &&
    expected.every(({ shape }, at) => sameShape(shape, weights[at].shape));
  if (!fits) {
    const shapes = (of: readonly Tensor[]) =>
      of.map(({ shape }) => shapeText(shape)).join(', ');
    throw new RangeError(
      `${who}: layer '${layer.name}' has weights of shapes ${shapes(expected)}, but '${name}' of the file has ${shapes(weights)}`
    );
  }
  if (cells.length === 0) {
    return () => setWeights(who, layer.variables, weights, precision);
  }
  weights.forEach((weight, at) =>
    requireWeight(who, `${name}[${at}]`, weight, expected[at].shape, precision)
  );
  const each = weights.length / cells.length;
  return () =>
    cells.forEach((cell, at) =>
      cell.setWeights(weights.slice(at * each, (at + 1) * each), {
        convention: 'keras'
      })
    );
}
