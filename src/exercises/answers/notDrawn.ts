import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** An exercise that is the same in every assignment. */
export function notDrawn<A extends readonly unknown[]>(
  reference: Reference<A>
): DrawnAnswer<null, A> {
  return {
    lesson: null,
    draw: () => null,
    words: [],
    reference: () => reference
  };
}
