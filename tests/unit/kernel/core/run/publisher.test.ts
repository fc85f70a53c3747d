import type { ToWire } from '../../../../../src/kernel/core/messages';
import {
  createPublisher,
  DISPLAY_LIMIT,
  PRINT_LIMIT
} from '../../../../../src/kernel/core/run/publisher';
import { createRoom } from '../../../../../src/kernel/node/session/room';
import {
  SHARED_BYTES,
  sharedNumbers
} from '../../../../../src/kernel/node/sharedNumbers';
import { runOf } from '../session/runOf';

/** A publisher whose other side sends everything at once. */
function setup() {
  const posted: ToWire[] = [];
  const shared = new Int32Array(new SharedArrayBuffer(SHARED_BYTES));
  const publisher = createPublisher(message => {
    posted.push(message);
    if (message.type === 'print') {
      Atomics.sub(shared, sharedNumbers.outstanding, message.text.length);
    } else {
      Atomics.sub(shared, sharedNumbers.messages, 1);
    }
  }, createRoom(shared));
  const printed = () =>
    posted.flatMap(message => (message.type === 'print' ? [message.text] : []));
  return { posted, publisher, printed, shared };
}

test('what is printed goes to the wire in pieces that keep characters whole', () => {
  const { publisher, printed } = setup();
  const text = `${'x'.repeat(63_999)}😀${'y'.repeat(70_000)}`;
  publisher.print(runOf(1), 'stdout', text);
  expect(printed().join('')).toBe(text);
  expect(Math.max(...printed().map(piece => piece.length))).toBeLessThan(
    64_002
  );
  expect(
    printed().every(piece => !/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(piece))
  ).toBe(true);
});

test('one run prints so much and no more, and says so once', () => {
  const { publisher, printed } = setup();
  const run = runOf(1);
  for (let count = 0; count < 30; count++) {
    publisher.print(run, 'stdout', 'z'.repeat(100_000));
  }
  const text = printed().join('');
  expect(text.match(/z/g)).toHaveLength(PRINT_LIMIT);
  expect(text.match(/prints nothing more/g)).toHaveLength(1);
  publisher.print(runOf(2), 'stdout', 'next');
  expect(printed().at(-1)).toBe('next');
});

test('one run shows so much and no more, and says so once', () => {
  const { posted, publisher, printed } = setup();
  const run = runOf(1);
  for (let count = 0; count < DISPLAY_LIMIT + 50; count++) {
    publisher.publish(run, 'display_data', {});
  }
  expect(posted.filter(({ type }) => type === 'publish')).toHaveLength(
    DISPLAY_LIMIT
  );
  expect(printed()).toHaveLength(1);
  expect(printed()[0]).toContain('has shown 5,000 outputs');
  publisher.publish(run, 'update_display_data', {});
  expect(posted.at(-1)).toMatchObject({ messageType: 'update_display_data' });
});

test('many large outputs end sooner', () => {
  const { posted, publisher, printed } = setup();
  const data = { 'image/svg+xml': 'x'.repeat(4_000_000), json: [1, 2, 3] };
  for (let count = 0; count < 20; count++) {
    publisher.publish(runOf(1), 'display_data', { data });
  }
  expect(printed()).toEqual([]);
  const run = runOf(2);
  for (let count = 0; count < 20; count++) {
    publisher.publish(run, 'display_data', { data });
  }
  expect(printed()[0]).toContain('has shown 50 MB');
  expect(posted.filter(({ type }) => type === 'publish')).toHaveLength(20 + 12);
});

test('a silent run neither prints nor shows', () => {
  const { posted, publisher } = setup();
  const run = runOf(1, { silent: true });
  publisher.print(run, 'stdout', 'x');
  publisher.publish(run, 'display_data', {});
  expect(posted).toEqual([]);
});

test('whoever prints or shows faster than the wire sends, waits', () => {
  const { shared } = setup();
  const posted: ToWire[] = [];
  const publisher = createPublisher(message => {
    posted.push(message);
    // The other side is behind by more than may wait, and then catches up.
    setTimeout(() => undefined, 0);
  }, createRoom(shared));
  const counter = sharedNumbers.messages;
  Atomics.store(shared, counter, 100_000);
  const real = Atomics.wait;
  let waits = 0;
  const wait = jest.spyOn(Atomics, 'wait').mockImplementation(() => {
    waits += 1;
    Atomics.store(shared, counter, waits < 3 ? 100_000 : 0);
    return 'ok';
  });
  publisher.publish(runOf(1), 'display_data', {});
  wait.mockRestore();
  expect(Atomics.wait).toBe(real);
  expect(waits).toBe(3);
  expect(posted).toHaveLength(1);
});
