import { layerOptions } from '../spec/layers';
import { sameShape, shapeText, sizeOf } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import { described } from '../base/described';
import { innerStates } from './innerStates';
import type { Layer, LayerOptions, Signal, Stepper } from './layer';
import {
  acrossTimeOf,
  headOf,
  innerVariables,
  isLayer,
  maskOfSteps,
  requireWrapped,
  throughLayer
} from './layer';
import { prefixed } from '../tensor/variable';

export interface ResidualOptions extends LayerOptions {
  /** f: their output has the shape of their input. */
  layers: readonly Layer[];
}

/**
 * Adds what some layers make of their input to the input itself, `x + f(x)` (He et al. 2016): with
 * self-attention and two dense layers, each after a normalization, a Transformer's block.
 *
 * @throws RangeError when the layers' output has not the shape of their input
 * @example
 * ```ts
 * const block = [
 *   layers.residual({ layers: [layers.layerNormalization(), layers.selfAttention({ keyDim: 8 })] }),
 *   layers.residual({ layers: [layers.dense({ units: 32, activation: 'relu' }), layers.dense({ units: 16 })] })
 * ];
 * sequential([layers.dense({ units: 16, inputShape: [null, 3] }), ...block]).summary().layers.length; // 3
 * ```
 */
export function residual(options: ResidualOptions): Layer {
  const who = 'layers.residual';
  requireWrapped(who, 'layers', options);
  const { layers: given, ...spec } = layerOptions.Residual(options);
  if (!Array.isArray(given) || given.length === 0 || !given.every(isLayer)) {
    throw new TypeError(
      `${who}: layers must be a list of layers, got ${described(given)}`
    );
  }
  const layers: readonly Layer[] = given;
  return {
    ...headOf({ type: 'Residual', ...spec }),
    inner: layers,
    acrossTime: layers.some(inner => 'run' in inner)
      ? 'holds a recurrent layer'
      : (layers.map(acrossTimeOf).find(why => why !== null) ?? null),
    build(input, context) {
      let shape = input;
      layers.forEach((inner, at) => {
        shape = inner.build(shape, {
          ...context,
          seed: context.seed + at * 104_729
        });
      });
      if (!sameShape(shape as number[], input as number[])) {
        throw new RangeError(
          `${who}: its layers have outputs of shape ${shapeText([null, ...shape])}, but their input has ${shapeText([null, ...input])}`
        );
      }
      return input;
    },
    call(signal, pass) {
      let inner: Signal = signal;
      layers.forEach((layer, at) => {
        layer.name = `${this.name}/${at}`;
        inner = throughLayer(layer, inner, pass);
      });
      return {
        values: signal.values.add(besides(inner, signal)),
        mask: signal.mask
      };
    },
    stepper() {
      const inside = layers.map(
        (layer): Stepper =>
          layer.stepper?.() ?? {
            step: (signal, pass) => throughLayer(layer, signal, pass),
            carried: 0
          }
      );
      return {
        step(signal, pass) {
          const inner = inside.reduce(
            (made, each) => each.step(made, pass),
            signal
          );
          return { values: signal.values.add(inner.values), mask: signal.mask };
        },
        get carried() {
          return inside.reduce((sum, each) => sum + each.carried, 0);
        }
      };
    },
    get variables() {
      return layers.flatMap((layer, at) =>
        innerVariables(layer).map(variable => prefixed(`${at}`, variable))
      );
    },
    get count() {
      const parts = layers
        .map(({ count }) => count)
        .filter(({ count }) => count > 0);
      return {
        count: parts.reduce((sum, { count }) => sum + count, 0),
        formula: parts.map(({ formula }) => `(${formula})`).join('+') || '0',
        arithmetic:
          parts.map(({ arithmetic }) => `(${arithmetic})`).join('+') || '0'
      };
    },
    get cells() {
      return layers.flatMap(layer => layer.cells);
    },
    ...innerStates(layers)
  };
}

/**
 * The outputs of layers inside, each beside the step to which it is added: the first that is no padding
 * beside the first. They stand there but where a layer has turned them, and the padding with them.
 */
function besides({ values, mask }: Signal, { mask: around }: Signal): Tensor {
  const from = mask && stepsOf(mask);
  const to = around && stepsOf(around);
  if (
    !from ||
    !to ||
    from.every((steps, row) => sameShape(steps, to[row])) ||
    from.some(({ length }, row) => length !== to[row].length)
  ) {
    return values;
  }
  const [batch, steps, ...rest] = values.shape;
  const rows = Int32Array.from({ length: batch * steps }, (_, at) => at);
  to.forEach((places, row) =>
    places.forEach((place, at) => {
      rows[row * steps + place] = row * steps + from[row][at];
    })
  );
  return values
    .reshape([batch * steps, sizeOf(rest)])
    .gather(new Tensor(Float64Array.from(rows), [batch, steps]))
    .reshape(values.shape);
}

/** For each sequence the steps that are no padding. */
function stepsOf(mask: Tensor): number[][] {
  const [batch, steps] = mask.shape;
  const { values } = maskOfSteps(mask);
  return Array.from({ length: batch }, (_, row) =>
    Array.from({ length: steps }, (_, step) => step).filter(
      step => values[row * steps + step] !== 0
    )
  );
}
