import { described } from '../engine/base/described';
import { RunOfNetwork } from '../engine/run/run';
import * as engine from './engine';

type Body = (...values: readonly unknown[]) => Promise<unknown>;

/** The class of functions that may wait; it has no name of its own. */
const AsyncFunction = Object.getPrototypeOf(async () => undefined)
  .constructor as new (...namesAndBody: string[]) => Body;

/**
 * Runs the code that a page's author wrote into the page, with the engine's functions by their names.
 *
 * @param code the body of a function that may wait and returns a run
 * @throws Error that says what the code should return, or where it stopped
 */
export async function computed(code: string): Promise<RunOfNetwork> {
  let body: Body;
  try {
    body = new AsyncFunction(...Object.keys(engine), code);
  } catch (error) {
    throw new Error(
      error instanceof EvalError
        ? 'gatescope-view: the policy of this page forbids code inside; call gatescope.show(element, run) from a script of the page.'
        : `gatescope-view: the code inside is no JavaScript: ${messageOf(error)}.`,
      { cause: error }
    );
  }
  let found: unknown;
  try {
    found = await body(...Object.values(engine));
  } catch (error) {
    throw new Error(
      `gatescope-view: the code inside stopped: ${messageOf(error)}`,
      { cause: error }
    );
  }
  return requireRun(found, 'gatescope-view: the code inside should return');
}

/** @param who what wants the run, up to the words that name it */
export function requireRun(value: unknown, who: string): RunOfNetwork {
  if (!(value instanceof RunOfNetwork)) {
    throw new TypeError(
      `${who} a run, such as lstm({ inputSize: 1, units: 3 }).run([0, 1, 0]); got ${described(value)}.`
    );
  }
  return value;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
