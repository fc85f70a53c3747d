import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { keepOutcome } from '../../../../src/lab/renderer/keepOutcome';
import type { Events, History } from '../../../../src/trace';
import { createDeadLink } from '../../../../src/widgets/base/link';
import { untranslated } from '../../../../src/scene/words/translate';
import type { LiveLink } from '../../../../src/widgets/context';

const mimeType = 'application/vnd.gatescope.history+json';

function history(change: Partial<History>): History {
  return {
    version: 1,
    kind: 'history',
    id: 'h1',
    status: 'running',
    epochs: { done: 1, planned: 10 },
    metrics: [],
    ...change
  };
}

function setup(saved: History, bundle = saved) {
  let data: Record<string, unknown> = {
    [mimeType]: saved,
    'image/svg+xml': '<svg/>',
    'text/plain': 'running after 0 of 10 epochs'
  };
  const listeners = new Set<(event: Events['history']) => void>();
  const link: LiveLink = {
    ...createDeadLink('test'),
    onEvent: (name, listener) => {
      const mine = listener as (event: Events['history']) => void;
      if (name === 'history') {
        listeners.add(mine);
      }
      return () => listeners.delete(mine);
    }
  };
  const stop = keepOutcome({
    bundle,
    model: {
      get data() {
        return data;
      },
      setData: (next: { data: Record<string, unknown> }) => {
        data = next.data;
      }
    } as unknown as IRenderMime.IMimeModel,
    mimeType,
    link,
    translate: untranslated,
    encode: value => ({ ...value })
  });
  return {
    stop,
    data: () => data,
    write: (next: Record<string, unknown>) => (data = next),
    listeners,
    hear: (event: History) => {
      listeners.forEach(listener => listener({ id: event.id, history: event }));
      jest.runAllTimers();
    }
  };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('the end of a run that nobody else writes down is kept, with words that are true', () => {
  const { hear, data } = setup(history({}));
  hear(history({ epochs: { done: 5, planned: 10 } }));
  expect(data()['text/plain']).toBe('running after 0 of 10 epochs');
  hear(history({ status: 'stopped', epochs: { done: 7, planned: 10 } }));
  expect(data()).toEqual({
    [mimeType]: expect.objectContaining({ status: 'stopped' }),
    'text/plain': 'stopped after 7 of 10 epochs'
  });
});

test('what the kernel itself has written stays', () => {
  const { hear, data, write } = setup(history({}));
  const written = { [mimeType]: history({ status: 'finished' }) };
  write(written);
  hear(history({ status: 'finished' }));
  expect(data()).toBe(written);
});

test('another run, a finished one, and one that is no longer shown are left alone', () => {
  const other = setup(history({}));
  other.hear(history({ id: 'h2', status: 'finished' }));
  expect(other.data()['image/svg+xml']).toBe('<svg/>');
  const finished = setup(history({ status: 'finished' }));
  expect(finished.listeners.size).toBe(0);
  const stopped = setup(history({}));
  stopped.stop();
  expect(stopped.listeners.size).toBe(0);
});
