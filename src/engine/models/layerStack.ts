import type { Cell } from '../cells/cell';
import { requireInputShape, requireName } from '../base/check';
import { tokenMask } from '../layers/embedding';
import { throughLayer } from '../layers/layer';
import type {
  Layer,
  LayerShape,
  Pass,
  Signal,
  BuildContext
} from '../layers/layer';
import type { FloatType } from '../tensor/operation';
import type { Precision } from '../tensor/requireFinite';
import { noGradient } from '../tensor/recording';
import type { Tensor, TensorLike } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import { prefixed, copyWeights } from '../tensor/variable';
import { nameLayers } from './layerNames';
import { seededPass } from './seededPass';
import type { ModelSpec } from './sequentialOptions';
import { setWeights } from './setWeights';
import { described } from '../base/described';
import { shapeText } from '../tensor/shape';

/** The layers of a model one after the other, with their weights: what a pass goes through. */
export class LayerStack {
  readonly name: string;
  readonly seed: number;
  readonly dtype: FloatType;
  readonly layers: readonly Layer[];
  /** Counts changes of the weights. */
  revision = 0;
  #inputShape: LayerShape | null = null;
  #outputShapes: readonly LayerShape[] = [];

  /** @internal */
  constructor(layers: readonly Layer[], { name, seed, dtype }: ModelSpec) {
    this.name = name;
    this.seed = seed;
    this.dtype = dtype;
    this.layers = [...layers];
    nameLayers(layers);
    const first = layers[0].spec?.inputShape;
    if (first) {
      this.build(first);
    }
  }

  /**
   * Makes the weights for an input shape without the batch: `[null, 1]` for sequences of any length
   * with one feature. `fit` and `predict` do it by themselves. A layer that has weights, from this
   * model or another, keeps them.
   *
   * @throws TypeError when it is no list of extents; RangeError when a layer does not take such an
   *   input, or has weights for another
   * @example
   * ```ts
   * const model = sequential([layers.lstm({ units: 3 })]);
   * model.build([null, 2]);
   * model.built; // true
   * ```
   */
  build(inputShape: LayerShape): void {
    requireInputShape('model.build', inputShape);
    let shape = inputShape;
    this.#outputShapes = this.layers.map((layer, at) => {
      shape = buildLayer(layer, shape, {
        seed: this.seed + at * 7919,
        dtype: this.dtype
      });
      return shape;
    });
    requireOwnWeights(this.layers);
    this.#inputShape = inputShape;
    this.revision++;
  }

  /** Extents of one example, null for any length; null before the model is built. */
  get inputShape(): LayerShape | null {
    return this.#inputShape;
  }

  /** @internal Extents of one example after each layer. */
  get outputShapes(): readonly LayerShape[] {
    return this.#outputShapes;
  }

  get built(): boolean {
    return this.#inputShape !== null;
  }

  /** Whether the input is token ids `[B, T]`. */
  get readsTokens(): boolean {
    return this.layers[0].spec?.type === 'Embedding';
  }

  /** All weights that are trained, in the order of the layers. */
  get trainable(): readonly Variable[] {
    return this.layers
      .filter(layer => layer.trainable)
      .flatMap(layer => layer.variables)
      .filter(variable => variable.trainable);
  }

  /** All weights under `layer/weight`. */
  get variables(): readonly Variable[] {
    return this.layers.flatMap(layer =>
      layer.variables.map(variable => prefixed(layer.name, variable))
    );
  }

  /** The recurrent cells inside, in order. */
  get cells(): readonly Cell[] {
    return this.layers.flatMap(layer => layer.cells);
  }

  /**
   * One layer by its name.
   *
   * @throws RangeError that lists the names there are
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
   * model.layer('gru').type; // 'GRU'
   * ```
   */
  layer(name: string): Layer {
    const names = this.layers.map(layer => layer.name);
    requireName('model.layer', 'layer', name, names);
    return this.layers[names.indexOf(name)];
  }

  /** Forgets the states that stateful layers carried over, as Keras's `reset_states`. */
  resetStates(): void {
    this.layers.forEach(layer => layer.resetStates?.());
  }

  /**
   * Weights by `layer/weight`, copied.
   *
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
   * Object.keys(model.getWeights()).at(-1); // 'dense/bias'
   * ```
   */
  getWeights(): Readonly<Record<string, Tensor>> {
    return copyWeights(this.variables);
  }

  /**
   * Takes weights by `layer/weight`, or a list in the order of `getWeights`.
   *
   * @throws RangeError on a missing or wrongly shaped weight, or one with a number that is none or that
   *   float32 cannot hold where the network computes in it
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
   * model.setWeights(model.getWeights());
   * ```
   */
  setWeights(
    weights: readonly TensorLike[] | Readonly<Record<string, TensorLike>>
  ): void {
    setWeights('model.setWeights', this.variables, weights, this.precision);
    this.changed();
  }

  /** @internal In what its numbers are computed. */
  get precision(): Precision {
    return { computes: 'network', inFloat32: () => this.dtype === 'f32' };
  }

  /** @internal Weights are not what they were. */
  changed(): void {
    this.revision++;
    this.layers.forEach(layer => layer.revision++);
    this.cells.forEach(cell => cell.revision++);
  }

  /** @internal One pass through all layers. */
  forward(x: Tensor, pass: Pass): Signal {
    let signal: Signal = { values: x };
    for (const layer of this.layers) {
      signal = throughLayer(layer, signal, pass);
    }
    return signal;
  }

  /** @internal Padding as the first layer that masks sees it. */
  maskOf(x: Tensor): Tensor | undefined {
    const [first] = this.layers;
    switch (first.spec?.type) {
      case 'Embedding':
        // Without looking up the vectors of all tokens.
        return first.spec.maskZero ? tokenMask(x) : undefined;
      case 'Masking':
        return noGradient(() =>
          first.call({ values: x }, this.passFor(false, 0))
        ).mask;
      default:
        return undefined;
    }
  }

  /** @internal A pass whose dropout masks come from the seed and the number of the batch. */
  passFor(training: boolean, step: number): Pass {
    return seededPass(this.seed, training, step);
  }
}

/** For which input a layer has weights. */
const inputs = new WeakMap<Layer, LayerShape>();

/**
 * Builds a layer for an input; weights that it already has stay, so that a trained layer can go into
 * another model, as in Keras. Answers its output shape.
 *
 * @throws RangeError when it has weights for another input
 */
function buildLayer(
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
function requireOwnWeights(layers: readonly Layer[]): void {
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
