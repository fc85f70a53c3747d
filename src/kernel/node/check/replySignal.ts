/** A number that two threads share: 1 when a reply is there. */
export type ReplySignal = Int32Array;

const REPLY = 0;

export function createReplySignal(): ReplySignal {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** Says that a reply is there, to the thread that waits for it. */
export function announceReply(signal: ReplySignal): void {
  Atomics.store(signal, REPLY, 1);
  Atomics.notify(signal, REPLY);
}

/**
 * Stops this thread until a reply is there, and takes the signal back. A thread that is woken looks
 * again: the call of the reply before may come late, when that reply has long been read.
 */
export function waitForReply(signal: ReplySignal): void {
  while (Atomics.exchange(signal, REPLY, 0) === 0) {
    Atomics.wait(signal, REPLY, 0);
  }
}
