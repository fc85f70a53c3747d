import type { Dense, Operation } from '../tensor/operation';
import { sizeOf } from '../tensor/shape';

/** Where each number of a row comes from that moves the numbers of others as they are. */
export interface MovedPlaces {
  /** Of each number of the result, its place among the numbers of all inputs, one after the other. */
  readonly values: Dense['values'];
  /** Where each input begins among these, and how many there are. */
  readonly starts: readonly number[];
  readonly all: number;
}

/**
 * The places are found by having the operation move them. Null where it mixes the sequences of a batch.
 *
 * @param shapes of the inputs, of one sequence
 * @param attributes the operation's, of the whole batch
 */
export function movedPlaces(
  operation: Operation,
  shapes: readonly (readonly number[])[],
  attributes: unknown,
  batch: number
): MovedPlaces | null {
  const own = ofOneSequence(operation.name, attributes, batch);
  if (own === null) {
    return null;
  }
  let all = 0;
  const starts: number[] = [];
  const places = shapes.map((shape): Dense => {
    const start = all;
    starts.push(start);
    const size = sizeOf(shape);
    all += size;
    const values = Float64Array.from({ length: size }, (_, at) => start + at);
    return { values, shape };
  });
  const { values } = operation.forward(places, own.attributes);
  return { values, starts, all };
}

/** What an operation is told, as it is for one sequence; null where that leaves the batch as it is not. */
function ofOneSequence(
  name: string,
  attributes: unknown,
  batch: number
): { readonly attributes: unknown } | null {
  if (name === 'reshape') {
    const shape = attributes as readonly number[];
    return shape[0] === batch ? { attributes: [1, ...shape.slice(1)] } : null;
  }
  const first =
    name === 'transpose'
      ? // The axis that comes first stays the batch.
        (attributes as readonly number[])[0] === 0
      : (name === 'slice'
          ? (attributes as { readonly axis: number }).axis
          : (attributes as number)) !== 0;
  return first ? { attributes } : null;
}
