import type { Bundle } from '../../../../src/trace';
import { createCursor } from '../../../../src/widgets/base/cursor';
import { untranslated } from '../../../../src/scene/words/translate';
import { codeItem, codeRequest } from '../../../../src/widgets/base/viewCode';
import type { LinkStatus, ViewContext } from '../../../../src/widgets/context';
import { lstmTrace } from '../cells';

const trace = { ...lstmTrace({ steps: 3, units: 2 }), id: 'run' };
const live = { session: 's', revision: 1 };

function contextWith(more: Partial<ViewContext> = {}): ViewContext {
  return {
    cursor: createCursor({ step: 2, unit: 1 }),
    translate: untranslated,
    ...more
  } as ViewContext;
}

const views = {
  of: 'run',
  words: { title: 'The run' },
  names: [],
  present: 'weights',
  show: () => undefined
};

describe('what a view asks its code with', () => {
  it('is the run, the view, step and unit that it shows, and another sequence of a batch', () => {
    const sequences = {
      present: 4,
      size: 9,
      show: () => undefined,
      onFailure: () => () => undefined
    };
    expect(codeRequest(trace, contextWith())).toEqual({
      id: 'run',
      step: 2,
      unit: 1
    });
    expect(
      codeRequest(
        { id: 'weights', kind: 'weights' },
        contextWith({ views, sequences })
      )
    ).toEqual({
      id: 'run',
      title: 'The run',
      view: 'weights',
      step: 2,
      unit: 1,
      sequence: 4
    });
    // An epoch that is replayed is no step that show could be told.
    expect(codeRequest({ id: 'h', kind: 'history' }, contextWith())).toEqual({
      id: 'h'
    });
  });

  it('holds the words that stand around it: of a run in all of its views, else its own', () => {
    const titled = { ...trace, title: 'Own', howToRead: 'Follow unit 1.' };
    expect(codeRequest(titled, contextWith())).toMatchObject({
      title: 'Own',
      howToRead: 'Follow unit 1.'
    });
    const asked = codeRequest(titled, contextWith({ views }));
    expect(asked).toMatchObject({ title: 'The run' });
    expect(asked).not.toHaveProperty('howToRead');
  });

  it('is where the notebook had it open, until the reader moves', () => {
    const opened = {
      ...trace,
      view: { step: 0, unit: 0, sort: 'peak' as const }
    };
    const cursor = createCursor();
    const context = contextWith({ cursor });
    expect(codeRequest(opened, context)).toEqual({
      id: 'run',
      step: 0,
      unit: 0
    });
    cursor.move({ step: 2 }, {});
    expect(codeRequest(opened, context)).toEqual({
      id: 'run',
      step: 2,
      unit: 0
    });
    // One that nothing was asked of opens there again without being told.
    expect(codeRequest(trace, contextWith({ cursor: createCursor() }))).toEqual(
      { id: 'run' }
    );
  });

  it('is there in every view that a kernel stands behind, and says why there is no code', async () => {
    const asked: unknown[] = [];
    const warned: string[] = [];
    const link = {
      request: (...given: unknown[]) => {
        asked.push(given);
        return Promise.resolve({ code: '' });
      }
    } as unknown as ViewContext['link'];
    const frame = {
      announce: () => undefined,
      warn: (words: string) => void warned.push(words),
      status: () => status,
      choice: () => ({ layer: 'upper', sort: 'peak' as const })
    };
    let status: LinkStatus = { state: 'live' };
    const item = (bundle: Bundle) =>
      codeItem(bundle, contextWith({ link }), frame);
    expect(item(trace).off).toMatch(/no kernel holds/);
    const copy = item({ ...trace, live });
    expect(copy).toMatchObject({ label: 'Copy code' });
    expect(copy.off).toBeUndefined();
    copy.run();
    await new Promise(done => setTimeout(done));
    expect(asked).toEqual([
      ['code', { id: 'run', step: 2, unit: 1, layer: 'upper', sort: 'peak' }]
    ]);
    status = { state: 'notLive', reason: 'The kernel was restarted.' };
    expect(item({ ...trace, live }).off).toBe('The kernel was restarted.');
    // Python answers it as well.
    status = { state: 'stale', reason: 'trained' };
    expect(item({ ...trace, live, language: 'python' }).off).toBeUndefined();
    expect(warned).toEqual([
      expect.stringContaining('No variable of the notebook')
    ]);
  });
});
