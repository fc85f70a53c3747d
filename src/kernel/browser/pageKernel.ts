import { randomIdentifier } from '../core/identifier';
import type { Header, Incoming, Json } from '../core/messages';
import { reasonOf } from '../core/reason';
import { MESSAGING_VERSION, type ReplyChannel } from '../core/wire/channels';
import { createGatherer } from '../core/wire/gatherer';
import { createRequests } from '../core/wire/requests';
import type { FromWorker, Start, ToWorker } from './messages';
import type { Watch } from './interruptWatch';
import { createNextTurn } from './nextTurn';
import { answerFile, withoutFiles, type PageFiles } from './userFiles';

/** A Jupyter message as pages carry it: with its channel, its parts as objects. */
export interface PageMessage {
  readonly channel: string;
  readonly header: Header;
  readonly parent_header: object;
  readonly metadata: Json;
  readonly content: Json;
  readonly buffers?: readonly (ArrayBuffer | ArrayBufferView)[];
}

/** The page's side of a kernel whose session runs in a worker. */
export interface PageKernel {
  /** Settles when cells can run; rejects with the reason when they never will. */
  readonly ready: Promise<void>;
  /** Takes a message of a front end. Returns at once: cells queue here, comms pass them. */
  receive(message: PageMessage): void;
  /** Stops the running cell: at the next turn of a loop, or where it goes on after an `await`. */
  interrupt(): void;
  /** The number of the last interrupt, for those who ask in the worker's name. */
  readonly interrupts: number;
  /** Somebody begins to write: the compiler comes, while nobody waits for it. */
  warmUp(): void;
  dispose(): void;
}

/** How long code may run on after an interrupt before somebody is asked what to do, in ms. */
const UNHEARD_AFTER = 3000;

/**
 * Starts a kernel.
 *
 * @param options `script`, the address of the worker; `assets`, the folder of declarations and data;
 *   `version` of gatescope and of the TypeScript inside; `send`, which takes messages for front ends;
 *   `failed`, called when the worker ends by itself; `files`, those of the reader; `question`, where a busy worker can ask for the
 *   number of the last interrupt; `stuck`, called when an interrupt has not been heard for a while;
 *   `shipped`, the address of cells that were compiled before
 */
export function createPageKernel({
  script,
  assets,
  versions,
  send: deliver,
  failed,
  files = withoutFiles('this page'),
  question = {},
  stuck = () => undefined,
  shipped
}: {
  readonly script: string;
  readonly assets: string;
  readonly versions: { readonly kernel: string; readonly typescript: string };
  readonly send: (message: PageMessage) => void;
  readonly failed: (reason: string) => void;
  readonly files?: PageFiles;
  readonly question?: Pick<Watch, 'address' | 'body'>;
  readonly stuck?: () => void;
  readonly shipped?: string;
}): PageKernel {
  /** Of whom the last message came: JupyterLite hands on what names a front end that it knows. */
  let client = randomIdentifier();
  const worker = new Worker(script);
  const nextTurn = createNextTurn();
  const post = (message: ToWorker) => worker.postMessage(message);
  let answerOf: ((value: string) => void) | null = null;
  let interrupts = 0;
  let heard = 0;
  let disposed = false;
  const memory = globalThis.crossOriginIsolated
    ? new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
    : undefined;

  function send(
    channel: string,
    {
      messageType,
      parent,
      content,
      metadata = {},
      buffers = []
    }: {
      readonly messageType: string;
      readonly parent: Header | null;
      readonly content: Json;
      readonly metadata?: Json;
      readonly buffers?: readonly Uint8Array[];
    }
  ): void {
    deliver({
      channel,
      header: {
        msg_id: randomIdentifier(),
        msg_type: messageType,
        session: parent?.session ?? client,
        username: 'gatescope',
        date: new Date().toISOString(),
        version: MESSAGING_VERSION
      },
      parent_header: parent ?? {},
      metadata,
      content,
      buffers: buffers.map(bytes => new DataView(bytes.slice().buffer))
    });
  }

  const gatherer = createGatherer(({ parent, stream, text }) =>
    send('iopub', {
      messageType: 'stream',
      parent,
      content: { name: stream, text }
    })
  );
  const channelOf = (name: string): ReplyChannel => ({
    send(_, message) {
      gatherer.flush();
      send(name, message);
    }
  });
  const shell = channelOf('shell');
  const control = channelOf('control');

  const requests = createRequests({
    iopub: {
      status(state, parent) {
        gatherer.flush();
        send('iopub', {
          messageType: 'status',
          parent,
          content: { execution_state: state }
        });
      }
    },
    stdin: {
      ask({ prompt, password }, { parent }, answered) {
        answerOf = answered;
        send('stdin', {
          messageType: 'input_request',
          parent,
          content: { prompt, password }
        });
      },
      cancel() {
        answerOf = null;
      }
    },
    versions: { ...versions, machine: 'in this page' },
    post,
    soon: nextTurn,
    log: message => console.debug(`gatescope kernel: ${message}`)
  });

  let settle: { resolve(): void; reject(error: Error): void };
  const ready = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // A caller that does not wait for it hears of a failure by `failed`.
  ready.catch(() => undefined);

  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    switch (data.type) {
      case 'ready':
        settle.resolve();
        break;
      case 'file':
        void answerFile(files, data).then(post);
        break;
      case 'interruptSeen':
        heard = data.number;
        break;
      case 'publish':
        gatherer.flush();
        send('iopub', data);
        break;
      case 'print': {
        const parent = requests.header(data.request);
        if (parent !== undefined) {
          gatherer.print(parent, data.stream, data.text);
        }
        break;
      }
      case 'reply':
        gatherer.flush();
        requests.answer(data.number, data.content, data.metadata);
        break;
      case 'ask':
        requests.ask(data.number, data.request, data);
        break;
    }
  };
  worker.onerror = event => {
    const reason = event.message || 'the worker of the kernel did not start';
    settle.reject(new Error(reason));
    failed(reason);
  };
  const start: Start = {
    type: 'session',
    assets,
    version: versions.kernel,
    watch: memory === undefined ? question : { memory },
    ...(shipped !== undefined && { shipped })
  };
  worker.postMessage(start);

  function interrupt(): void {
    const number = ++interrupts;
    if (memory !== undefined) {
      Atomics.store(new Int32Array(memory), 0, number);
    }
    post({ type: 'interrupt', number });
    setTimeout(() => {
      // A later one asks for itself.
      if (!disposed && heard < number && number === interrupts) {
        stuck();
      }
    }, UNHEARD_AFTER);
  }

  return {
    ready,
    interrupt,
    get interrupts() {
      return interrupts;
    },
    receive(message) {
      const { header, content, channel } = message;
      client = header.session;
      if (header.msg_type === 'input_reply') {
        const answered = answerOf;
        answerOf = null;
        answered?.(String(content.value ?? ''));
        return;
      }
      if (header.msg_type === 'interrupt_request') {
        interrupt();
        send('control', {
          messageType: 'interrupt_reply',
          parent: header,
          content: { status: 'ok' }
        });
        return;
      }
      try {
        requests.receive(
          { identities: [], message: incoming(message) },
          channel === 'control' ? control : shell
        );
      } catch (error) {
        console.error(`gatescope kernel: ${reasonOf(error)}`);
      }
    },
    warmUp: () => post({ type: 'warmUp' }),
    dispose() {
      disposed = true;
      worker.terminate();
    }
  };
}

function incoming({
  header,
  parent_header: parent,
  metadata,
  content,
  buffers = []
}: PageMessage): Incoming {
  return {
    header,
    parent: parent as Json,
    metadata,
    content,
    buffers: buffers.map(bytes =>
      ArrayBuffer.isView(bytes)
        ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        : new Uint8Array(bytes)
    )
  };
}
