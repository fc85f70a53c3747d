import type { RunOfNetwork } from '../../engine/run/run';
import type { StudentDraws } from '../draws/draws';

/** Numbers, or lists of them, as deep as need be: what an answer is given and gives. */
export type Numbers = number | readonly Numbers[];

/** An answer that is often given, though it is wrong. */
export interface Careless<A extends readonly unknown[]> {
  readonly of: (...args: A) => Numbers;
  /** What the student reads; it never holds the right formula. */
  readonly message: string;
}

/** The first entry at which weights do something else than asked for. */
export interface WrongEntry {
  readonly at: number;
  readonly wanted: number;
  readonly got: number;
}

/**
 * A function that an exercise asks for. It stands in the library, so that no notebook cell that a
 * student reads holds the solution.
 */
export interface Reference<A extends readonly unknown[]> {
  /** What the student calls the function. */
  readonly name: string;
  /**
   * The arguments to try, recreated for each call, so that an answer may change them. Each careless
   * answer differs from the right one on at least one of them.
   */
  readonly cases: () => readonly A[];
  /**
   * Arguments to try beside these, drawn: so no table of the fixed ones is an answer. They ask for
   * nothing that the exercise leaves open, and no rounding decides. Needed where there are arguments.
   */
  readonly draw?: (draws: StudentDraws) => A;
  readonly right: (...args: A) => Numbers;
  /**
   * What an answer does, in numbers, where it is not numbers itself: weights are judged by behavior. Null
   * for all that is no such answer, numbers among it: else a function that gives what is wanted of weights
   * would pass without any.
   */
  readonly through?: (answer: unknown, ...args: A) => unknown;
  /** What is to be said where an answer cannot be read so: of what form it must be. */
  readonly form?: string;
  /** What weights do, as a run to look at once they are right; null for what are no weights. */
  readonly run?: (answer: unknown, ...args: A) => RunOfNetwork | null;
  /**
   * Says what the weights did at the first entry that is wrong. What they are to do stands in the
   * exercise's text, so it may be said also where the numbers asked for are secret.
   */
  readonly tell?: (wrong: WrongEntry, ...args: A) => string;
  readonly careless: readonly Careless<A>[];
  /** How far a number may be off, relative to the one asked for. Default 10⁻⁶. */
  readonly tolerance?: number;
  /** The size below which a number counts as this large for the tolerance. Default 0.01. */
  readonly scale?: number;
  /** True where the numbers are what is asked for: then no report shows one. */
  readonly secret?: boolean;
  /**
   * Functions of the library that would answer by themselves, and what to say when one is called: the
   * library that an answer gets is without them. `step` and `attend` name what is computed, too, by
   * whatever layer or model that is asked for.
   */
  readonly without?: {
    readonly calls: readonly string[];
    readonly message: string;
  };
}

/** A reference that takes the numbers themselves, for what gives them without an answer: its own functions. */
export const inNumbers = <A extends readonly unknown[]>(
  reference: Reference<A>
): Reference<A> => ({ ...reference, through: undefined });
