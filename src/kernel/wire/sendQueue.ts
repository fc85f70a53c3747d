/** The part of a zeromq socket that sends. */
export interface Sender {
  send(frames: (Uint8Array | string)[]): Promise<void>;
}

/** Sends messages one after the other, in order. */
export interface SendQueue {
  push(frames: (Uint8Array | string)[]): void;
  /** Settles when all that was pushed until now has been given to zeromq. */
  drained(): Promise<void>;
}

/**
 * The queue of one socket. zeromq refuses (and loses) a message while another is still being sent,
 * so each is awaited before the next.
 */
export function createSendQueue(
  socket: Sender,
  onError: (error: unknown) => void
): SendQueue {
  const waiting: (Uint8Array | string)[][] = [];
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      try {
        await socket.send(next);
      } catch (error) {
        onError(error);
      }
    }
    running = null;
  }

  return {
    push(frames) {
      waiting.push(frames);
      running ??= run();
    },
    async drained() {
      await running;
    }
  };
}
