import { Worker } from 'node:worker_threads';
import {
  announceReply,
  createReplySignal,
  waitForReply
} from '../../../../../src/kernel/node/check/replySignal';

test('a reply that is there already is taken at once, and once', () => {
  const signal = createReplySignal();
  announceReply(signal);
  waitForReply(signal);
  expect([...signal]).toEqual([0]);
});

test('a thread that is woken without a reply waits on', async () => {
  const signal = createReplySignal();
  const woken = new Int32Array(new SharedArrayBuffer(4));
  // Wakes it for as long as it takes to have woken it three times, and then gives the reply.
  const other = new Worker(
    `const { workerData: { signal, woken } } = require('node:worker_threads');
    while (Atomics.load(woken, 0) < 3) {
      Atomics.add(woken, 0, Atomics.notify(signal, 0));
    }
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);`,
    { eval: true, workerData: { signal, woken } }
  );
  waitForReply(signal);
  expect([...woken]).toEqual([3]);
  await other.terminate();
});
