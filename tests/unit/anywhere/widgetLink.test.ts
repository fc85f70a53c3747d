/** @jest-environment jsdom */
import { createWidgetLink } from '../../../src/anywhere/widgetLink';
import type { WidgetModel } from '../../../src/anywhere/model';
import type { LinkStatus } from '../../../src/widgets/context';
import { untranslated } from '../../../src/scene/words/translate';

interface Sent {
  readonly page: string;
  readonly message?: { type: string; number?: number; method?: string };
}

/** A model whose other end is the test. */
function line() {
  const sent: Sent[] = [];
  let hear: ((content: object, buffers: DataView[]) => void) | undefined;
  const model: WidgetModel = {
    get: () => undefined,
    on: (_name, listener) => {
      hear = listener as typeof hear;
    },
    off: () => {
      hear = undefined;
    },
    send: content => sent.push(content as Sent)
  };
  return {
    model,
    sent,
    say: (message: object, page = 'here', buffers: DataView[] = []) =>
      hear?.({ page, message }, buffers),
    get listening() {
      return hear !== undefined;
    }
  };
}

const welcome = { type: 'welcome', protocol: 1, version: '0', session: 's' };

const busy =
  'Python has not answered yet. It may be busy; if no notebook cell is running, run this one again.';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const wait = (milliseconds: number): Promise<void> =>
  jest.advanceTimersByTimeAsync(milliseconds);

function opened(patience = 60_000) {
  const end = line();
  const link = createWidgetLink({
    model: end.model,
    page: 'here',
    translate: untranslated,
    patience
  });
  return { ...end, end, link };
}

describe("the link of a widget's place on the page", () => {
  it('says hello, attaches what is watched and becomes live', async () => {
    const { end, link, sent, say } = opened();
    const heard: string[] = [];
    link.onStatus('run', ({ state }) => heard.push(state));
    expect(sent[0]).toMatchObject({ page: 'here', message: { type: 'hello' } });
    say(welcome);
    const { message } = sent[1];
    expect(message).toMatchObject({ method: 'attach', params: { id: 'run' } });
    say({ type: 'reply', number: message?.number, result: { known: true } });
    await Promise.resolve();
    await Promise.resolve();
    expect(heard).toEqual(['live']);
    link.dispose();
    expect(sent.at(-1)).toEqual({ page: 'here' });
    expect(end.listening).toBe(false);
  });

  it('hears what is said to its own place alone', () => {
    const { link, say } = opened();
    say(welcome, 'elsewhere');
    expect(link.status('run').state).toBe('connecting');
    say(welcome);
    const events: (string | null)[] = [];
    link.onEvent('stale', ({ reason }) => events.push(reason));
    const stale = (reason: string) => ({
      type: 'event',
      name: 'stale',
      data: { id: 'run', reason }
    });
    say(stale('not for us'), 'elsewhere');
    say(stale('model retrained'));
    expect(events).toEqual(['model retrained']);
    link.dispose();
  });

  it('reads numbers from the buffers of a message', async () => {
    const { link, sent, say } = opened();
    say(welcome);
    const answer = link.request('whole', { id: 'run' });
    const numbers = new DataView(new Float32Array([1.5, -2]).buffer);
    say(
      {
        type: 'reply',
        number: sent.at(-1)?.message?.number,
        result: { bundle: { dtype: 'f32', shape: [2], buffer: 0 } }
      },
      'here',
      [numbers]
    );
    expect(await answer).toMatchObject({
      bundle: { values: new Float32Array([1.5, -2]) }
    });
    link.dispose();
  });

  it('says so when nothing answers, and when Python refuses', async () => {
    const { link, say } = opened(1);
    await wait(20);
    expect(link.status('run')).toEqual({ state: 'notLive', reason: busy });
    say({ type: 'failure', number: 0, name: 'Error', message: 'too old' });
    expect(link.status('run')).toEqual({ state: 'notLive', reason: 'too old' });
    link.dispose();
  });

  it('says so of a picture whose question Python leaves unanswered, and is live once the answer comes', async () => {
    const { link, sent, say } = opened(1);
    say(welcome);
    const heard: LinkStatus[] = [];
    link.onStatus('run', status => heard.push(status));
    await wait(20);
    expect(heard).toEqual([{ state: 'notLive', reason: busy }]);
    const number = sent.at(-1)?.message?.number;
    say({ type: 'reply', number, result: { known: true } });
    await wait(0);
    expect(link.status('run')).toEqual({ state: 'live' });
    link.dispose();
  });

  it('is live when Python welcomes it late', async () => {
    const { link, sent, say } = opened(1);
    link.onStatus('run', () => undefined);
    await wait(20);
    expect(link.status('run')).toEqual({ state: 'notLive', reason: busy });
    say(welcome);
    const number = sent.at(-1)?.message?.number;
    say({ type: 'reply', number, result: { known: true } });
    await wait(0);
    expect(link.status('run')).toEqual({ state: 'live' });
    link.dispose();
  });

  it('stays stale when the answer to an older question comes late', async () => {
    const { link, sent, say } = opened();
    say(welcome);
    link.onStatus('run', () => undefined);
    const number = sent.at(-1)?.message?.number;
    const reason = 'model retrained';
    say({ type: 'event', name: 'stale', data: { id: 'run', reason } });
    say({ type: 'reply', number, result: { known: true } });
    await wait(0);
    expect(link.status('run')).toEqual({ state: 'stale', reason });
    link.dispose();
  });

  it('says nothing more once it is disposed', async () => {
    const { link, say } = opened();
    const heard: LinkStatus[] = [];
    link.onStatus('run', status => heard.push(status));
    link.dispose();
    say(welcome);
    await wait(0);
    expect(heard).toEqual([]);
  });
});
