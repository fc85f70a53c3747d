import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { CheckLimits, ToCheck } from './checkMessages';
import { limitedFork } from './limitedFork';

/** The processes of checks: one with the tests, which starts that of the answer, and both end together. */
export interface CheckProcesses {
  /** Processes in which nothing has run: those that wait, or new ones. */
  take(): ChildProcess;
  /**
   * Starts the next ones, which then wait for their check: who works on an exercise soon checks it
   * again, and Node takes longer to start than most answers to judge. What waits in vain ends.
   */
  prepare(): void;
}

/** Where a group of processes can be ended at once; elsewhere those of a process end with it. */
const HAS_GROUPS = process.platform !== 'win32';

/**
 * @param cwd the folder in which they run
 * @param limits what a check in them may take; as long as that they wait for one
 */
export function createCheckProcesses(
  cwd: string,
  limits: CheckLimits
): CheckProcesses {
  let waiting: { readonly child: ChildProcess; leave(): void } | null = null;

  function start(): ChildProcess {
    const child = fork(join(__dirname, 'check.js'), {
      ...limitedFork(limits.megabytes),
      cwd,
      detached: HAS_GROUPS,
      // Numbers in a report may be NaN and lie in typed arrays: JSON knows neither.
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc']
    });
    // One that cannot start says so twice: once itself, once for what was sent to it, when perhaps nobody
    // listens any more. Unheard, that would be the kernel's own error.
    child.on('error', () => undefined);
    child.send({ limits } satisfies ToCheck);
    return child;
  }

  return {
    take() {
      if (waiting === null) {
        return start();
      }
      const { child } = waiting;
      waiting.leave();
      return child;
    },
    prepare() {
      if (waiting !== null) {
        return;
      }
      const child = start();
      const end = (): void => {
        waiting?.leave();
        endCheck(child);
      };
      const timer = setTimeout(end, limits.seconds * 1000);
      // What it says before it is asked is why it cannot judge.
      child.on('error', end).on('exit', end).on('message', end);
      waiting = {
        child,
        leave() {
          clearTimeout(timer);
          child.off('error', end).off('exit', end).off('message', end);
          waiting = null;
        }
      };
    }
  };
}

/** Ends a check's process and that of its answer. */
export function endCheck(child: ChildProcess): void {
  try {
    if (HAS_GROUPS && child.pid !== undefined) {
      process.kill(-child.pid, 'SIGKILL');
      return;
    }
  } catch {
    // All of it has ended.
  }
  child.kill('SIGKILL');
}
