import { promiseHooks } from 'node:v8';
import type { CellRun, RunContext } from '../../core/run/run';
import { sharedNumbers } from '../sharedNumbers';

/**
 * Starts following promises. `shared` are the numbers that both threads see.
 *
 * Node's AsyncLocalStorage would do, but on Node 20 and 22 its bookkeeping aborts the process when
 * an interrupt cuts a continuation short; V8's promise hooks need none.
 */
export function createRunContext(shared: Int32Array): RunContext {
  let current: CellRun | null = null;

  function enter(run: CellRun | null): void {
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
    followsAwaits: true,
    resume: enter,
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
  #run: CellRun | null = null;

  static put(promise: object, run: CellRun): void {
    const stamped =
      #run in promise ? promise : (new Stamp(promise) as unknown as Stamp);
    stamped.#run = run;
  }

  static of(promise: object): CellRun | null {
    return #run in promise ? promise.#run : null;
  }
}
