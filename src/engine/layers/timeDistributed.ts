import { layerOptions } from '../spec/layers';
import { shapeText } from '../tensor/shape';
import { described } from '../base/described';
import type { Tensor } from '../tensor/tensor';
import { innerStates } from './innerStates';
import type { Layer, LayerOptions } from './layer';
import {
  headOf,
  innerVariables,
  isLayer,
  maskOfSteps,
  reachesInto,
  requireWrapped,
  throughLayer,
  within
} from './layer';

export interface TimeDistributedOptions extends LayerOptions {
  /** What is applied to each step. */
  layer: Layer;
}

/**
 * Applies a layer to each step alike: `[B, T, …] → [B, T, …]`, with one set of weights. As Keras's
 * `TimeDistributed`. (A dense layer does so by itself.) Where each step is a sequence of its own, the
 * layer gets the padding within it, `[B, T, S]`; a step of which all is padding is padding itself.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.timeDistributed({ layer: layers.dense({ units: 3 }), inputShape: [5, 4] })]);
 * model.summary().layers[0].outputShape; // [5, 3]
 * ```
 */
export function timeDistributed(options: TimeDistributedOptions): Layer {
  const who = 'layers.timeDistributed';
  requireWrapped(who, 'layer', options);
  const { layer: inner, ...spec } = layerOptions.TimeDistributed(options);
  if (!isLayer(inner)) {
    throw new TypeError(
      `${who}: layer must be a layer such as layers.dense({ units: 8 }), got ${described(inner)}`
    );
  }
  return {
    ...headOf({ type: 'TimeDistributed', ...spec }),
    inner: [inner],
    build(input, context) {
      if (input.length < 2) {
        throw new RangeError(
          `${who}: its input must have a time axis [B, T, …], got ${shapeText([null, ...input])}`
        );
      }
      return [input[0], ...inner.build(input.slice(1), context)];
    },
    call({ values, mask }, pass) {
      inner.name ||= `${this.name}/inner`;
      const [batch, steps] = values.shape;
      const flat = (of: Tensor) =>
        of.reshape([batch * steps, ...of.shape.slice(2)]);
      const wide = (of: Tensor) =>
        of.reshape([batch, steps, ...of.shape.slice(1)]);
      const made = throughLayer(
        inner,
        {
          values: flat(values),
          ...(mask && reachesInto(mask) && { mask: flat(mask) })
        },
        // What each step costs counts whole, by sequences rather than by steps.
        pass.penalise
          ? {
              ...pass,
              penalise: penalty => pass.penalise!(penalty.mul(steps))
            }
          : pass
      );
      return {
        values: wide(made.values),
        mask: made.mask
          ? mask && !reachesInto(mask)
            ? within(wide(made.mask), mask)
            : wide(made.mask)
          : mask && maskOfSteps(mask)
      };
    },
    get variables() {
      return innerVariables(inner);
    },
    get count() {
      return inner.count;
    },
    get cells() {
      return inner.cells;
    },
    ...innerStates([inner])
  };
}
