import type { ThreadHost } from '../../../engine/base/trainingThreads';
import type { Run } from './run';

/**
 * Threads that an interrupt of the run that started them ends, whatever becomes of the code that
 * waits for them: what is cut short runs no `finally`.
 */
export function runThreads(
  threads: ThreadHost,
  runAtWork: () => Run | null
): ThreadHost {
  return {
    ...threads,
    start(count) {
      const run = runAtWork();
      const started = threads.start(count);
      const end = () => {
        run?.onInterrupt.delete(end);
        started.end();
      };
      run?.onInterrupt.add(end);
      return { ...started, end };
    }
  };
}
