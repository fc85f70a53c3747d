/** @jest-environment jsdom */
import { lstm } from '../../../../src/engine';
import { createNotebookSession } from '../../../../src/lab/session/notebookSession';
import { markOpening } from '../../../../src/page/openings';
import type { Trace } from '../../../../src/trace';
import { untranslated } from '../../../../src/scene/words/translate';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { openView } from '../../widgets/viewPage';
import { createFakeSession } from '../fakeKernel';

const runOf = (seed: number): Trace =>
  lstm({ inputSize: 1, units: 4, seed })
    .run(Array.from({ length: 60 }, (_, step) => [Math.sin(step)]))
    .toBundle() as Trace;

test("the cursor of one network leaves another's wished unit and step alone, also after running again", () => {
  const session = createNotebookSession({
    sessionContext: createFakeSession().context as never,
    actions: {},
    version: '0.1.0',
    translate: untranslated,
    settings: () => ({
      reducedMotion: true,
      linesUpTo: 8,
      minimumColumnWidth: 2
    })
  });
  const other = runOf(1);
  session.context(null, other.id).cursor.move({ unit: 1, step: 59 }, {});
  for (const seed of [2, 3]) {
    const asked: Trace = { ...runOf(seed), view: { unit: 2, step: 20 } };
    const { cursor } = session.context(null, asked.id);
    const page = openView(createGatesView, asked, { context: { cursor } });
    expect(page.texts('.jp-gatescope-readout')[0]).toMatch(/^step 20, unit 2/);
    page.close();
  }
  // All views of one run still move together.
  expect(session.context(null, other.id).cursor.position).toMatchObject({
    unit: 1,
    step: 59
  });
  session.dispose();
});

test('what the reader did in a picture that was live before any kernel is there when its notebook cell has run', () => {
  const session = createNotebookSession({
    sessionContext: createFakeSession().context as never,
    actions: {},
    version: '0.1.0',
    translate: untranslated,
    settings: () => ({
      reducedMotion: true,
      linesUpTo: 8,
      minimumColumnWidth: 2
    })
  });
  const cell = { model: { id: 'cell' } } as never;
  const { store, cursor } = session.context(cell, 'shipped');
  markOpening('shipped', { store, cursor });
  store.set('shipped', 'operations', ['f := 0']);
  cursor.move({ step: 3 }, {});
  const run = session.context(cell, 'run');
  expect(run.store.get('run', 'operations')).toEqual(['f := 0']);
  expect(run.cursor.position.step).toBe(3);
  // Another notebook cell has nothing of it.
  const other = session.context({ model: { id: 'b' } } as never, 'else');
  expect(other.store.get('else', 'operations')).toBeUndefined();
  session.dispose();
});
