import type { HeldWeightOptions } from './held';
import { held, penalise, requireHolds } from './held';
import type { Layer, LayerOptions } from './layer';
import { headOf } from './layer';
import type { Convention } from '../recurrence/weights';
import type { LayerSpec } from '../spec/layers';
import { layerOptions } from '../spec/layers';
import type { Activation } from '../tensor/activations';
import { activation } from '../tensor/activations';
import type { Initializer } from '../tensor/initializers';
import { initializers } from '../tensor/initializers';
import { concat } from '../tensor/joining';
import { shapeText } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import { makeVariable } from '../tensor/variable';

export interface Conv1DOptions extends LayerOptions, HeldWeightOptions {
  /** How many numbers it makes of each step. */
  filters: number;
  /** How many steps it looks at for one. */
  kernelSize: number;
  /**
   * `valid` (default) answers only where all of these steps are there; `same` puts zeros around the
   * sequence, so that it stays as long; `causal` puts them all before it, so that no step sees a later one.
   */
  padding?: 'valid' | 'same' | 'causal';
  /** Every how many steps it looks at one. Default 1. */
  dilationRate?: number;
  /** Default `linear`. */
  activation?: Activation;
  useBias?: boolean;
  kernelInitializer?: Initializer;
  biasInitializer?: Initializer;
  /** Start values: Keras's Glorot and zeros (default), or those of `nn.Conv1d`. */
  convention?: Convention;
  seed?: number;
}

/**
 * The same small linear map at each place of a sequence: `y_t = activation(b + Σ_k x_{t+k} W_k)`,
 * `[B, T, I] → [B, T', filters]`. The kernel is `[kernelSize, I, filters]`. As Keras's `Conv1D` with
 * strides of 1: it knows no mask, and padding that comes into it is read as data.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.conv1d({ filters: 3, kernelSize: 2, inputShape: [5, 4] })]);
 * model.summary().layers[0].outputShape; // [4, 3]
 * ```
 */
export function conv1d(options: Conv1DOptions): Layer {
  const who = 'layers.conv1d';
  const spec = layerOptions.Conv1D(options);
  const { filters, kernelSize, dilationRate, useBias } = spec;
  const squash = activation(spec.activation);
  const [before, behind] = zerosAround(spec);
  let variables: readonly Variable[] = [];
  let inputSize = 0;
  return {
    ...headOf({ type: 'Conv1D', ...spec }),
    acrossTime: 'looks at several steps at once',
    cells: [],
    build(input, { seed, dtype }) {
      const last = input[1];
      if (input.length !== 2 || typeof last !== 'number') {
        throw new RangeError(
          `${who}: its input must be sequences [B, T, I], got ${shapeText([null, ...input])}`
        );
      }
      const steps = input[0] === null ? null : stepsLeft(who, spec, input[0]);
      inputSize = last;
      variables = held(weightsOf(spec, inputSize, { seed, dtype }), spec);
      requireHolds(variables);
      return [steps, filters];
    },
    call({ values: x }, pass) {
      const [kernel, bias] = variables;
      const [batch, steps] = x.shape;
      const left = stepsLeft(who, spec, steps);
      const zeros = (count: number) =>
        new Tensor(new Float64Array(batch * count * inputSize), [
          batch,
          count,
          inputSize
        ]).cast(x.dtype);
      const padded =
        before + behind > 0
          ? concat(
              [
                ...(before > 0 ? [zeros(before)] : []),
                x,
                ...(behind > 0 ? [zeros(behind)] : [])
              ],
              1
            )
          : x;
      // [B, T', kernelSize · I]: what each place looks at, in one row.
      const seen = concat(
        Array.from({ length: kernelSize }, (_, k) =>
          padded.slice(k * dilationRate, k * dilationRate + left, { axis: 1 })
        )
      );
      const product = seen.matmul(
        kernel.tensor.reshape([kernelSize * inputSize, filters])
      );
      const output = squash(bias ? product.add(bias.tensor) : product);
      penalise(pass, spec.activityRegularizer, output);
      return { values: output };
    },
    get variables() {
      return variables;
    },
    get count() {
      return {
        count: kernelSize * inputSize * filters + (useBias ? filters : 0),
        formula: useBias ? 'knm+m' : 'knm',
        arithmetic: `${kernelSize}·${inputSize}·${filters}${useBias ? `+${filters}` : ''}`
      };
    }
  };
}

type Settled = Omit<LayerSpec<'Conv1D'>, 'type'>;

/** How many zeros stand before and behind the sequence. */
export function zerosAround({
  kernelSize,
  dilationRate,
  padding
}: Settled): readonly [number, number] {
  const all = (kernelSize - 1) * dilationRate;
  switch (padding) {
    case 'valid':
      return [0, 0];
    case 'causal':
      return [all, 0];
    case 'same':
      return [Math.floor(all / 2), Math.ceil(all / 2)];
  }
}

function stepsLeft(who: string, spec: Settled, steps: number): number {
  const [before, behind] = zerosAround(spec);
  const reach = (spec.kernelSize - 1) * spec.dilationRate + 1;
  const left = before + steps + behind - reach + 1;
  if (left < 1) {
    throw new RangeError(
      `${who}: a kernel that reaches over ${reach} steps needs sequences of at least as many, got ${steps}; padding: 'same' or 'causal' puts zeros around them`
    );
  }
  return left;
}

function weightsOf(
  spec: Settled,
  inputSize: number,
  { seed, dtype }: Pick<Parameters<typeof makeVariable>[3], 'seed' | 'dtype'>
): Variable[] {
  const { filters, kernelSize, kernelInitializer, biasInitializer } = spec;
  const limit = 1 / Math.sqrt(kernelSize * inputSize);
  const uniform = initializers.uniform(-limit, limit);
  const isKeras = spec.convention === 'keras';
  const from = { seed: spec.seed ?? seed, dtype };
  const kernel = makeVariable(
    'kernel',
    [kernelSize, inputSize, filters],
    kernelInitializer ?? (isKeras ? initializers.glorotUniform() : uniform),
    from
  );
  if (!spec.useBias) {
    return [kernel];
  }
  return [
    kernel,
    makeVariable(
      'bias',
      [filters],
      biasInitializer ?? (isKeras ? initializers.zeros() : uniform),
      from
    )
  ];
}
