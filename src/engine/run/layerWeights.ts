import type {
  EnteringNumbers,
  GateParameter,
  LayerWeights,
  WeightNumbers
} from '../../trace';
import { float32, float64, WEIGHT_BINS } from '../../trace';
import type { Named } from '../recurrence/definition';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { Tensor } from '../tensor/tensor';
import { gateWeights } from './gateWeights';

/** One recurrent layer, as far as its weights are read. */
export interface WeighedLayer {
  readonly name: string;
  readonly cell: RecurrentCell;
  readonly direction: 'forward' | 'backward';
  /** By the name of each parameter. */
  readonly parameters: Named;
  readonly gradients: Named;
  readonly inputs?: readonly string[];
  /** What the weights multiply over a batch. */
  readonly entering?: readonly EnteringNumbers[];
}

/** Norms over epochs, of the weights and of the derivatives, by the name of a parameter. */
export type NormsOf = (
  parameter: string
) => Pick<GateParameter, 'norms' | 'gradientNorms'>;

/** The weights of a layer as a bundle has them. */
export function layerWeights(
  {
    name,
    cell,
    direction,
    parameters,
    gradients,
    inputs,
    entering
  }: WeighedLayer,
  norms: NormsOf
): LayerWeights {
  const found = gateWeights(cell, parameters, gradients);
  // Gates are compared part by part: biases of 1 would make a recurrent kernel pale.
  const scaleOf = (
    part: GateParameter['part'],
    of: 'weights' | 'gradient'
  ): number =>
    largest(
      found.flatMap(each => (each.part === part && each[of] ? [each[of]] : []))
    );
  return {
    name,
    cell: cell.kind,
    cellName: cell.name,
    direction,
    inputSize: cell.inputSize,
    units: cell.units,
    ...(inputs?.length === cell.inputSize && { inputs }),
    parameters: found.map(({ name: text, part, of, weights, gradient }) => {
      const shape = matrixShape(weights);
      return {
        name: text,
        part,
        of,
        shape,
        weights: numbersOf(weights, shape, scaleOf(part, 'weights')),
        ...(gradient && {
          gradient: numbersOf(gradient, shape, scaleOf(part, 'gradient'))
        }),
        ...norms(text)
      };
    }),
    ...(entering && entering.length > 0 && { entering })
  };
}

function numbersOf(
  { values }: Tensor,
  shape: GateParameter['shape'],
  scale: number
): WeightNumbers {
  const counts = new Float64Array(WEIGHT_BINS);
  let finite = 0;
  for (const value of values) {
    if (Number.isFinite(value)) {
      finite++;
      const share = scale > 0 ? (value / scale + 1) / 2 : 0.5;
      counts[Math.min(WEIGHT_BINS - 1, Math.floor(share * WEIGHT_BINS))]++;
    }
  }
  return {
    norm: normOf(values),
    notFinite: values.length - finite,
    scale,
    histogram: float64(counts, [WEIGHT_BINS]),
    array: float32(values, shape)
  };
}

/** √Σw², also where the squares are beyond the largest float. */
export function normOf(values: ArrayLike<number>): number {
  let norm = 0;
  for (let at = 0; at < values.length; at++) {
    norm = Math.hypot(norm, values[at]);
  }
  return norm;
}

/** A vector is one row. */
function matrixShape({ shape, size }: Tensor): readonly [number, number] {
  const columns = shape.at(-1) ?? 1;
  return [columns === 0 ? 0 : size / columns, columns];
}

function largest(tensors: readonly Tensor[]): number {
  let end = 0;
  for (const { values } of tensors) {
    for (const value of values) {
      const size = Math.abs(value);
      if (size > end && size !== Infinity) {
        end = size;
      }
    }
  }
  return end;
}
