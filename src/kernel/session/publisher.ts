import type { Header, Json, Publish, ToWire } from '../link';
import { sharedNumbers } from '../link';
import type { Run } from './run';

/** Sends what a run shows, in order. */
export interface Publisher {
  /** Prints; small pieces are gathered into one message. */
  print(run: Run, stream: 'stdout' | 'stderr', text: string): void;
  /** Any other message; what was printed before goes first. */
  publish(
    run: Run | null,
    messageType: string,
    content: Json,
    extra?: Pick<Publish, 'metadata' | 'buffers'>
  ): void;
  /** The same for what is no run's: a message of a comm. */
  send(
    parent: Header | null,
    messageType: string,
    content: Json,
    extra?: Pick<Publish, 'metadata' | 'buffers'>
  ): void;
  /** Sends what is still gathered. */
  flush(): void;
}

/** A piece of gathered text is sent when it is this long … */
const PIECE = 32_000;
/** … or this old, in ms. */
const AGE = 40;
/** Characters that may wait in the other thread; whoever prints more waits. */
const WAITING = 250_000;
/** Characters that one run may print. */
export const PRINT_LIMIT = 2_000_000;

/** `post` gives a message to the thread with the sockets. */
export function createPublisher(
  post: (message: ToWire) => void,
  shared: Int32Array
): Publisher {
  const [setTimer, now] = [setTimeout, performance.now.bind(performance)];
  let gathered: {
    run: Run;
    stream: 'stdout' | 'stderr';
    pieces: string[];
    length: number;
  } | null = null;
  let oldest = 0;
  let timerSet = false;

  function flush(): void {
    if (gathered === null) {
      return;
    }
    const { run, stream, pieces } = gathered;
    gathered = null;
    const text = pieces.join('');
    Atomics.add(shared, sharedNumbers.outstanding, text.length);
    post({
      type: 'publish',
      messageType: 'stream',
      parent: run.parent,
      content: { name: stream, text }
    });
    // Endless printing goes no faster than the other side takes it, and fills no memory.
    for (;;) {
      const waiting = Atomics.load(shared, sharedNumbers.outstanding);
      if (waiting < WAITING) {
        return;
      }
      Atomics.wait(shared, sharedNumbers.outstanding, waiting, 50);
    }
  }

  function send(
    parent: Header | null,
    messageType: string,
    content: Json,
    extra: Pick<Publish, 'metadata' | 'buffers'>
  ): void {
    post({ type: 'publish', messageType, parent, content, ...extra });
  }

  function gather(run: Run, stream: 'stdout' | 'stderr', text: string): void {
    if (gathered?.run !== run || gathered.stream !== stream) {
      flush();
      gathered = { run, stream, pieces: [], length: 0 };
      oldest = now();
    }
    gathered.pieces.push(text);
    gathered.length += text.length;
    if (gathered.length >= PIECE || now() - oldest > AGE) {
      flush();
    } else if (!timerSet) {
      timerSet = true;
      setTimer(() => {
        timerSet = false;
        flush();
      }, AGE);
    }
  }

  return {
    print(run, stream, text) {
      if (run.silent || text === '' || run.printed > PRINT_LIMIT) {
        return;
      }
      const room = PRINT_LIMIT - run.printed;
      run.printed += text.length;
      gather(run, stream, text.length > room ? text.slice(0, room) : text);
      if (run.printed > PRINT_LIMIT) {
        gather(
          run,
          'stdout',
          `\n… this notebook cell has printed ${PRINT_LIMIT / 1e6} MB; it goes on, but prints nothing more.\n`
        );
      }
    },
    publish(run, messageType, content, extra = {}) {
      flush();
      if (!run?.silent) {
        send(run?.parent ?? null, messageType, content, extra);
      }
    },
    send(parent, messageType, content, extra = {}) {
      flush();
      send(parent, messageType, content, extra);
    },
    flush
  };
}
