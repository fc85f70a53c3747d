import { createSendQueue } from '../../../../../src/kernel/node/wire/sendQueue';

/** A socket that, like zeromq's, loses what comes while it is still sending. */
function createSocket(slow: (frames: readonly unknown[]) => number = () => 1) {
  const sent: string[] = [];
  let busy = false;
  return {
    sent,
    async send(frames: (Uint8Array | string)[]): Promise<void> {
      if (busy) {
        throw new Error('EBUSY');
      }
      busy = true;
      await new Promise(resolve => setTimeout(resolve, slow(frames)));
      busy = false;
      if (frames[0] === 'bad') {
        throw new Error('cannot be sent');
      }
      sent.push(frames.join(' '));
    }
  };
}

test('messages that are pushed at once leave one after the other, in order', async () => {
  const socket = createSocket(frames => (frames[0] === '0' ? 5 : 0));
  const errors: unknown[] = [];
  const queue = createSendQueue(socket, error => errors.push(error));
  const names = Array.from({ length: 50 }, (_, index) => String(index));
  names.forEach(name => queue.push([name]));
  await queue.drained();
  expect(socket.sent).toEqual(names);
  expect(errors).toEqual([]);
});

test('a message that cannot be sent is told and stops no other', async () => {
  const socket = createSocket();
  const errors: unknown[] = [];
  const queue = createSendQueue(socket, error => errors.push(error));
  ['a', 'bad', 'b'].forEach(name => queue.push([name]));
  await queue.drained();
  expect(socket.sent).toEqual(['a', 'b']);
  expect(errors).toEqual([new Error('cannot be sent')]);
  queue.push(['c']);
  await queue.drained();
  expect(socket.sent).toEqual(['a', 'b', 'c']);
});

test('a message waits for its turn to be allowed, and says when it has gone', async () => {
  const socket = createSocket();
  const queue = createSendQueue(socket, () => undefined);
  const steps: string[] = [];
  for (const name of ['a', 'bad']) {
    queue.push([name], {
      before: async () => {
        await null;
        steps.push(`before ${name}: ${socket.sent.join()}`);
      },
      after: () => steps.push(`after ${name}: ${socket.sent.join()}`)
    });
  }
  await queue.drained();
  expect(steps).toEqual([
    'before a: ',
    'after a: a',
    'before bad: a',
    'after bad: a'
  ]);
});

test('a queue with nothing in it is drained', async () => {
  await expect(
    createSendQueue(createSocket(), () => undefined).drained()
  ).resolves.toBeUndefined();
});
