/** @jest-environment jsdom */
import { createKernelLink } from '../../../../src/lab/link/kernelLink';
import type { ToKernel, ToPage } from '../../../../src/trace';
import { PROTOCOL_VERSION } from '../../../../src/trace';
import { untranslated } from '../../../../src/scene/words/translate';
import type { LinkStatus } from '../../../../src/widgets/context';
import type { FakeSession } from '../fakeKernel';
import { createFakeSession, settle } from '../fakeKernel';

/** A kernel that welcomes, and knows the ids that the test gives it. */
function kernelKnowing(
  known: Set<string>
): (message: ToKernel) => ToPage | null {
  return message => {
    if (message.type === 'hello') {
      return {
        type: 'welcome',
        protocol: PROTOCOL_VERSION,
        version: '0.1.0',
        session: 's'
      };
    }
    if (message.method === 'attach') {
      const { id } = message.params as { id: string };
      return {
        type: 'reply',
        number: message.number,
        result: { known: known.has(id) }
      };
    }
    return null;
  };
}

function link(session: FakeSession) {
  return createKernelLink({
    session: session.context,
    version: '0.1.0',
    translate: untranslated
  });
}

test('without a kernel the link says so', async () => {
  const session = createFakeSession();
  const made = link(session);
  await settle();
  expect(made.status('a')).toEqual({
    state: 'notLive',
    reason: 'No kernel is running for this notebook.'
  });
});

test('a notebook opened without a kernel is waited for a little, then said to have none', async () => {
  const session = createFakeSession(kernelKnowing(new Set(['a'])));
  session.setReady(false);
  jest.useFakeTimers();
  const made = link(session);
  made.onStatus('a', () => undefined);
  expect(made.status('a').state).toBe('connecting');
  await jest.advanceTimersByTimeAsync(4000);
  jest.useRealTimers();
  expect(made.status('a')).toEqual({
    state: 'notLive',
    reason: 'No kernel is running for this notebook.'
  });
  session.setReady(true);
  session.setKernel(true);
  await settle();
  expect(made.status('a').state).toBe('live');
});

test('a bundle that the kernel knows becomes live, one it does not know says how to make it so', async () => {
  const session = createFakeSession(kernelKnowing(new Set(['a'])));
  session.setKernel(true);
  const made = link(session);
  const states: LinkStatus[] = [];
  expect(made.status('a').state).toBe('connecting');
  made.onStatus('a', status => states.push(status));
  made.onStatus('b', status => states.push(status));
  await settle();
  expect(made.status('a')).toEqual({ state: 'live' });
  expect(made.status('b')).toEqual({
    state: 'notLive',
    reason:
      'This picture is of an earlier run. Run the notebook cell again to make it live.'
  });
  expect(states.some(status => status.state === 'live')).toBe(true);
  expect(session.comms).toHaveLength(1);
});

test('another kernel is not spoken to, and the reader is told which kernel it is', async () => {
  const session = createFakeSession();
  session.setKernel(true, 'python3');
  const made = link(session);
  await settle();
  expect(session.comms).toHaveLength(0);
  expect(made.status('a')).toMatchObject({
    state: 'notLive',
    reason: expect.stringContaining('“Python 3”')
  });
});

test('a Python kernel that has shown something live is asked for it, once a picture', async () => {
  const session = createFakeSession(kernelKnowing(new Set(['a'])));
  session.setKernel(true, 'python3');
  const made = link(session);
  await settle();
  expect(session.comms).toHaveLength(0);
  made.onStatus('a', () => undefined);
  await settle();
  expect(session.comms).toHaveLength(1);
  expect(made.status('a')).toEqual({ state: 'live' });
});

test('a Python kernel that knows nothing of gatescope is not asked again until something live is drawn', async () => {
  const session = createFakeSession();
  session.setKernel(true, 'python3');
  const made = link(session);
  made.onStatus('a', () => undefined);
  await settle();
  session.comms[0].close();
  session.setStatus('busy');
  session.setStatus('idle');
  await settle();
  expect(session.comms).toHaveLength(1);
  expect(made.status('a')).toMatchObject({
    state: 'notLive',
    reason: expect.stringContaining('run its notebook cell again')
  });
  made.onStatus('b', () => undefined);
  await settle();
  expect(session.comms).toHaveLength(2);
});

test('after a restart the link opens a new comm and old bundles are no longer live', async () => {
  const known = new Set(['a']);
  const session = createFakeSession(kernelKnowing(known));
  session.setKernel(true);
  const made = link(session);
  const states: string[] = [];
  made.onStatus('a', status => states.push(status.state));
  await settle();
  expect(made.status('a').state).toBe('live');
  known.clear();
  session.setStatus('restarting');
  session.comms[0].comm.dispose();
  expect(made.status('a').state).toBe('connecting');
  session.setStatus('idle');
  await settle();
  expect(session.comms).toHaveLength(2);
  expect(made.status('a').state).toBe('notLive');
  // The cell runs again and prints a new bundle.
  known.add('fresh');
  made.onStatus('fresh', () => undefined);
  await settle();
  expect(made.status('fresh').state).toBe('live');
  expect(states).toContain('connecting');
});

test('a lost connection to the server is said, and mended when it comes back', async () => {
  const session = createFakeSession(kernelKnowing(new Set(['a'])));
  session.setKernel(true);
  const made = link(session);
  made.onStatus('a', () => undefined);
  await settle();
  session.setConnection('disconnected');
  expect(made.status('a')).toEqual({
    state: 'notLive',
    reason: 'The connection to the server is lost.'
  });
  session.setConnection('connected');
  await settle();
  expect(made.status('a').state).toBe('live');
});

test('a kernel that is gone, or changed for another, ends the link', async () => {
  const session = createFakeSession(kernelKnowing(new Set(['a'])));
  session.setKernel(true);
  const made = link(session);
  made.onStatus('a', () => undefined);
  await settle();
  session.setStatus('dead');
  expect(made.status('a')).toEqual({
    state: 'notLive',
    reason: 'The kernel has stopped.'
  });
  session.setKernel(false);
  expect(made.status('a').state).toBe('notLive');
  session.setKernel(true);
  await settle();
  expect(made.status('a').state).toBe('live');
});

test('a stale event reaches the views of that bundle with its reason', async () => {
  const session = createFakeSession(kernelKnowing(new Set(['a', 'b'])));
  session.setKernel(true);
  const made = link(session);
  made.onStatus('a', () => undefined);
  made.onStatus('b', () => undefined);
  const heard: string[] = [];
  made.onEvent('stale', ({ id }) => heard.push(id));
  await settle();
  session.comms[0].say({
    type: 'event',
    name: 'stale',
    data: { id: 'a', reason: 'model retrained' }
  });
  expect(made.status('a')).toEqual({
    state: 'stale',
    reason: 'model retrained'
  });
  expect(made.status('b').state).toBe('live');
  expect(heard).toEqual(['a']);
  // The reason is that of now, and none where the network has its weights back.
  const reason = 'model has the weights of epoch 2';
  for (const data of [
    { id: 'a', reason },
    { id: 'a', reason: null }
  ]) {
    session.comms[0].say({ type: 'event', name: 'stale', data });
    expect(made.status('a')).toEqual(
      data.reason === null ? { state: 'live' } : { state: 'stale', reason }
    );
  }
});

test('a silent kernel is said to be busy, and its late welcome still makes the link live', async () => {
  let silent = true;
  const answer = kernelKnowing(new Set(['a']));
  const session = createFakeSession(message =>
    silent ? null : answer(message)
  );
  session.setKernel(true);
  jest.useFakeTimers();
  const made = link(session);
  made.onStatus('a', () => undefined);
  await jest.advanceTimersByTimeAsync(4000);
  jest.useRealTimers();
  expect(made.status('a')).toEqual({
    state: 'notLive',
    reason: 'The kernel is busy; it answers when its cell is done.'
  });
  silent = false;
  session.comms[0].say({
    type: 'welcome',
    protocol: PROTOCOL_VERSION,
    version: '0.1.0',
    session: 's'
  });
  await settle();
  expect(made.status('a').state).toBe('live');
});

test('requests without a kernel reject with the words that are shown', async () => {
  const session = createFakeSession();
  const made = link(session);
  await settle();
  await expect(made.request('attach', { id: 'a' })).rejects.toThrow(
    'No kernel is running for this notebook.'
  );
});

test('a disposed link closes its comm and hears nothing more', async () => {
  const session = createFakeSession(kernelKnowing(new Set(['a'])));
  session.setKernel(true);
  const made = link(session);
  await settle();
  made.dispose();
  expect(session.comms[0].closedByPage).toBe(true);
  session.setStatus('idle');
  await settle();
  expect(session.comms).toHaveLength(1);
});

test('a restart by another client is noticed by the first message of the new kernel', async () => {
  const known = new Set(['a']);
  const session = createFakeSession(kernelKnowing(known));
  session.setKernel(true);
  const made = link(session);
  made.onStatus('a', () => undefined);
  await settle();
  session.hear('first start');
  session.hear('first start');
  await settle();
  expect(session.comms).toHaveLength(1);
  expect(made.status('a').state).toBe('live');
  known.clear();
  known.add('fresh');
  session.hear('second start');
  made.onStatus('fresh', () => undefined);
  await settle();
  expect(session.comms).toHaveLength(2);
  expect(made.status('a').state).toBe('notLive');
  expect(made.status('fresh').state).toBe('live');
});

test('messages that carry the id of who asked, as those of a kernel in a page do, are no restart', async () => {
  const session = createFakeSession(kernelKnowing(new Set(['a'])));
  session.setKernel(true);
  const made = link(session);
  made.onStatus('a', () => undefined);
  await settle();
  session.hear('this page', 'this page');
  session.hear('another tab', 'another tab');
  session.hear('this page', 'this page');
  await settle();
  expect(session.comms).toHaveLength(1);
  expect(made.status('a').state).toBe('live');
});

test('a kernel that closes a comm it once welcomed is spoken to anew', async () => {
  const known = new Set(['a']);
  const session = createFakeSession(kernelKnowing(known));
  session.setKernel(true);
  const made = link(session);
  made.onStatus('a', () => undefined);
  await settle();
  known.clear();
  session.comms[0].close();
  await settle();
  expect(session.comms).toHaveLength(2);
  expect(made.status('a')).toMatchObject({
    state: 'notLive',
    reason: expect.stringContaining('earlier run')
  });
});

test('a kernel that closes every comm is asked a few times only', async () => {
  const session = createFakeSession(kernelKnowing(new Set(['a'])));
  session.setKernel(true);
  const made = link(session);
  made.onStatus('a', () => undefined);
  await settle();
  for (let turn = 0; turn < 8; turn += 1) {
    session.comms.at(-1)?.close();
    await settle();
  }
  expect(session.comms).toHaveLength(4);
  expect(made.status('a').state).toBe('notLive');
});

test('who comes back to the page learns of a kernel that is another', async () => {
  const session = createFakeSession(kernelKnowing(new Set(['a'])));
  session.setKernel(true);
  const made = link(session);
  made.onStatus('a', () => undefined);
  await settle();
  const before = session.comms[0].received.length;
  document.dispatchEvent(new Event('visibilitychange'));
  expect(session.comms[0].received).toHaveLength(before + 1);
});
