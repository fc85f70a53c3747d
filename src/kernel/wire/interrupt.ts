import { Session } from 'node:inspector';
import { sharedNumbers, type ToSession } from '../link';

/** Stops what runs on the main thread. */
export interface Interrupter {
  interrupt(): void;
  /** The session has seen the interrupt with this number: nothing holds the thread. */
  seen(number: number): void;
}

/** How long the main thread may take to see an interrupt before it is cut short, in ms. */
const PATIENCE = 100;
const RETRY = 20;

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

  function terminate(): void {
    if (Atomics.load(shared, sharedNumbers.guarded) > 0) {
      timer = setTimeout(terminate, RETRY);
      return;
    }
    if (inspector === null) {
      inspector = new Session();
      inspector.connectToMainThread();
    }
    inspector.post('Runtime.terminateExecution');
    // Code may catch its end by starting anew (a timer, a promise): try until the thread listens.
    timer = setTimeout(terminate, PATIENCE);
  }

  return {
    interrupt() {
      waitingFor += 1;
      post({ type: 'interrupt', number: waitingFor });
      if (timer !== null) {
        clearTimeout(timer);
      }
      timer = setTimeout(terminate, PATIENCE);
    },
    seen(number) {
      if (number === waitingFor && timer !== null) {
        clearTimeout(timer);
        timer = null;
      }
    }
  };
}
