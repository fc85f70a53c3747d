import { requireInteger } from '../base/check';
import { initializers } from '../tensor/initializers';
import { layerOptions } from '../spec/layers';
import { shapeText } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import { makeVariable } from '../tensor/variable';
import type { Layer, LayerOptions, Signal } from './layer';
import { headOf } from './layer';

export interface PositionOptions extends LayerOptions {
  /** Sines of many wavelengths, or a learned row for each position. Default `sine`. */
  kind?: 'sine' | 'learned';
  /** Longest sequence, for `learned`. */
  maxLength?: number;
  seed?: number;
}

/**
 * Adds to each step what tells its place, `[B, T, I] → [B, T, I]`: self-attention alone does not see
 * order. Sines and cosines of wavelengths from 2π to 20,000π (Vaswani et al. 2017), or learned rows.
 *
 * @throws TypeError on a wrong or unknown option; RangeError when a sequence is longer than `maxLength`
 * @example
 * ```ts
 * const model = sequential([layers.positionEncoding({ inputShape: [5, 2] })]);
 * model.summary().layers[0].outputShape; // [5, 2]
 * ```
 */
export function positionEncoding(options: PositionOptions = {}): Layer {
  const who = 'layers.positionEncoding';
  const spec = layerOptions.PositionEncoding(options);
  const { kind } = spec;
  const maxLength =
    kind === 'learned'
      ? requireInteger(who, 'maxLength', spec.maxLength)
      : Infinity;
  let variables: Variable[] = [];

  /** The steps of a signal, the first of which stands at a place. */
  function placed({ values, mask }: Signal, from: number): Signal {
    const [, count, size] = values.shape;
    const steps = from + count;
    if (steps > maxLength) {
      throw new RangeError(
        `${who}: a sequence of ${steps} steps is longer than maxLength ${maxLength}`
      );
    }
    const rows =
      kind === 'learned'
        ? variables[0].tensor.slice(from, steps)
        : sines(from, count, size).cast(values.dtype);
    return { values: values.add(rows), mask };
  }

  return {
    ...headOf({ type: 'PositionEncoding', ...spec }),
    cells: [],
    build(input, { seed, dtype }) {
      const last = input[1];
      if (input.length !== 2 || typeof last !== 'number') {
        throw new RangeError(
          `${who}: its input must be sequences [B, T, I], got ${shapeText([null, ...input])}`
        );
      }
      variables =
        kind === 'learned'
          ? [
              makeVariable(
                'positions',
                [maxLength, last],
                initializers.uniform(-0.05, 0.05),
                { seed: spec.seed ?? seed, dtype }
              )
            ]
          : [];
      return input;
    },
    call: signal => placed(signal, 0),
    stepper() {
      let place = 0;
      return { step: signal => placed(signal, place++), carried: 0 };
    },
    get variables() {
      return variables;
    },
    get count() {
      const [weight] = variables;
      return weight
        ? {
            count: weight.tensor.size,
            formula: 'ln',
            arithmetic: weight.tensor.shape.join('·')
          }
        : { count: 0, formula: '0', arithmetic: '0' };
    }
  };
}

/** Even columns `sin(t/10000^{2k/n})`, odd columns the cosine of the same. */
function sines(from: number, steps: number, size: number): Tensor {
  const values = new Float64Array(steps * size);
  for (let step = 0; step < steps; step++) {
    for (let column = 0; column < size; column++) {
      const angle = (from + step) / 10_000 ** ((column - (column % 2)) / size);
      values[step * size + column] =
        column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  }
  return new Tensor(values, [steps, size]);
}
