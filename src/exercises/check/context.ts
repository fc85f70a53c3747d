/** Which exercise is being checked, when the kernel knows. */
export interface CheckContext {
  /** Id of the exercise. */
  readonly exercise?: string;
  /** Source of the answer's notebook cell, so that a fault can be placed on a line of it. */
  readonly answer?: string;
  /** Who handed it in; known while marking only. */
  readonly student?: string;
  /** What cases are drawn from; 0 where nobody marks. */
  readonly seed?: number;
  /** What was entered where questions are marked; unknown to a notebook cell that runs by itself. */
  readonly answered?: Answered;
}

/** What was entered, by sheet and question; `key`: what the key itself says, for its teacher to try. */
export type Answered =
  Readonly<Record<string, Readonly<Record<string, unknown>>>> | 'key';

let current: CheckContext = {};

/** Set by the kernel before the tests of an exercise run, and emptied after. */
export function setCheckContext(context: CheckContext): void {
  current = context;
}

export function checkContext(): CheckContext {
  return current;
}
