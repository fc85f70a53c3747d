import fc from 'fast-check';
import { createThrottle } from '../../../../../src/kernel/core/wire/throttle';

/** What the Jupyter server lets through within three seconds. */
const WINDOW = 3000;
const BYTES = 3_000_000;
const MESSAGES = 3000;

/** When each message leaves, if they are ready at `ready` and wait for their turn. */
function leave(messages: readonly { bytes: number; ready: number }[]) {
  const throttle = createThrottle();
  let now = 0;
  return messages.map(({ bytes, ready }) => {
    now = Math.max(now, ready);
    now += throttle.take(bytes, now);
    return { at: now, bytes };
  });
}

function busiest(sent: readonly { at: number; bytes: number }[]) {
  let [start, bytes, most, messages] = [0, 0, 0, 0];
  for (const [end, message] of sent.entries()) {
    bytes += message.bytes;
    while (sent[start].at <= message.at - WINDOW) {
      bytes -= sent[start++].bytes;
    }
    most = Math.max(most, bytes);
    messages = Math.max(messages, end - start + 1);
  }
  return { bytes: most, messages };
}

test('a few messages do not wait', () => {
  const throttle = createThrottle();
  for (let count = 0; count < 50; count++) {
    expect(throttle.take(1000, 0)).toBe(0);
  }
});

test('no three seconds hold more than the server lets through', () => {
  const settings = { numRuns: 60 };
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          bytes: fc.oneof(fc.constant(0), fc.nat({ max: 64_000 })),
          gap: fc.oneof(fc.constant(0), fc.nat({ max: 400 })),
          times: fc.integer({ min: 1, max: 1500 })
        }),
        { maxLength: 12 }
      ),
      bursts => {
        let ready = 0;
        const messages = bursts.flatMap(({ bytes, gap, times }) => {
          ready += gap;
          const at = ready;
          return Array.from({ length: times }, () => ({ bytes, ready: at }));
        });
        const { bytes, messages: count } = busiest(leave(messages));
        expect(bytes).toBeLessThan(BYTES);
        expect(count).toBeLessThan(MESSAGES);
      }
    ),
    settings
  );
});

test('after a pause there is room again', () => {
  const throttle = createThrottle({ messagesPerSecond: 10, burstMessages: 5 });
  const take = (now: number) => throttle.take(0, now);
  expect(Array.from({ length: 6 }, () => take(0)).map(Math.round)).toEqual([
    0, 0, 0, 0, 0, 100
  ]);
  expect(take(10_000)).toBe(0);
});

test('a clock that goes backwards gives no room', () => {
  const throttle = createThrottle({ messagesPerSecond: 1, burstMessages: 1 });
  expect(throttle.take(0, 1000)).toBe(0);
  expect(throttle.take(0, 0)).toBeCloseTo(1000);
});
