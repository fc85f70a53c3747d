import { parentPort, workerData } from 'node:worker_threads';
import type { ToSession, ToWire } from '../../core/messages';
import { sharedNumbers, type WireData } from '../sharedNumbers';
import { reasonOf } from '../../core/reason';
import { log } from '../log';
import { readConnection } from './connection';
import { openControl } from './control';
import { openHeartbeat } from './heartbeat';
import { createInterrupter } from './interrupt';
import { openIopub } from './iopub';
import { createCodec } from './message';
import { createRequests } from '../../core/wire/requests';
import { openShell } from './shell';
import { openStdin } from './stdin';

/** What is open of the channels. */
interface Opened {
  close(): void;
}

/**
 * Opens all channels and connects them with the session on the main thread.
 *
 * @param opened takes the channels that are open, also when a later one cannot be opened
 */
async function openChannels(data: WireData, opened: Opened[]): Promise<void> {
  const port = parentPort;
  if (port === null) {
    throw new Error('the wire runs in a worker thread');
  }
  const post = (message: ToSession) => port.postMessage(message);
  const shared = new Int32Array(data.shared);
  const connection = readConnection(data.connectionFile);
  const codec = createCodec(connection);
  const iopub = await openIopub(connection, codec, shared);
  opened.push(iopub);
  const stdin = await openStdin(connection, codec);
  opened.push(stdin);
  const interrupter = createInterrupter(post, shared);
  const requests = createRequests({
    iopub,
    stdin,
    versions: data.versions,
    post: interrupter.pass,
    soon: setImmediate,
    log
  });
  // A page that joins a kernel that just started again would not know that it is ready.
  iopub.onListener(requests.announceStatus);

  port.on('message', (message: ToWire) => {
    try {
      take(message);
    } catch (error) {
      // One message that cannot be written must not silence all that follow.
      log(`${message.type}: ${reasonOf(error)}`);
    }
  });

  function take(message: ToWire): void {
    switch (message.type) {
      case 'publish':
        iopub.publish(message, () => {
          Atomics.sub(shared, sharedNumbers.messages, 1);
          Atomics.notify(shared, sharedNumbers.messages);
        });
        break;
      case 'print': {
        const parent = requests.header(message.request);
        if (parent !== undefined) {
          iopub.print(parent, message.stream, message.text);
        }
        break;
      }
      case 'reply':
        requests.answer(message.number, message.content, message.metadata);
        break;
      case 'ask':
        requests.ask(message.number, message.request, message);
        break;
      case 'interruptSeen':
        interrupter.seen(message.number);
        break;
    }
  }

  iopub.status('starting', null);
  opened.push(await openHeartbeat(connection));
  const control = await openControl({
    connection,
    codec,
    iopub,
    interrupter,
    requests,
    post,
    closeAll: () => closeAll(opened)
  });
  opened.push(control);
  opened.push(
    await openShell({
      connection,
      codec,
      requests,
      control: control.receive
    })
  );
  followParent();
}

function closeAll(opened: readonly Opened[]): void {
  opened.forEach(channel => channel.close());
}

async function startWire(data: WireData): Promise<void> {
  const opened: Opened[] = [];
  try {
    await openChannels(data, opened);
  } catch (error) {
    // Sockets that are open when the process ends would abort it, without a word of why it ends.
    closeAll(opened);
    throw error;
  }
}

void startWire(workerData as WireData);

/** How often the parent is looked for, in ms. */
const INTERVAL = 1000;

/**
 * Ends this process when the one that started it is gone, so that a server that was killed leaves
 * no kernels behind. Jupyter sets `JPY_PARENT_PID`; without it nobody is watched.
 */
function followParent(): void {
  if (process.platform === 'win32' || !process.env.JPY_PARENT_PID) {
    return;
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) {
      process.kill(process.pid, 'SIGKILL');
    }
  }, INTERVAL).unref();
}
