import type { Cell } from '../cells/cell';
import type { Layer } from '../layers/layer';
import { requireWeight } from '../tensor/requireFinite';
import { sameShape, shapeText } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import type { Model } from './model';
import { plainParameters, writtenPlainly } from './plainParameters';
import { weightedLayers } from './weightedLayers';

type Tensors = Readonly<Record<string, Tensor>>;

/** One module of a `state_dict`: its parameters by their own names. */
interface Module {
  readonly prefix: string;
  readonly parameters: Tensors;
}

/**
 * Puts the parameters of PyTorch's modules into the layers of a model: `nn.Embedding`, `nn.RNN`,
 * `nn.LSTM`, `nn.GRU` (also in several layers and both directions) and their cells, `nn.Linear`, `nn.Conv1d`,
 * `nn.LayerNorm`.
 *
 * @param chosen module by layer name, where shapes alone do not tell; where it names one for each
 *   layer, the file may have other modules
 * @throws RangeError when no module or more than one fits a layer, when tensors are left over, or when
 *   there is no layer of a chosen name; TypeError on a GRU that resets before the product
 */
export function importPytorch(
  model: Model,
  tensors: Tensors,
  chosen: Readonly<Record<string, string>>,
  who: string
): void {
  const modules = split(plainParameters(tensors));
  const inPython = writtenPlainly(tensors);
  const used = new Set<string>();
  const names = modules.map(({ prefix }) => prefix);
  const layers = weightedLayers(model, chosen, names, who);
  layers.forEach(layer => requireResetAfter(who, layer));
  const places = layers.map(layer => {
    const fitting = candidates(layer, modules).filter(
      ({ key, prefix }) =>
        !used.has(key) &&
        (chosen[layer.name] === undefined || chosen[layer.name] === prefix)
    );
    if (fitting.length === 0) {
      throw new RangeError(
        `${who}: no module of the file fits layer '${layer.name}' (${layer.variables.map(({ name, tensor }) => `${name} ${shapeText(tensor.shape)}`).join(', ')}); the file has ${names.join(', ')}${inPython}`
      );
    }
    const prefixes = new Set(fitting.map(({ prefix }) => prefix));
    if (prefixes.size > 1) {
      throw new RangeError(
        `${who}: modules ${[...prefixes].join(' and ')} both fit layer '${layer.name}'; say which: { modules: { ${layer.name}: '${fitting[0].prefix}' } }`
      );
    }
    // Of a stack in one module the lowest level that is left.
    const [place] = fitting;
    used.add(place.key);
    return place;
  });
  requireNoneLeft(
    who,
    modules,
    places,
    layers.every(({ name }) => Object.hasOwn(chosen, name)),
    inPython
  );
  for (const { prefix, parameters } of modules) {
    if (places.some(place => place.prefix === prefix)) {
      for (const [name, tensor] of Object.entries(parameters)) {
        requireWeight(
          who,
          wholeName(prefix, name),
          tensor,
          tensor.shape,
          model.precision
        );
      }
    }
  }
  places.forEach(({ put }) => put());
}

/** The weights of `nn.GRU` have the shapes of such a cell, and another meaning. */
function requireResetAfter(who: string, { name, cells }: Layer): void {
  for (const { definition } of cells) {
    const { spec } = definition;
    if (spec && 'resetAfter' in spec && !spec.resetAfter) {
      throw new TypeError(
        `${who}: layer '${name}' must be a GRU with resetAfter: true to take weights of PyTorch, whose nn.GRU resets after the product, got resetAfter: false`
      );
    }
  }
}

/**
 * Throws when the file has what the model lacks, which would be another network, as PyTorch's
 * `load_state_dict` does.
 *
 * @param areAllChosen whether the module of each layer was named: others are then left out on purpose,
 *   but not levels or directions of those that were named
 */
function requireNoneLeft(
  who: string,
  modules: readonly Module[],
  places: readonly LayerFilling[],
  areAllChosen: boolean,
  inPython: string
): void {
  const taken = new Set(places.flatMap(({ names }) => names));
  const isLeft = (name: string): boolean => !taken.has(name);
  const left = modules.flatMap(module => {
    const names = namesOf(module);
    return areAllChosen && names.every(isLeft) ? [] : names.filter(isLeft);
  });
  if (left.length > 0) {
    throw new RangeError(
      `${who}: the model must have a place for every tensor of the file, got ${left.join(', ')} left over. Give the model the layers that are missing, or name the module of each layer to leave out the others: { modules: { … } }${inPython}`
    );
  }
}

/** What the file calls the parameters of a module. */
function namesOf({ prefix, parameters }: Module): string[] {
  return Object.keys(parameters).map(name => wholeName(prefix, name));
}

const wholeName = (prefix: string, name: string): string =>
  [prefix, name].filter(Boolean).join('.');

/** A way to fill a layer. */
interface LayerFilling {
  /** Module and level: used once. */
  readonly key: string;
  readonly prefix: string;
  /** The tensors of the file that it takes. */
  readonly names: readonly string[];
  put(): void;
}

function candidates(layer: Layer, modules: readonly Module[]): LayerFilling[] {
  return modules.flatMap(module =>
    layer.cells.length > 0
      ? recurrentPlaces(layer, module)
      : plainPlaces(layer, module)
  );
}

function recurrentPlaces(layer: Layer, module: Module): LayerFilling[] {
  const { prefix, parameters } = module;
  const places: LayerFilling[] = [];
  for (const level of levelsOf(parameters)) {
    const suffixes = [level, `${level}_reverse`].filter(
      suffix => `weight_ih${suffix}` in parameters
    );
    const halves = suffixes.map(suffix => half(parameters, suffix));
    const fits =
      halves.length === layer.cells.length &&
      halves.every((weights, at) => fitsCell(layer.cells[at], weights));
    if (fits) {
      places.push({
        key: `${prefix}/${level}`,
        prefix,
        names: halves.flatMap((weights, at) =>
          Object.keys(weights).map(name =>
            wholeName(prefix, name + suffixes[at])
          )
        ),
        put: () =>
          layer.cells.forEach((cell, at) =>
            cell.setWeights(halves[at], { convention: 'pytorch' })
          )
      });
    }
  }
  return places;
}

/** `_l0`, `_l1`, … of a module; of a cell there is one without a number. */
function levelsOf(parameters: Tensors): string[] {
  return Object.keys(parameters)
    .flatMap(name => /^weight_ih(|_l\d+)$/.exec(name)?.[1] ?? [])
    .sort((a, b) => Number(a.slice(2)) - Number(b.slice(2)));
}

function half(parameters: Tensors, suffix: string): Record<string, Tensor> {
  const names = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh', 'weight_hr'];
  return Object.fromEntries(
    names
      .filter(name => name + suffix in parameters)
      .map(name => [name, parameters[name + suffix]])
  );
}

function fitsCell(cell: Cell, weights: Tensors): boolean {
  const expected = cell.getWeights({ convention: 'pytorch' });
  const names = Object.keys(expected);
  return (
    names.length === Object.keys(weights).length &&
    names.every(
      name =>
        name in weights && sameShape(expected[name].shape, weights[name].shape)
    )
  );
}

/** The kernels of linear maps and convolutions are stored the other way around; everything else as it is. */
function plainPlaces(layer: Layer, module: Module): LayerFilling[] {
  const { prefix, parameters } = module;
  const rank = { Dense: 2, Conv1D: 3 }[layer.spec?.type as string];
  const names: Readonly<Record<string, string>> = {
    kernel: 'weight',
    embeddings: 'weight',
    gamma: 'weight',
    bias: 'bias',
    beta: 'bias'
  };
  const given = layer.variables.map(({ name }) => {
    const value = parameters[names[name]];
    return value && name === 'kernel' && value.rank === rank
      ? value.transpose(value.shape.map((_, axis) => value.rank - 1 - axis))
      : value;
  });
  const fits =
    Object.keys(parameters).length === layer.variables.length &&
    layer.variables.every(
      ({ tensor }, at) => given[at] && sameShape(given[at].shape, tensor.shape)
    );
  return fits
    ? [
        {
          key: prefix,
          prefix,
          names: namesOf(module),
          put: () =>
            layer.variables.forEach(({ tensor }, at) =>
              tensor.values.set(given[at].values)
            )
        }
      ]
    : [];
}

/** `encoder.lstm.weight_ih_l0` belongs to the module `encoder.lstm`. */
function split(tensors: Tensors): Module[] {
  const modules = new Map<string, Record<string, Tensor>>();
  for (const [name, tensor] of Object.entries(tensors)) {
    const dot = name.lastIndexOf('.');
    const prefix = name.slice(0, Math.max(dot, 0));
    const parameters = modules.get(prefix) ?? {};
    parameters[name.slice(dot + 1)] = tensor;
    modules.set(prefix, parameters);
  }
  return [...modules].map(([prefix, parameters]) => ({ prefix, parameters }));
}
