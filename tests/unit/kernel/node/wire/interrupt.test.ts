import type { ToSession } from '../../../../../src/kernel/core/messages';
import { SHARED_BYTES } from '../../../../../src/kernel/node/sharedNumbers';
import { createInterrupter } from '../../../../../src/kernel/node/wire/interrupt';

const answer: ToSession = { type: 'answer', number: 7, value: 'yes' };

function start() {
  const posted: ToSession[] = [];
  const shared = new Int32Array(new SharedArrayBuffer(SHARED_BYTES));
  const interrupter = createInterrupter(
    message => posted.push(message),
    shared
  );
  return { posted, interrupter };
}

/** How often the thread has been asked to stop, and with which number last. */
const asked = (posted: readonly ToSession[]) =>
  posted.filter(({ type }) => type === 'interrupt');

describe('an interrupter', () => {
  test('passes messages on at once while nothing is to be stopped', () => {
    const { posted, interrupter } = start();
    interrupter.pass(answer);
    expect(posted).toEqual([answer]);
  });

  test('holds what follows an interrupt until the thread has seen it', () => {
    const { posted, interrupter } = start();
    interrupter.interrupt();
    interrupter.pass(answer);
    expect(posted).toEqual([{ type: 'interrupt', number: 1 }]);
    interrupter.seen(1);
    expect(posted).toEqual([{ type: 'interrupt', number: 1 }, answer]);
    interrupter.pass(answer);
    expect(posted).toHaveLength(3);
  });

  test('waits for the last of several interrupts', () => {
    const { posted, interrupter } = start();
    interrupter.interrupt();
    interrupter.interrupt();
    interrupter.pass(answer);
    interrupter.seen(1);
    expect(posted).not.toContain(answer);
    interrupter.seen(2);
    expect(asked(posted)).toHaveLength(2);
    expect(posted.at(-1)).toBe(answer);
  });

  test('keeps the order of what it held', () => {
    const { posted, interrupter } = start();
    interrupter.interrupt();
    const shutdown: ToSession = { type: 'shutdown' };
    interrupter.pass(answer);
    interrupter.pass(shutdown);
    interrupter.seen(1);
    expect(posted.slice(1)).toEqual([answer, shutdown]);
  });
});
