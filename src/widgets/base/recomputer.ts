export interface RecomputerOptions<Answer> {
  /** Asks the kernel for what is wanted now, with all changes. */
  readonly request: () => Promise<Answer>;
  readonly answered: (answer: Answer) => void;
  readonly failed: (message: string) => void;
}

/** Asks the kernel for runs with changes, one question at a time. */
export interface Recomputer {
  /** Asks what is to be asked now. While an answer is awaited, only the newest question is kept. */
  ask(): void;
  /** Whatever is still to come does not count any more. */
  forget(): void;
  /** The answer to the newest question is still to come. */
  readonly awaited: boolean;
}

export function createRecomputer<Answer>({
  request,
  answered,
  failed
}: RecomputerOptions<Answer>): Recomputer {
  let turn = 0;
  let asking = false;
  let waiting = false;
  let awaited = false;

  const ask = async (): Promise<void> => {
    awaited = true;
    if (asking) {
      waiting = true;
      return;
    }
    asking = true;
    waiting = false;
    const mine = ++turn;
    try {
      const answer = await request();
      if (mine === turn) {
        awaited = waiting;
        answered(answer);
      }
    } catch (reason) {
      if (mine === turn) {
        awaited = waiting;
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
      awaited = false;
    },
    get awaited() {
      return awaited;
    }
  };
}
