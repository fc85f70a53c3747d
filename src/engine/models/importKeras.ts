import type { KerasLayer } from '../files/kerasWeights';
import type { Layer } from '../layers/layer';
import { shapeText } from '../tensor/shape';
import type { Precision } from '../tensor/requireFinite';
import { requireWeight } from '../tensor/requireFinite';
import type { Tensor } from '../tensor/tensor';
import type { Model } from './model';
import { setWeights } from './setWeights';
import { weightedLayers } from './weightedLayers';

/**
 * Puts the weights of a Keras file into the layers of a model of the same layers in the same order.
 * Names of layers do not matter where the file has them in rows; the others are matched by their shapes.
 *
 * @param chosen the file's name by layer name, where order and shapes do not tell; where it names one for
 *   each layer, the file may have others
 * @throws RangeError when no layer of the file fits or more than one does, when layers are left over, or
 *   when there is no layer of a chosen name in the model or the file
 */
export function importKeras(
  model: Model,
  file: readonly KerasLayer[],
  chosen: Readonly<Record<string, string>>,
  who: string
): void {
  const names = file.map(({ name }) => name);
  const layers = weightedLayers(model, chosen, names, who);
  const isChosen = ({ name }: { name: string }) => Object.hasOwn(chosen, name);
  const open = new Set(
    file.filter(({ name }) => !Object.values(chosen).includes(name))
  );
  const puts = layers.map(layer => {
    const found = isChosen(layer)
      ? fitting(
          layer,
          file.filter(({ name }) => name === chosen[layer.name]),
          new Set(),
          who
        )
      : fitting(layer, heads(layer, open), open, who);
    open.delete(found);
    return placed(layer, found, who, model.precision);
  });
  if (open.size > 0 && !layers.every(isChosen)) {
    throw new RangeError(
      `${who}: the file has more layers than the model: ${namesOf([...open])}. Give the model the layers that are missing, or name the file's layer of each to leave out the others: { modules: { … } }`
    );
  }
  puts.forEach(put => put());
}

/** Of those that are left and of a layer's kind the next of each row, and all that are in none. */
function heads(layer: Layer, open: ReadonlySet<KerasLayer>): KerasLayer[] {
  const type = snakeCase(layer.type);
  const left = [...open];
  return left.filter(
    entry =>
      [undefined, type].includes(entry.type) &&
      !left.some(({ row, turn }) => row === entry.row && turn! < entry.turn!)
  );
}

/**
 * The one of these that fits a layer.
 *
 * @param left all that are left, of which one may be of its kind under a name of its own
 */
function fitting(
  layer: Layer,
  these: readonly KerasLayer[],
  left: ReadonlySet<KerasLayer>,
  who: string
): KerasLayer {
  const expected = shapesOf(expectedOf(layer));
  const fits = ({ weights }: KerasLayer) => shapesOf(weights) === expected;
  const choice = (name: string) => `{ modules: { ${layer.name}: '${name}' } }`;
  const [found, ...more] = these.filter(fits);
  if (more.length > 0) {
    throw new RangeError(
      `${who}: ${namesOf([found, ...more], ' and ')} of the file fit layer '${layer.name}' alike; say which: ${choice(found.name)}`
    );
  }
  if (found) {
    return found;
  }
  const others = [...left].filter(fits);
  const hint =
    others.length > 0
      ? `. If it is ${namesOf(others, ' or ')}, say so: ${choice(others[0].name)}`
      : '';
  throw new RangeError(
    these.length === 0
      ? `${who}: the file has no layer for '${layer.name}' (${layer.type}); it has ${namesOf([...left]) || 'none'} left${hint}`
      : `${who}: layer '${layer.name}' has weights of shapes ${expected}, but ${these.map(({ name, weights }) => `'${name}' of the file has ${shapesOf(weights)}`).join(', ')}${hint}`
  );
}

const namesOf = (layers: readonly KerasLayer[], between = ', '): string =>
  layers.map(({ name }) => name).join(between);

const shapesOf = (weights: readonly Tensor[]): string =>
  weights.map(({ shape }) => shapeText(shape)).join(', ');

/** The weights of a layer, as Keras has them. */
const expectedOf = ({ cells, variables }: Layer): Tensor[] =>
  cells.length > 0
    ? cells.flatMap(cell =>
        Object.values(cell.getWeights({ convention: 'keras' }))
      )
    : variables.map(({ tensor }) => tensor);

/** `LayerNormalization` → `layer_normalization`, `SimpleRNN` → `simple_rnn`, `Conv1D` → `conv1d`. */
function snakeCase(type: string): string {
  return type
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** Checks that every number can be held; answers the way to put them in. */
function placed(
  layer: Layer,
  { name, weights }: KerasLayer,
  who: string,
  precision: Precision
): () => void {
  const { cells } = layer;
  weights.forEach((weight, at) =>
    requireWeight(who, `${name}[${at}]`, weight, weight.shape, precision)
  );
  if (cells.length === 0) {
    return () => setWeights(who, layer.variables, weights, precision);
  }
  const each = weights.length / cells.length;
  return () =>
    cells.forEach((cell, at) =>
      cell.setWeights(weights.slice(at * each, (at + 1) * each), {
        convention: 'keras'
      })
    );
}
