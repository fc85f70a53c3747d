import type { OutputRoom } from '../../core/run/publisher';
import { sharedNumbers } from '../sharedNumbers';

/** Characters that may wait in the thread with the sockets; a cell that prints more waits. */
const WAITING = 250_000;
/** Messages that may wait there; a cell that shows more waits. */
const MESSAGES = 300;

/** `shared` are the numbers that both threads see. */
export function createRoom(shared: Int32Array): OutputRoom {
  function waitFor(counter: number, most: number): void {
    for (;;) {
      const waiting = Atomics.load(shared, counter);
      if (waiting < most) {
        return;
      }
      Atomics.wait(shared, counter, waiting, 50);
    }
  }
  return {
    printing(characters) {
      Atomics.add(shared, sharedNumbers.outstanding, characters);
    },
    sending() {
      Atomics.add(shared, sharedNumbers.messages, 1);
    },
    wait() {
      waitFor(sharedNumbers.outstanding, WAITING);
      waitFor(sharedNumbers.messages, MESSAGES);
    }
  };
}
