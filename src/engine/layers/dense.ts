import type { Activation } from '../tensor/activations';
import { activation } from '../tensor/activations';
import type { Convention } from '../recurrence/weights';
import type { Initializer } from '../tensor/initializers';
import { initializers } from '../tensor/initializers';
import { layerOptions } from '../spec/layers';
import { shapeText } from '../tensor/shape';
import type { Variable } from '../tensor/variable';
import { makeVariable } from '../tensor/variable';
import type { HeldWeightOptions } from './held';
import { held, penalise, requireHolds } from './held';
import type { Layer, LayerOptions } from './layer';
import { headOf } from './layer';

export interface DenseOptions extends LayerOptions, HeldWeightOptions {
  units: number;
  /** Default `linear`. */
  activation?: Activation;
  useBias?: boolean;
  kernelInitializer?: Initializer;
  biasInitializer?: Initializer;
  /** Start values: Keras's Glorot and zeros (default), or those of `nn.Linear`. */
  convention?: Convention;
  seed?: number;
}

/**
 * A linear map of the last axis: `y = activation(x W + b)`, `[B, …, I] → [B, …, units]`. On a
 * sequence it acts on each step alike. As Keras's `Dense`.
 *
 * @throws TypeError on a wrong option
 * @example
 * ```ts
 * const model = sequential([layers.dense({ units: 3, activation: 'tanh', inputShape: [2] })]);
 * model.summary().layers[0].outputShape; // [3]
 * ```
 */
export function dense(options: DenseOptions): Layer {
  const spec = layerOptions.Dense(options);
  const { units, useBias, kernelInitializer, biasInitializer } = spec;
  const squash = activation(spec.activation);
  if (units === 1 && spec.activation === 'softmax') {
    throw new TypeError(
      "layers.dense: a softmax over one unit is 1 whatever it is given; use activation: 'sigmoid', or one unit for each class"
    );
  }
  let variables: readonly Variable[] = [];
  let inputSize = 0;
  return {
    ...headOf({ type: 'Dense', ...spec }),
    cells: [],
    build(input, { seed, dtype }) {
      const last = input[input.length - 1];
      if (typeof last !== 'number') {
        throw new RangeError(
          `layers.dense: the last extent of its input must be known, got ${shapeText(input)}`
        );
      }
      inputSize = last;
      const limit = 1 / Math.sqrt(inputSize);
      const uniform = initializers.uniform(-limit, limit);
      const isKeras = spec.convention === 'keras';
      const from = { seed: spec.seed ?? seed, dtype };
      const made = [
        makeVariable(
          'kernel',
          [inputSize, units],
          kernelInitializer ??
            (isKeras ? initializers.glorotUniform() : uniform),
          from
        )
      ];
      if (useBias) {
        made.push(
          makeVariable(
            'bias',
            [units],
            biasInitializer ?? (isKeras ? initializers.zeros() : uniform),
            from
          )
        );
      }
      variables = held(made, spec);
      requireHolds(variables);
      return [...input.slice(0, -1), units];
    },
    call({ values, mask }, pass) {
      const [kernel, bias] = variables;
      const product = values.matmul(kernel.tensor);
      const output = squash(bias ? product.add(bias.tensor) : product);
      penalise(pass, spec.activityRegularizer, output);
      return { values: output, mask };
    },
    get variables() {
      return variables;
    },
    get count() {
      const bias = useBias ? units : 0;
      return {
        count: inputSize * units + bias,
        formula: useBias ? 'nm+m' : 'nm',
        arithmetic: `${inputSize}·${units}${useBias ? `+${units}` : ''}`
      };
    }
  };
}
