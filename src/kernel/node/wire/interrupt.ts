import { Session } from 'node:inspector';
import type { ToSession } from '../../core/messages';
import { sharedNumbers } from '../sharedNumbers';

/** Stops what runs on the main thread. */
export interface Interrupter {
  interrupt(): void;
  /**
   * Passes a message to the main thread; while an interrupt has not been seen there, holds it, as an
   * end on its way to what went before would otherwise hit the taker of the message.
   */
  pass(message: ToSession): void;
  /** The session has seen the interrupt with this number: nothing holds the thread. */
  seen(number: number): void;
}

/** How long the main thread may take to see an interrupt before a cell's code is cut short, in ms. */
const PATIENCE = 100;
/** The same where nobody can tell whose code runs: a machine may be slow, a callback of a cell endless. */
const LONG_PATIENCE = 500;

/**
 * Asks the main thread to stop; when it does not even listen (a loop that never awaits), ends what
 * it executes through the inspector. The kernel's own code is never cut short.
 */
export function createInterrupter(
  post: (message: ToSession) => void,
  shared: Int32Array
): Interrupter {
  let inspector: Session | null = null;
  let waitingFor = 0;
  let timer: NodeJS.Timeout | null = null;
  let since = 0;
  let ending = false;
  const held: ToSession[] = [];

  function nudge(): void {
    post({ type: 'interrupt', number: waitingFor });
  }

  function terminate(): void {
    // Code may catch its end by starting over (a timer, a promise): try until the thread listens.
    timer = setTimeout(terminate, PATIENCE);
    if (ending) {
      // The thread may have come to rest meanwhile: this is what the end hits then.
      nudge();
    }
    const isGuarded = Atomics.load(shared, sharedNumbers.guarded) > 0;
    const isUserCode = Atomics.load(shared, sharedNumbers.userCode) === 1;
    const waited = performance.now() - since;
    if (isGuarded) {
      // After it, the thread gets its time to listen.
      since = performance.now();
      return;
    }
    if (ending || (!isUserCode && waited < LONG_PATIENCE)) {
      return;
    }
    if (inspector === null) {
      inspector = new Session();
      inspector.connectToMainThread();
    }
    // A second request while the first is on its way would hit what runs next.
    ending = true;
    inspector.post('Runtime.terminateExecution', () => {
      ending = false;
      // The end may have hit the thread just when it took the message.
      nudge();
    });
  }

  return {
    interrupt() {
      waitingFor += 1;
      since = performance.now();
      nudge();
      if (timer !== null) {
        clearTimeout(timer);
      }
      timer = setTimeout(terminate, PATIENCE);
    },
    pass(message) {
      // Between two tries the timer stands, too.
      if (timer !== null) {
        held.push(message);
      } else {
        post(message);
      }
    },
    seen(number) {
      if (number === waitingFor && !ending && timer !== null) {
        clearTimeout(timer);
        timer = null;
        held.splice(0).forEach(post);
      }
    }
  };
}
