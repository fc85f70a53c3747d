// Runs in a page of its own, for what is measured of the kernel in a page: a kernel whose session is in
// a worker, and a front end that keeps what it hears of each cell.
import {
  createPageKernel,
  type PageMessage
} from '../src/kernel/browser/pageKernel';

export interface CellResult {
  readonly status: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly value: string | null;
  /** Types of the messages, in order. */
  readonly types: readonly string[];
  readonly error: {
    readonly ename: string;
    readonly evalue: string;
    readonly traceback: readonly string[];
  } | null;
  readonly data: readonly Record<string, unknown>[];
  readonly milliseconds: number;
}

let count = 0;
const listeners = new Set<(message: PageMessage) => void>();
const CONTEXT = 'driver';
const questions = new BroadcastChannel('/sw-api.v1');

/** Answers what the service worker asks in the name of the busy worker, as the site's page does. */
questions.onmessage = ({ data }) => {
  const { browsingContextId, requestId } = data as Record<string, unknown>;
  if (browsingContextId === CONTEXT && requestId !== undefined) {
    questions.postMessage({
      response: kernel.interrupts,
      browsingContextId,
      requestId
    });
  }
};

/** Settles when requests of this page pass the service worker. */
async function controlled(): Promise<void> {
  await navigator.serviceWorker.register('service-worker.js');
  if (navigator.serviceWorker.controller === null) {
    await new Promise(resolve =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve)
    );
  }
}
await controlled();

let stuck = 0;
const kernel = createPageKernel({
  script: new URL('kernel.js', location.href).href,
  assets: new URL('.', location.href).href,
  versions: { kernel: 'test', typescript: 'test' },
  send: message => listeners.forEach(listen => listen(message)),
  failed: reason => console.error(reason),
  question: {
    address: new URL('api/stdin/gatescope-interrupts', location.href).href,
    body: JSON.stringify({ browsingContextId: CONTEXT, data: {} })
  },
  stuck: () => {
    stuck += 1;
  }
});

/** Sends any request and gives the content of its reply. */
function ask(
  type: string,
  content: Record<string, unknown>,
  heard: (message: PageMessage) => void = () => undefined
): Promise<Record<string, unknown>> {
  const id = `request-${++count}`;
  return new Promise(resolve => {
    let reply: Record<string, unknown> | null = null;
    let idle = false;
    const listen = (message: PageMessage) => {
      if ((message.parent_header as { msg_id?: string }).msg_id !== id) {
        return;
      }
      heard(message);
      if (message.header.msg_type.endsWith('_reply')) {
        reply = message.content;
      }
      idle ||= message.content.execution_state === 'idle';
      if (reply !== null && idle) {
        listeners.delete(listen);
        resolve(reply);
      }
    };
    listeners.add(listen);
    kernel.receive({
      channel: 'shell',
      header: {
        msg_id: id,
        msg_type: type,
        session: 'driver',
        username: '',
        date: new Date().toISOString(),
        version: '5.4'
      },
      parent_header: {},
      metadata: {},
      content
    });
  });
}

async function run(code: string): Promise<CellResult> {
  const heard: PageMessage[] = [];
  const began = performance.now();
  const reply = await ask('execute_request', { code }, message =>
    heard.push(message)
  );
  const of = (type: string) =>
    heard.filter(({ header }) => header.msg_type === type);
  const printed = (name: string) =>
    of('stream')
      .filter(({ content }) => content.name === name)
      .map(({ content }) => String(content.text))
      .join('');
  const [result] = of('execute_result');
  const [error] = of('error');
  return {
    status: String(reply.status),
    stdout: printed('stdout'),
    stderr: printed('stderr'),
    value:
      result === undefined
        ? null
        : String(
            (result.content.data as Record<string, unknown>)['text/plain']
          ),
    types: heard.map(({ header }) => header.msg_type),
    error: (error?.content ?? null) as CellResult['error'],
    data: of('display_data').map(
      ({ content }) => content.data as Record<string, unknown>
    ),
    milliseconds: performance.now() - began
  };
}

Object.assign(globalThis, {
  driver: {
    ready: kernel.ready,
    run,
    ask,
    interrupt: kernel.interrupt,
    stuck: () => stuck
  }
});
