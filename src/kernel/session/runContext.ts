import { promiseHooks } from 'node:v8';
import { sharedNumbers } from '../link';
import type { Run } from './run';

/**
 * Knows which run the code at work belongs to, across timers and promises, so that late output and
 * late errors go to the notebook cell that caused them.
 *
 * Node's AsyncLocalStorage would do, but on Node 20 and 22 its bookkeeping aborts the process when
 * an interrupt cuts a continuation short; V8's promise hooks need none.
 */
export interface RunContext {
  /** The run that the code at work belongs to; null where that is unknown. */
  current(): Run | null;
  /** The run in which a promise was made. */
  of(promise: object): Run | null;
  /** Calls `work` as part of a run. */
  within<T>(run: Run | null, work: () => T): T;
  /** After an interrupt cut code short: nothing is at work. */
  reset(): void;
}

/** Starts following promises. `shared` are the numbers that both threads see. */
export function createRunContext(shared: Int32Array): RunContext {
  let current: Run | null = null;

  function enter(run: Run | null): void {
    current = run;
    shared[sharedNumbers.userCode] = run === null ? 0 : 1;
  }

  promiseHooks.createHook({
    init(promise) {
      if (current !== null) {
        Stamp.put(promise, current);
      }
    },
    before(promise) {
      enter(Stamp.of(promise));
    },
    after() {
      enter(null);
    }
  });
  return {
    current: () => current,
    of: promise => Stamp.of(promise),
    within(run, work) {
      const outer = current;
      enter(run);
      try {
        return work();
      } finally {
        enter(outer);
      }
    },
    reset() {
      enter(null);
    }
  };
}

/** Lets a subclass put private fields on an object that exists already. */
class Onto {
  constructor(object: object) {
    return object;
  }
}

/** A run remembered on a promise where nobody can see it and printing does not show it. */
class Stamp extends Onto {
  #run: Run | null = null;

  static put(promise: object, run: Run): void {
    const stamped =
      #run in promise ? promise : (new Stamp(promise) as unknown as Stamp);
    stamped.#run = run;
  }

  static of(promise: object): Run | null {
    return #run in promise ? promise.#run : null;
  }
}
