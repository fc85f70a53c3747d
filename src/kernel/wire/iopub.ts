import { XPublisher } from 'zeromq';
import type { Header, Publish } from '../link';
import { sharedNumbers } from '../link';
import type { Connection } from './connection';
import { addressOf } from './connection';
import type { Codec } from './message';
import { createThrottle } from './throttle';

/** The channel that everybody hears: output, status, display, comm messages of the kernel. */
export interface Iopub {
  publish(message: Omit<Publish, 'type'>): void;
  /** Prints; small pieces are gathered into one message. */
  print(parent: Header, stream: 'stdout' | 'stderr', text: string): void;
  status(state: 'starting' | 'busy' | 'idle', parent: Header | null): void;
  /** Settles when all messages until now have been given to zeromq. */
  drained(): Promise<void>;
  close(): void;
}

/** A piece of gathered text is sent when it is this long … */
const PIECE = 32_000;
/** … or this old, in ms. */
const AGE = 20;

/**
 * Opens the channel iopub. Messages leave in order, never faster than the Jupyter server accepts;
 * `shared` counts
 * the bytes of printed text that still wait, so that whoever prints can be held back.
 */
export async function openIopub(
  connection: Connection,
  codec: Codec,
  shared: Int32Array
): Promise<Iopub> {
  // Without a high-water mark zeromq drops nothing; what may wait is bounded by the session.
  const socket = new XPublisher({ sendHighWaterMark: 0, linger: 500 });
  socket.verbosity = 'allSubs';
  await socket.bind(addressOf(connection, 'iopub'));
  const throttle = createThrottle();
  const waiting: { frames: (Uint8Array | string)[]; bytes: number }[] = [];
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const delay = throttle.take(next.bytes, performance.now());
      if (delay > 0) {
        await new Promise(resolve => setTimeout(resolve, delay));
      }
      await socket.send(next.frames);
      if (next.bytes > 0) {
        Atomics.sub(shared, sharedNumbers.outstanding, next.bytes);
        Atomics.notify(shared, sharedNumbers.outstanding);
      }
    }
    running = null;
  }

  let gathered: {
    readonly parent: Header;
    readonly stream: 'stdout' | 'stderr';
    readonly pieces: string[];
    length: number;
  } | null = null;
  let timer: NodeJS.Timeout | null = null;

  /** Sends what was printed until now. */
  function flush(): void {
    if (timer !== null) {
      clearTimeout(timer);
      timer = null;
    }
    if (gathered === null) {
      return;
    }
    const { parent, stream, pieces } = gathered;
    gathered = null;
    send({
      messageType: 'stream',
      parent,
      content: { name: stream, text: pieces.join('') }
    });
  }

  function print(
    parent: Header,
    stream: 'stdout' | 'stderr',
    text: string
  ): void {
    if (gathered?.parent !== parent || gathered.stream !== stream) {
      flush();
      gathered = { parent, stream, pieces: [], length: 0 };
    }
    gathered.pieces.push(text);
    gathered.length += text.length;
    if (gathered.length >= PIECE) {
      flush();
    } else {
      timer ??= setTimeout(flush, AGE);
    }
  }

  function send({
    messageType,
    parent,
    content,
    metadata,
    buffers
  }: Omit<Publish, 'type'>): void {
    const bytes =
      messageType === 'stream' && typeof content.text === 'string'
        ? content.text.length
        : 0;
    const frames = codec.encode([`kernel.gatescope.${messageType}`], {
      messageType,
      parent,
      content,
      metadata,
      buffers
    });
    waiting.push({ frames, bytes });
    running ??= run();
  }

  // A new listener is told that it is heard, so that it need not guess when to start (5.4).
  async function welcome(): Promise<void> {
    for await (const [frame] of socket) {
      if (frame.length > 0 && frame[0] === 1) {
        const subscription = frame.subarray(1).toString('utf8');
        waiting.push({
          frames: codec.encode([subscription], {
            messageType: 'iopub_welcome',
            parent: null,
            content: { subscription }
          }),
          bytes: 0
        });
        running ??= run();
      }
    }
  }
  void welcome();

  function publish(message: Omit<Publish, 'type'>): void {
    flush();
    send(message);
  }

  return {
    publish,
    print,
    status(state, parent) {
      publish({
        messageType: 'status',
        parent,
        content: { execution_state: state }
      });
    },
    async drained() {
      flush();
      await running;
    },
    close: () => socket.close()
  };
}
