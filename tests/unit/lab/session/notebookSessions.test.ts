/** @jest-environment jsdom */
import '../browserParts';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import {
  createNotebookSessions,
  type KernelWidget
} from '../../../../src/lab/session/notebookSessions';
import { untranslated } from '../../../../src/scene/words/translate';
import { createFakeSession, settle } from '../fakeKernel';

/** Two views of one notebook, and its one cell in each. */
function openTwice() {
  const sessions = createNotebookSessions({
    version: '0.1.0',
    translate: untranslated,
    settings: () => ({
      reducedMotion: true,
      linesUpTo: 8,
      minimumColumnWidth: 2
    }),
    actions: () => ({})
  });
  const kernel = createFakeSession();
  kernel.setKernel(true);
  const model = {
    id: 'cell',
    outputs: {},
    metadataChanged: new Signal<object, void>({}),
    getMetadata: () => undefined
  };
  const views = [0, 1].map(() => {
    const cell = Object.assign(new Widget(), { model });
    cell.addClass('jp-Cell');
    const host = Object.assign(new Widget(), {
      sessionContext: kernel.context,
      content: { widgets: [cell] }
    }) as unknown as KernelWidget;
    cell.parent = host;
    return { host, cell };
  });
  /** JupyterLab's copy of the cell's outputs, with no notebook around. */
  const copy = Object.assign(new Widget(), { model: model.outputs });
  copy.addClass('jp-OutputArea');
  return { sessions, kernel, views, copy };
}

test('two views of one notebook have one link, one store and one cursor, until the last is closed', async () => {
  const { sessions, kernel, views } = openTwice();
  const [one, two] = views.map(({ cell }) => sessions.contextOf(cell, 'run'));
  await settle();
  expect(kernel.comms).toHaveLength(1);
  one.store.set('run', 'whatIf', ['f := 0']);
  expect(two.store.get('run', 'whatIf')).toEqual(['f := 0']);
  expect(two.cursor).toBe(one.cursor);
  views[0].host.dispose();
  expect(kernel.comms[0].closedByPage).toBe(false);
  views[1].host.dispose();
  expect(kernel.comms[0].closedByPage).toBe(true);
});

test('a copy of an output in a panel of its own has all that its notebook cell has, whichever was drawn first', () => {
  const { sessions, views, copy } = openTwice();
  sessions.of(views[0].host);
  expect(sessions.around(copy)).toEqual({
    session: sessions.of(views[0].host),
    cell: views[0].cell
  });
  // As long as any view of the notebook is there.
  sessions.of(views[1].host);
  views[0].host.dispose();
  expect(sessions.around(copy)?.cell).toBe(views[1].cell);
  views[1].host.dispose();
  expect(sessions.around(copy)).toBeNull();
  expect(sessions.contextOf(copy, 'run').link.status('run').state).toBe(
    'notLive'
  );
});
