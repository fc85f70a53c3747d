import type { Differentiated } from './differentiate';
import type { Value } from './graph';
import { isLeaf } from './graph';

/** A step with its way back in which what leaves a step has a value, and so a place, of its own. */
export interface Carried {
  readonly of: Differentiated;
  /** The derivative by each state before the step. */
  readonly carried: readonly number[];
  /** The derivative by x; null where nothing goes back to it. */
  readonly input: number | null;
}

/**
 * Copies derivatives that are the same value as another one that leaves, or that something else reads; a
 * state that the step does not read has the derivative zero.
 *
 * @param kept derivatives that are read afterwards
 * @param learnsInput whether somebody wants that by x
 */
export function withCarried(
  of: Differentiated,
  kept: readonly number[],
  learnsInput: boolean
): Carried {
  const { graph, given, forward, matrixGradients, vectorGradients } = of;
  const values: Value[] = [...of.values];
  // What a step hands to the one before stays as long as that takes: nothing else may read it there.
  const taken = new Set<number>([
    ...matrixGradients.map(({ adjoint }) => adjoint),
    ...vectorGradients.map(({ adjoint }) => adjoint),
    ...kept,
    ...values.flatMap(({ inputs }) => inputs)
  ]);
  const own = (id: number, width: number): number => {
    const isFree =
      id >= forward &&
      !taken.has(id) &&
      !isLeaf(values[id]) &&
      values[id].width === width;
    const found = isFree
      ? id
      : values.push({ op: 'copy', inputs: [id], width }) - 1;
    taken.add(found);
    return found;
  };
  const carried = graph.states.map(({ name, width }) => {
    const id = given[name];
    return id === undefined
      ? own(
          values.push({ op: 'number', inputs: [], width: 1, number: 0 }) - 1,
          width
        )
      : own(id, width);
  });
  const x = graph.values.findIndex(
    ({ op, name }) => op === 'given' && name === 'x'
  );
  const input =
    given.x === undefined || !learnsInput
      ? null
      : own(given.x, graph.values[x].width);
  return { of: { ...of, values }, carried, input };
}
