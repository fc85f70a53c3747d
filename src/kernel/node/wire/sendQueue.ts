/** The part of a zeromq socket that sends. */
export interface Sender {
  send(frames: (Uint8Array | string)[]): Promise<void>;
}

/** Sends messages one after the other, in order. */
export interface SendQueue {
  push(frames: (Uint8Array | string)[], steps?: SendSteps): void;
  /** Settles when all that was pushed until now has been given to zeromq. */
  drained(): Promise<void>;
}

/** What happens around the sending of one message. */
export interface SendSteps {
  /** The message is sent when this settles. */
  readonly before?: () => Promise<void>;
  /** Called when the message has gone, or is lost. */
  readonly after?: () => void;
}

/**
 * The queue of one socket. zeromq refuses (and loses) a message while another is still being sent,
 * so each is awaited before the next. One that fails is told to `onError` and stops no other.
 */
export function createSendQueue(
  socket: Sender,
  onError: (error: unknown) => void
): SendQueue {
  const waiting: { frames: (Uint8Array | string)[]; steps: SendSteps }[] = [];
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { frames, steps } = next;
      try {
        await steps.before?.();
        await socket.send(frames);
      } catch (error) {
        onError(error);
      } finally {
        steps.after?.();
      }
    }
    running = null;
  }

  return {
    push(frames, steps = {}) {
      waiting.push({ frames, steps });
      running ??= run();
    },
    async drained() {
      await running;
    }
  };
}
