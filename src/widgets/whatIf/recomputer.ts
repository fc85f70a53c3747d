import type { Clamp, InputEdit, Trace } from '../../trace';
import type { LiveLink } from '../context';

export interface RecomputerOptions {
  readonly link: LiveLink;
  /** What to ask next: the run's id and all its changes. */
  readonly question: () => {
    readonly id: string;
    readonly edits: readonly InputEdit[];
    readonly clamps: readonly Clamp[];
  };
  readonly answered: (trace: Trace) => void;
  readonly failed: (message: string) => void;
}

/** Asks the kernel for a run with changes, one question at a time. */
export interface Recomputer {
  /** Asks what is to be asked now. While an answer is awaited, only the newest question is kept. */
  ask(): void;
  /** Whatever is still to come does not count any more. */
  forget(): void;
}

export function createRecomputer({
  link,
  question,
  answered,
  failed
}: RecomputerOptions): Recomputer {
  let turn = 0;
  let asking = false;
  let waiting = false;

  const ask = async (): Promise<void> => {
    if (asking) {
      waiting = true;
      return;
    }
    asking = true;
    waiting = false;
    const mine = ++turn;
    try {
      const { trace } = await link.request('recompute', question());
      if (mine === turn) {
        answered(trace);
      }
    } catch (reason) {
      if (mine === turn) {
        failed(reason instanceof Error ? reason.message : String(reason));
      }
    } finally {
      asking = false;
      if (waiting) {
        void ask();
      }
    }
  };

  return {
    ask: () => void ask(),
    forget() {
      turn += 1;
      waiting = false;
    }
  };
}
