import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { WeightList } from '../recurrence/weights';
import { noGradient } from '../tensor/recording';
import { sizeOf } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import type { Graph } from './graph';
import { graphText } from './graph';
import { textOfStep, traceStep } from './traceStep';
import type { TracedStep } from './tracedStep';

/** Which numbers of which of a cell's variables a weight of its step is. */
export interface ViewedWeight {
  readonly variable: number;
  readonly start: number;
  readonly byRow: number;
  readonly byColumn: number;
}

/** A step whose weights are parts of the cell's variables as they lie there, cut out or turned. */
export interface ViewedStep {
  readonly graph: Graph;
  readonly matrices: readonly ViewedWeight[];
  /** Null where all is zero: the bias of a cell without one. */
  readonly vectors: readonly (ViewedWeight | null)[];
}

/** Numbers up to here are whole ones in f32. */
const DIGIT = 2 ** 20;
const PRIME = 8_388_593;

/**
 * Three numbers for each place among all variables: its two digits, and one that tells a place from a sum of
 * others.
 */
const marks = [
  (at: number) => 1 + (at % DIGIT),
  (at: number) => 1 + Math.floor(at / DIGIT),
  (at: number) => 1 + ((at * 40_503) % PRIME)
] as const;

/**
 * Follows a step whose variables hold the numbers of their own places, and so finds where each of its weights
 * lies.
 *
 * @param drops whether the recurrent matrices read h under a mask
 * @returns in a sentence why it cannot be, where a weight is computed from variables
 */
export function viewedStep(
  cell: RecurrentCell,
  drops: boolean
):
  | { readonly step: ViewedStep; readonly reason?: undefined }
  | { readonly step?: undefined; readonly reason: string } {
  const text = textOfStep(cell, drops);
  const steps: TracedStep[] = [];
  for (const mark of marks) {
    const { step, reason } = noGradient(() =>
      traceStep(cell, {
        parameters: cell.weights.parameters(marked(cell, mark)),
        dtype: cell.dtype,
        drops
      })
    );
    if (!step) {
      return { reason };
    }
    if (graphText(step.graph) !== text) {
      return {
        reason: `the step of ${cell.name} is another one for other weights`
      };
    }
    steps.push(step);
  }
  const find = placeFinder(cell);
  const placesOf = (kind: 'matrices' | 'vectors') =>
    steps[0][kind].map((_, at) => find(steps.map(step => step[kind][at])));
  const matrices = placesOf('matrices');
  const vectors = placesOf('vectors');
  const isFound = (place: Found): place is ViewedWeight =>
    typeof place === 'object' && place !== null;
  return matrices.every(isFound) &&
    vectors.every(place => place === null || isFound(place))
    ? { step: { graph: steps[0].graph, matrices, vectors } }
    : { reason: `the step of ${cell.name} computes with its weights alone` };
}

/** Null for zeros, undefined for what is no part of a variable. */
type Found = ViewedWeight | null | undefined;

function marked(
  { variables, dtype }: RecurrentCell,
  mark: (at: number) => number
): WeightList {
  let first = 0;
  return Object.fromEntries(
    variables.map(({ name, tensor: { shape } }) => {
      const numbers = Array.from({ length: sizeOf(shape) }, (_, at) =>
        mark(first + at)
      );
      first += numbers.length;
      const values =
        dtype === 'f32'
          ? Float32Array.from(numbers)
          : Float64Array.from(numbers);
      return [name, new Tensor(values, shape, null, true)];
    })
  );
}

function placeFinder({ variables }: RecurrentCell) {
  const ends: number[] = [];
  for (const { tensor } of variables) {
    ends.push((ends.at(-1) ?? 0) + tensor.size);
  }

  return (tensors: readonly Tensor[]): Found => {
    const [low, high, check] = tensors.map(({ values }) => values);
    if (low.every((value, at) => value === 0 && high[at] === 0)) {
      return null;
    }
    const places = Array.from(
      low,
      (value, at) => value - 1 + (high[at] - 1) * DIGIT
    );
    const { shape } = tensors[0];
    const columns = shape.at(-1) ?? 1;
    const rows = places.length / columns;
    const [first] = places;
    const byRow = rows > 1 ? places[columns] - first : 0;
    const byColumn = columns > 1 ? places[1] - first : 0;
    const variable = ends.findIndex(end => first < end);
    const isPart = places.every(
      (place, at) =>
        check[at] === marks[2](place) &&
        place ===
          first + Math.floor(at / columns) * byRow + (at % columns) * byColumn
    );
    return isPart && variable >= 0
      ? {
          variable,
          start: first - (ends[variable - 1] ?? 0),
          byRow,
          byColumn
        }
      : undefined;
  };
}
