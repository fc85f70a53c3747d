import type { StopGuard } from '../cells/runner';
import type { CellRun, RunContext } from '../run/run';

/** Ends a cell that the user interrupted. */
export class Interrupted extends Error {
  constructor() {
    super('stopped by the user');
    this.name = 'Interrupted';
    // Where the kernel noticed says nothing about the cell.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Awaits that the code of an interrupted run still gets, for its `finally` blocks. */
const LAST_AWAITS = 20;

/**
 * Ends what an interrupted run has left: where it goes on after an `await`, it is thrown out; code
 * that catches that and awaits again and again waits forever.
 */
export function interruptedAwaits(
  context: RunContext,
  runAtWork: () => CellRun | null
): Omit<StopGuard, 'turned'> {
  const atWork = () =>
    context.current() ?? (context.followsAwaits ? null : runAtWork());
  return {
    run: context.followsAwaits ? () => undefined : context.current,
    awaited(value) {
      const run = atWork();
      return run?.interrupted && run.lastAwaits++ >= LAST_AWAITS
        ? new Promise(() => undefined)
        : value;
    },
    resumed(run) {
      if (run !== undefined) {
        context.resume(run as CellRun | null);
      }
      if (atWork()?.interrupted) {
        throw new Interrupted();
      }
    }
  };
}
