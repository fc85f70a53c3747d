import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Subscriber } from 'zeromq';
import { SHARED_BYTES } from '../../../../../src/kernel/node/sharedNumbers';
import { openIopub } from '../../../../../src/kernel/node/wire/iopub';
import { createCodec } from '../../../../../src/kernel/node/wire/message';
import type { Iopub } from '../../../../../src/kernel/node/wire/iopub';

const ports = { shell: 0, control: 0, iopub: 0, stdin: 0, hb: 0 };

let iopub: Iopub;
let address: string;

beforeEach(async () => {
  // A name of its own for each test, and no port that another program may hold.
  const path = join(tmpdir(), `iopub-${randomUUID().slice(0, 8)}`);
  const connection = {
    transport: 'ipc' as const,
    ip: path,
    key: 'a key',
    hash: 'sha256',
    ports
  };
  iopub = await openIopub(
    connection,
    createCodec(connection),
    new Int32Array(new SharedArrayBuffer(SHARED_BYTES))
  );
  address = `ipc://${path}-0`;
});

afterEach(() => iopub.close());

/** Blocks this thread: zeromq's own threads go on, the kernel's code does not. */
function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function listen(topic: string): Subscriber {
  const listener = new Subscriber();
  listener.subscribe(topic);
  listener.connect(address);
  return listener;
}

async function next(listener: Subscriber): Promise<Record<string, unknown>> {
  const frames = await listener.receive();
  const at = frames.findIndex(frame => frame.toString() === '<IDS|MSG>');
  return {
    type: (JSON.parse(frames[at + 2].toString()) as { msg_type: string })
      .msg_type,
    ...(JSON.parse(frames[at + 5].toString()) as object)
  };
}

test('what is said between a subscription and its welcome is not heard before the welcome', async () => {
  const listener = listen('');
  block(300);
  iopub.status('starting', null);
  expect(await next(listener)).toEqual({
    type: 'iopub_welcome',
    subscription: ''
  });
  iopub.status('idle', null);
  expect(await next(listener)).toEqual({
    type: 'status',
    execution_state: 'idle'
  });
  listener.close();
});

test('each listener is welcomed with its own topic and hears no other', async () => {
  const all = listen('');
  expect(await next(all)).toMatchObject({ subscription: '' });
  const one = listen('kernel.gatescope.status');
  // A welcome goes to the topic, which whoever hears everything hears too.
  expect(await next(all)).toMatchObject({
    type: 'iopub_welcome',
    subscription: 'kernel.gatescope.status'
  });
  expect(await next(one)).toMatchObject({
    subscription: 'kernel.gatescope.status'
  });
  iopub.publish({
    messageType: 'display_data',
    parent: null,
    content: { data: {} }
  });
  iopub.status('busy', null);
  expect(await next(one)).toMatchObject({ execution_state: 'busy' });
  expect(await next(all)).toMatchObject({ type: 'display_data' });
  expect(await next(all)).toMatchObject({ execution_state: 'busy' });
  one.close();
  all.close();
});

test('a listener that went is forgotten, and another is welcomed', async () => {
  const first = listen('');
  await next(first);
  first.close();
  const second = listen('');
  expect(await next(second)).toMatchObject({ type: 'iopub_welcome' });
  iopub.status('idle', null);
  expect(await next(second)).toMatchObject({ execution_state: 'idle' });
  second.close();
});

test('whoever listens is told to those who asked', async () => {
  const greeted = new Promise<void>(resolve => iopub.onListener(resolve));
  const listener = listen('');
  await greeted;
  listener.close();
});
