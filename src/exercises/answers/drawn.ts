import type { StudentDraws } from '../draws/draws';
import type { Reference } from './reference';

/**
 * An exercise of which each assignment may ask something else, so that the solution that ships with
 * the lessons answers none of them.
 */
export interface Drawn<Asked> {
  /** What the lesson asks. */
  readonly lesson: Asked;
  /**
   * What an assignment asks instead. A draw that the lesson's solution answers, or in which a careless
   * answer is right or cannot be told from another, is not taken.
   */
  readonly draw: (draws: StudentDraws) => Asked;
  /** Pieces of the lesson's notebook, each with what takes its place. */
  readonly words: readonly (readonly [
    lesson: string,
    instead: (asked: Asked) => string
  ])[];
}

/** One that is checked by `check.answer`. */
export interface DrawnAnswer<
  Asked,
  A extends readonly unknown[]
> extends Drawn<Asked> {
  readonly reference: (asked: Asked) => Reference<A>;
}
