import { XPublisher } from 'zeromq';
import type { Header, Publish } from '../../core/messages';
import { sharedNumbers } from '../sharedNumbers';
import { reasonOf } from '../../core/reason';
import { log } from '../log';
import type { Connection } from './connection';
import { createGatherer } from '../../core/wire/gatherer';
import { listen } from './listen';
import type { Codec } from './message';
import { createSendQueue } from './sendQueue';
import { createThrottle } from '../../core/wire/throttle';

/** Options of zeromq that its own classes keep to themselves. */
const subscribe = 6;
const unsubscribe = 7;

/**
 * A publisher that a listener hears from the moment we say, not from the moment its subscription
 * came in: what is sent between the two would reach it before its welcome.
 */
class Publisher extends XPublisher {
  /** Lets the listener whose subscription was received last hear `topic`. */
  accept(topic: string): void {
    this.setStringOption(subscribe, topic);
  }

  /** Ends that. */
  dismiss(topic: string): void {
    this.setStringOption(unsubscribe, topic);
  }
}

/** The channel that everybody hears: output, status, display, comm messages of the kernel. */
export interface Iopub {
  /** `gone` is called when the message was sent, or is lost. */
  publish(message: Omit<Publish, 'type'>, gone?: () => void): void;
  /** Prints; small pieces are gathered into one message. */
  print(parent: Header, stream: 'stdout' | 'stderr', text: string): void;
  status(state: 'starting' | 'busy' | 'idle', parent: Header | null): void;
  /** Calls `greet` for every new listener, once it is heard: it missed all that was said before. */
  onListener(greet: () => void): void;
  /** Settles when all messages until now have been given to zeromq. */
  drained(): Promise<void>;
  close(): void;
}

/**
 * Opens the channel iopub. Messages leave in order, never faster than the Jupyter server accepts;
 * `shared` counts what still waits, so that a cell that prints or shows can be held back.
 */
export async function openIopub(
  connection: Connection,
  codec: Codec,
  shared: Int32Array
): Promise<Iopub> {
  // Without a high-water mark zeromq drops nothing; what may wait is bounded by the session.
  const socket = new Publisher({ sendHighWaterMark: 0, linger: 500 });
  socket.manual = true;
  await listen(socket, connection, 'iopub');
  const throttle = createThrottle();
  const queue = createSendQueue(socket, error =>
    log(`channel iopub: ${reasonOf(error)}`)
  );
  const gatherer = createGatherer(({ parent, stream, text }) =>
    send(
      { messageType: 'stream', parent, content: { name: stream, text } },
      { characters: text.length }
    )
  );

  function send(
    { messageType, parent, content, metadata, buffers }: Omit<Publish, 'type'>,
    {
      characters = 0,
      gone
    }: { readonly characters?: number; readonly gone?: () => void } = {}
  ): void {
    const after = () => {
      if (characters > 0) {
        Atomics.sub(shared, sharedNumbers.outstanding, characters);
        Atomics.notify(shared, sharedNumbers.outstanding);
      }
      gone?.();
    };
    let frames;
    try {
      frames = codec.encode([`kernel.gatescope.${messageType}`], {
        messageType,
        parent,
        content,
        metadata,
        buffers
      });
    } catch (error) {
      after();
      throw error;
    }
    queue.push(frames, {
      async before() {
        const delay = throttle.take(characters, performance.now());
        if (delay > 0) {
          await new Promise(resolve => setTimeout(resolve, delay));
        }
      },
      after
    });
  }

  let greet: () => void = () => undefined;

  // A new listener is told that it is heard, so that it need not guess when to start (5.4). It
  // takes its turn in the queue: its welcome is the first that it hears. The next subscription is
  // read only afterwards, as zeromq accepts the one that was read last.
  async function welcome(): Promise<void> {
    for await (const [frame] of socket) {
      const subscription = frame.subarray(1).toString('utf8');
      if (frame[0] === 1) {
        await new Promise<void>(after =>
          queue.push(
            codec.encode([subscription], {
              messageType: 'iopub_welcome',
              parent: null,
              content: { subscription }
            }),
            {
              before: async () => socket.accept(subscription),
              after
            }
          )
        );
        greet();
      } else if (frame[0] === 0 && !socket.closed) {
        socket.dismiss(subscription);
      }
    }
  }
  void welcome();

  function publish(message: Omit<Publish, 'type'>, gone?: () => void): void {
    gatherer.flush();
    send(message, { gone });
  }

  return {
    publish,
    print: (parent, stream, text) => gatherer.print(parent, stream, text),
    status(state, parent) {
      publish({
        messageType: 'status',
        parent,
        content: { execution_state: state }
      });
    },
    onListener(greetNext) {
      greet = greetNext;
    },
    async drained() {
      gatherer.flush();
      await queue.drained();
    },
    close: () => socket.close()
  };
}
