import type { WarmUp } from '../cells/converter';
import type { Guard } from '../run/run';

/** Work of the kernel's own, done while nobody asks anything of it. */
export interface IdleWork {
  /** A request has come; `isCell`: a notebook cell, which does itself what warming up would do. */
  disturbed(isCell: boolean): void;
  /** A request has been answered. */
  answered(): void;
  /** Warms up a compiler that was not there from the start. */
  warmUp(): void;
}

/** The machine's own, before the kernel follows the timers of notebook cells. */
const { setTimeout, clearTimeout } = globalThis;

/** How long the kernel must have been quiet after its start, and after its first cells, in ms. */
const AFTER_START = 250;
const AFTER_CELLS = 3000;

/**
 * Does ahead what the first cell would otherwise wait for. The compiler is warmed up as soon as the
 * start is over, while front ends still greet the kernel: a cell sent at once finds it done, and one
 * that comes amid it waits for what it would have done itself. The library follows once it is quiet.
 * Once after the first cells, `settled`.
 */
export function createIdleWork({
  guard: { guarded },
  isBusy,
  warmUp,
  isLate,
  settled,
  releaseMemory
}: {
  readonly guard: Guard;
  readonly isBusy: () => boolean;
  readonly warmUp: (cell: WarmUp) => void;
  /** Whether the compiler is not there from the start: nothing is warmed up before `warmUp`. */
  readonly isLate: boolean;
  readonly settled: () => void;
  readonly releaseMemory: () => void;
}): IdleWork {
  let hasBegun = false;
  let isSettled = false;
  let isWanted = !isLate;
  let timer = isWanted ? setTimeout(warmUpCompiler, 0) : undefined;

  /** In two parts: what has come meanwhile is heard between them. */
  function warmUpCompiler(): void {
    guarded(() => warmUp('smallest'));
    timer = setTimeout(() => {
      guarded(() => warmUp('usual'));
      timer = setTimeout(begin, AFTER_START);
    }, 0);
  }

  function begin(): void {
    hasBegun = true;
    guarded(() => warmUp('library'));
    // What starting and warming up left behind goes, before anybody waits for it.
    timer = setTimeout(() => guarded(releaseMemory), 0);
  }

  function settle(): void {
    if (!isBusy()) {
      isSettled = true;
      guarded(settled);
    }
  }

  return {
    disturbed(isCell) {
      clearTimeout(timer);
      hasBegun ||= isCell;
    },
    answered() {
      clearTimeout(timer);
      if (!isWanted) {
        return;
      }
      if (!hasBegun) {
        timer = setTimeout(begin, AFTER_START);
      } else if (!isSettled) {
        timer = setTimeout(settle, AFTER_CELLS);
      }
    },
    warmUp() {
      clearTimeout(timer);
      isWanted = true;
      warmUpCompiler();
    }
  };
}
