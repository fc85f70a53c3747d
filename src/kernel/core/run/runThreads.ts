import type { ThreadHost } from '../../../engine/base/trainingThreads';
import type { CellRun } from './run';

/** Threads that end with the run that started them. */
export interface RunThreads extends ThreadHost {
  /** Ends those of all runs, also of cells that are over and left a search behind. */
  stop(): void;
}

/**
 * Threads that an interrupt of the run that started them ends, whatever becomes of the code that
 * waits for them: what is cut short runs no `finally`.
 */
export function runThreads(
  threads: ThreadHost,
  runAtWork: () => CellRun | null
): RunThreads {
  const open = new Map<() => void, CellRun | null>();
  return {
    cores: threads.cores,
    start(count) {
      const run = runAtWork();
      const started = threads.start(count);
      const end = () => {
        open.delete(end);
        run?.onInterrupt.delete(end);
        started.end();
      };
      open.set(end, run);
      run?.onInterrupt.add(end);
      return { ...started, end };
    },
    stop() {
      for (const [end, run] of open) {
        // What waits for these threads sees by it that nothing comes any more.
        if (run !== null) {
          run.interrupted = true;
        }
        end();
      }
    }
  };
}
