// Runs in a page of its own, for what is measured of the kernel in a page: a kernel whose session is in
// a worker, and a front end that runs one cell after another.
import {
  createPageKernel,
  type PageMessage
} from '../src/kernel/browser/pageKernel';

interface CellResult {
  readonly status: string;
  readonly stdout: string;
  readonly error: { readonly evalue: string } | null;
  readonly milliseconds: number;
}

let count = 0;
let listen: (message: PageMessage) => void = () => undefined;
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

const kernel = createPageKernel({
  script: new URL('kernel.js', location.href).href,
  assets: new URL('.', location.href).href,
  versions: { kernel: 'bench', typescript: 'bench' },
  send: message => listen(message),
  failed: reason => console.error(reason),
  question: {
    address: new URL('api/stdin/gatescope-interrupts', location.href).href,
    body: JSON.stringify({ browsingContextId: CONTEXT, data: {} })
  }
});

/** Runs a cell until it is answered and the kernel idle. */
function run(code: string): Promise<CellResult> {
  const id = `request-${++count}`;
  const began = performance.now();
  return new Promise(resolve => {
    let status: string | null = null;
    let idle = false;
    let stdout = '';
    let error: CellResult['error'] = null;
    listen = ({ header, content, parent_header: parent }) => {
      if ((parent as { msg_id?: string }).msg_id !== id) {
        return;
      }
      if (header.msg_type === 'execute_reply') {
        status = String(content.status);
      } else if (header.msg_type === 'stream' && content.name === 'stdout') {
        stdout += String(content.text);
      } else if (header.msg_type === 'error') {
        error = { evalue: String(content.evalue) };
      }
      idle ||= content.execution_state === 'idle';
      if (status !== null && idle) {
        const milliseconds = performance.now() - began;
        resolve({ status, stdout, error, milliseconds });
      }
    };
    kernel.receive({
      channel: 'shell',
      header: {
        msg_id: id,
        msg_type: 'execute_request',
        session: 'driver',
        username: '',
        date: new Date().toISOString(),
        version: '5.4'
      },
      parent_header: {},
      metadata: {},
      content: { code }
    });
  });
}

Object.assign(globalThis, {
  driver: { ready: kernel.ready, run, interrupt: kernel.interrupt }
});
