// Runs in a page that a test opened: kernels whose sessions are in workers, as the site has them, and
// a line to the test, which is their front end.
import {
  createPageKernel,
  type PageKernel,
  type PageMessage
} from '../../../src/kernel/browser/pageKernel';

/** From the test: a kernel begins, ends, or gets a message; buffers in base64. */
type Order =
  | {
      readonly kernel: string;
      readonly order: 'start';
      readonly lesson: string | null;
    }
  | { readonly kernel: string; readonly order: 'end' }
  | {
      readonly kernel: string;
      readonly order: 'take';
      readonly message: Omit<PageMessage, 'buffers'> & {
        readonly buffers: readonly string[];
      };
    };

/** The name of this page for whoever asks it through the service worker. */
const CONTEXT = 'driver';
const kernels = new Map<string, PageKernel>();
const here = (path: string) => new URL(path, location.href).href;

/** Settles when requests of this page pass the service worker. */
async function controlled(): Promise<void> {
  await navigator.serviceWorker.register('service-worker.js');
  if (navigator.serviceWorker.controller === null) {
    await new Promise(resolve =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve)
    );
  }
}

/** Answers what a busy worker asks through the service worker, as the site's page does. */
function answerQuestions(): void {
  const questions = new BroadcastChannel('/sw-api.v1');
  questions.onmessage = ({ data: question }) => {
    const { browsingContextId, requestId, data } = question as {
      browsingContextId?: string;
      requestId?: string;
      data?: { kernel?: string };
    };
    if (browsingContextId === CONTEXT && requestId !== undefined) {
      questions.postMessage({
        response: kernels.get(data?.kernel ?? '')?.interrupts ?? 0,
        browsingContextId,
        requestId
      });
    }
  };
}

const toBase64 = (bytes: ArrayBuffer | ArrayBufferView) => {
  const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(bytes)
    ? bytes
    : { buffer: bytes, byteOffset: 0, byteLength: bytes.byteLength };
  return btoa(
    Array.from(new Uint8Array(buffer, byteOffset, byteLength), byte =>
      String.fromCharCode(byte)
    ).join('')
  );
};
const fromBase64 = (text: string) =>
  Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer;

const line = new WebSocket(`ws://${location.host}/line`);
const tell = (kernel: string, told: object) =>
  line.send(JSON.stringify({ kernel, ...told }));

async function start(id: string, lesson: string | null): Promise<void> {
  const versions = (await (await fetch('versions.json')).json()) as {
    kernel: string;
    typescript: string;
  };
  const failed = (reason: string) => tell(id, { event: 'failed', reason });
  const kernel = createPageKernel({
    script: here('kernel.js'),
    assets: here('.'),
    ...(lesson !== null && { shipped: here(`${lesson}.cells.json`) }),
    versions,
    send: ({ buffers = [], ...message }) =>
      tell(id, {
        event: 'message',
        message: { ...message, buffers: buffers.map(toBase64) }
      }),
    failed,
    question: {
      address: here('api/stdin/gatescope-interrupts'),
      body: JSON.stringify({ browsingContextId: CONTEXT, data: { kernel: id } })
    },
    stuck: () => tell(id, { event: 'stuck' })
  });
  kernels.set(id, kernel);
  kernel.ready.then(
    () => tell(id, { event: 'ready' }),
    (error: unknown) => failed(String(error))
  );
}

line.onmessage = ({ data }: MessageEvent<string>) => {
  const order = JSON.parse(data) as Order;
  if (order.order === 'start') {
    void start(order.kernel, order.lesson);
  } else if (order.order === 'take') {
    const { kernel, message } = order;
    kernels
      .get(kernel)
      ?.receive({ ...message, buffers: message.buffers.map(fromBase64) });
  } else {
    kernels.get(order.kernel)?.dispose();
    kernels.delete(order.kernel);
  }
};

await controlled();
answerQuestions();
await new Promise(resolve =>
  line.readyState === WebSocket.OPEN
    ? resolve(null)
    : line.addEventListener('open', resolve)
);
tell('', { event: 'open' });
