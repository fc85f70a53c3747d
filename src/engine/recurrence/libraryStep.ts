import { saysComputed } from '../base/refusal';

const known = new WeakSet<object>();

/**
 * The step of one of the library's own cells. A student's step is to be told from it also where it is
 * called from inside another function: see `withRefusal`.
 */
export function libraryStep<I, P, O>(
  step: (input: I, parameters: P) => O
): (input: I, parameters: P) => O {
  const told = (input: I, parameters: P): O => {
    saysComputed('step');
    return step(input, parameters);
  };
  known.add(told);
  return told;
}

/** Whether a step is the library's: it computes the same at each call, from what it is given alone. */
export const isLibraryStep = (step: object): boolean => known.has(step);
