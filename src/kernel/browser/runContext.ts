import type { CellRun, RunContext } from '../core/run/run';

/**
 * Who is at work, in a page, which tells nothing of promises: compiled cells say it themselves where
 * they go on after an `await`.
 */
export function createRunContext(): RunContext {
  let current: CellRun | null = null;
  return {
    followsAwaits: false,
    current: () => current,
    of: () => null,
    within(run, work) {
      const outer = current;
      current = run;
      try {
        return work();
      } finally {
        current = outer;
      }
    },
    resume(run) {
      current = run;
    },
    reset() {
      current = null;
    }
  };
}
