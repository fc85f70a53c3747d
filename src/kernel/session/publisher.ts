import type { Header, Json, Publish, ToWire } from '../link';
import { sharedNumbers } from '../link';
import type { Run } from './run';

/** Sends what a run shows, in order. */
export interface Publisher {
  print(run: Run, stream: 'stdout' | 'stderr', text: string): void;
  /** Any other message of a run. */
  publish(
    run: Run | null,
    messageType: string,
    content: Json,
    extra?: Pick<Publish, 'metadata' | 'buffers'>
  ): void;
  /** A message that is no run's: a comm's. */
  send(
    parent: Header | null,
    messageType: string,
    content: Json,
    extra?: Pick<Publish, 'metadata' | 'buffers'>
  ): void;
}

/** Characters that may wait in the other thread; whoever prints more waits. */
const WAITING = 250_000;
/** Characters that one run may print. */
export const PRINT_LIMIT = 2_000_000;
/** Longest piece of text in one message. */
const PIECE = 64_000;

/** `post` gives a message to the thread with the sockets. */
export function createPublisher(
  post: (message: ToWire) => void,
  shared: Int32Array
): Publisher {
  function write(run: Run, stream: 'stdout' | 'stderr', text: string): void {
    for (let start = 0; start < text.length; start += PIECE) {
      const piece = text.slice(start, start + PIECE);
      Atomics.add(shared, sharedNumbers.outstanding, piece.length);
      post({ type: 'print', request: run.request, stream, text: piece });
      waitForRoom();
    }
  }

  /** Endless printing goes no faster than the other side takes it, and fills no memory. */
  function waitForRoom(): void {
    for (;;) {
      const waiting = Atomics.load(shared, sharedNumbers.outstanding);
      if (waiting < WAITING) {
        return;
      }
      Atomics.wait(shared, sharedNumbers.outstanding, waiting, 50);
    }
  }

  return {
    print(run, stream, text) {
      if (run.silent || text === '' || run.printed > PRINT_LIMIT) {
        return;
      }
      const room = PRINT_LIMIT - run.printed;
      run.printed += text.length;
      write(run, stream, text.length > room ? text.slice(0, room) : text);
      if (run.printed > PRINT_LIMIT) {
        write(
          run,
          'stdout',
          `\n… this notebook cell has printed ${PRINT_LIMIT / 1e6} MB; it goes on, but prints nothing more.\n`
        );
      }
    },
    publish(run, messageType, content, extra = {}) {
      if (!run?.silent) {
        const parent = run?.parent ?? null;
        post({ type: 'publish', messageType, parent, content, ...extra });
      }
    },
    send(parent, messageType, content, extra = {}) {
      post({ type: 'publish', messageType, parent, content, ...extra });
    }
  };
}
