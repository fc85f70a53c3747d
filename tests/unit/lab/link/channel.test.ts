import type { ChannelState } from '../../../../src/lab/link/channel';
import { openChannel } from '../../../../src/lab/link/channel';
import type { Event, Request, ToKernel, Trace } from '../../../../src/trace';
import { PROTOCOL_VERSION } from '../../../../src/trace';
import { untranslated } from '../../../../src/scene/words/translate';
import type { FakeComm } from '../fakeKernel';
import { createFakeComm, settle } from '../fakeKernel';

function open(fake: FakeComm, timeout?: () => number) {
  const states: ChannelState[] = [];
  const events: Event[] = [];
  const channel = openChannel(fake.comm, {
    version: '0.1.0',
    translate: untranslated,
    onState: state => states.push(state),
    onEvent: event => events.push(event),
    timeout
  });
  return { channel, states, events };
}

const welcome = {
  type: 'welcome',
  protocol: PROTOCOL_VERSION,
  version: '0.1.0',
  session: 's1'
} as const;

function lastRequest(received: readonly ToKernel[]): Request {
  const message = received.at(-1);
  if (message?.type !== 'request') {
    throw new Error(`expected a request, got ${String(message?.type)}`);
  }
  return message;
}

test('the page says hello with its protocol and version and is open after the welcome', () => {
  const fake = createFakeComm();
  const { channel, states } = open(fake);
  expect(fake.received).toEqual([
    { type: 'hello', protocol: PROTOCOL_VERSION, version: '0.1.0' }
  ]);
  expect(channel.state.state).toBe('opening');
  fake.say(welcome);
  expect(states).toEqual([{ state: 'open', welcome }]);
});

test('a kernel of an older protocol is refused by name of its version and the comm is closed', () => {
  const fake = createFakeComm();
  const { channel } = open(fake);
  fake.say({ ...welcome, protocol: 0, version: '0.0.9' });
  expect(channel.state).toEqual({
    state: 'closed',
    reason:
      'The kernel (gatescope 0.0.9) is older than this page (gatescope 0.1.0): upgrade gatescope where the kernel runs, then restart the kernel.'
  });
  expect(fake.closedByPage).toBe(true);
});

test('a kernel that refuses the hello gives the reason that is shown', () => {
  const fake = createFakeComm();
  const { channel } = open(fake);
  fake.say({
    type: 'failure',
    number: 0,
    name: 'ProtocolError',
    message: 'This page is too old: reload it.'
  });
  expect(channel.state).toEqual({
    state: 'closed',
    reason: 'This page is too old: reload it.'
  });
});

test('answers find their requests by number, whatever the order they come in', async () => {
  const fake = createFakeComm();
  const { channel } = open(fake);
  fake.say(welcome);
  const first = channel.request('attach', { id: 'a' });
  const one = lastRequest(fake.received).number;
  const second = channel.request('attach', { id: 'b' });
  const two = lastRequest(fake.received).number;
  expect(two).not.toBe(one);
  fake.say({ type: 'reply', number: two, result: { known: false } });
  fake.say({ type: 'reply', number: one, result: { known: true } });
  await expect(first).resolves.toEqual({ known: true });
  await expect(second).resolves.toEqual({ known: false });
});

test('numeric arrays come out of the binary buffers with their values', async () => {
  const fake = createFakeComm();
  const { channel } = open(fake);
  fake.say(welcome);
  const whole = channel.request('whole', { id: 'a' });
  const values = Float32Array.of(0.25, -1.5, 3);
  fake.say({
    type: 'reply',
    number: lastRequest(fake.received).number,
    result: {
      bundle: {
        input: { array: { dtype: 'f32', shape: [3], values } }
      } as unknown as Trace
    }
  });
  const { bundle } = await whole;
  expect([...(bundle as Trace).input.array.values]).toEqual([0.25, -1.5, 3]);
});

test('a failure rejects with the name and message of the kernel', async () => {
  const fake = createFakeComm();
  const { channel } = open(fake);
  fake.say(welcome);
  const request = channel.request('attach', { id: 'a' });
  fake.say({
    type: 'failure',
    number: lastRequest(fake.received).number,
    name: 'RangeError',
    message: 'step 99 is beyond the last step 11'
  });
  await expect(request).rejects.toMatchObject({
    name: 'RangeError',
    message: 'step 99 is beyond the last step 11'
  });
});

test('a request that nobody answers is given up after its time, and a late answer is ignored', async () => {
  const fake = createFakeComm();
  const { channel } = open(fake, () => 5);
  fake.say(welcome);
  await expect(channel.request('attach', { id: 'a' })).rejects.toThrow(
    'did not answer within 0.005 seconds'
  );
  fake.say({ type: 'reply', number: 1, result: { known: true } });
  expect(channel.state.state).toBe('open');
});

test('closing by either end rejects what was asked, with the reason', async () => {
  const fake = createFakeComm();
  const { channel, states } = open(fake);
  fake.say(welcome);
  const request = channel.request('attach', { id: 'a' });
  fake.close({ reason: 'The kernel is going.' });
  await expect(request).rejects.toThrow('The kernel is going.');
  expect(states.at(-1)).toEqual({
    state: 'closed',
    reason: 'The kernel is going.',
    again: true
  });
  await expect(channel.request('attach', { id: 'a' })).rejects.toThrow(
    'The kernel is going.'
  );
  channel.close('again');
  expect(states).toHaveLength(2);
});

test('a message that cannot be read rejects its request and leaves the channel open', async () => {
  const fake = createFakeComm();
  const { channel, events } = open(fake);
  fake.say(welcome);
  const request = channel.request('whole', { id: 'a' });
  fake.sayRaw({
    type: 'reply',
    number: 1,
    result: { trace: { dtype: 'f32', shape: [3], buffer: 7 } }
  });
  await expect(request).rejects.toThrow('cannot be read');
  for (const strange of [null, 'x', 3, [], {}, { type: 'dance' }]) {
    fake.sayRaw(strange);
  }
  await settle();
  expect(channel.state.state).toBe('open');
  expect(events).toEqual([]);
});
