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
import { followParent } from './parent';
import { createRequests } from '../../core/wire/requests';
import { openShell } from './shell';
import { openStdin } from './stdin';

/** Opens all channels and connects them with the session on the main thread. */
async function startWire(data: WireData): Promise<void> {
  const port = parentPort;
  if (port === null) {
    throw new Error('the wire runs in a worker thread');
  }
  const post = (message: ToSession) => port.postMessage(message);
  const shared = new Int32Array(data.shared);
  const connection = readConnection(data.connectionFile);
  const codec = createCodec(connection);
  const iopub = await openIopub(connection, codec, shared);
  const stdin = await openStdin(connection, codec);
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
  const heartbeat = await openHeartbeat(connection);
  const closing: { close(): void }[] = [heartbeat, iopub, stdin];
  const control = await openControl({
    connection,
    codec,
    iopub,
    interrupter,
    requests,
    post,
    closeOthers: () => closing.forEach(channel => channel.close())
  });
  closing.push(await openShell({ connection, codec, requests, control }));
  followParent();
}

void startWire(workerData as WireData);
