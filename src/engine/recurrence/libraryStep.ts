import { saysComputed } from '../base/refusal';

/**
 * The step of one of the library's own cells. A student's step is to be told from it also where it is
 * called from inside another function: see `withRefusal`.
 */
export function libraryStep<I, P, O>(
  step: (input: I, parameters: P) => O
): (input: I, parameters: P) => O {
  return (input, parameters) => {
    saysComputed('step');
    return step(input, parameters);
  };
}
