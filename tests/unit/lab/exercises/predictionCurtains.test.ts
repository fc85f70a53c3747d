/** @jest-environment jsdom */
import '../browserParts';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { PanelLayout, Widget } from '@lumino/widgets';
import {
  lessonParts,
  type NotebookCell
} from '../../../../src/exercises/metadata';
import type { NotebookLesson } from '../../../../src/lab/exercises/notebookLesson';
import { createPredictionCurtains } from '../../../../src/lab/exercises/predictionCurtains';
import { untranslated } from '../../../../src/scene/words/translate';

/** A notebook cell as JupyterLab draws one: a model with metadata and a footer. */
class FakeCell extends Widget {
  readonly ready = Promise.resolve();
  readonly model: object;
  private readonly metadata = new Map<string, unknown>();

  constructor(cell: NotebookCell, changed: () => void) {
    super();
    const { metadata } = this;
    if (cell.metadata.gatescope !== undefined) {
      metadata.set('gatescope', cell.metadata.gatescope);
    }
    this.model = {
      id: cell.id,
      getMetadata: (key: string) => metadata.get(key),
      setMetadata(key: string, value: unknown) {
        metadata.set(key, value);
        changed();
      }
    };
    const layout = new PanelLayout();
    this.layout = layout;
    const footer = new Widget();
    footer.addClass('jp-CellFooter');
    layout.addWidget(footer);
  }

  write(value: object): void {
    const before = this.metadata.get('gatescope') as object;
    (
      this.model as { setMetadata: (key: string, value: unknown) => void }
    ).setMetadata('gatescope', { ...before, ...value });
  }
}

const asks = (id: string, key: string): NotebookCell => ({
  id,
  type: 'code',
  source: '',
  metadata: { gatescope: { prediction: { key, title: key } } }
});
const code = (id: string): NotebookCell => ({
  id,
  type: 'code',
  source: '',
  metadata: {}
});
const heading = (id: string): NotebookCell => ({
  id,
  type: 'markdown',
  source: '## Next',
  metadata: {}
});

const field = (id: string, key: string): NotebookCell => ({
  id,
  type: 'code',
  source: '',
  metadata: { gatescope: { questions: { keys: [key], title: key } } }
});

const predicted = [
  heading('title'),
  asks('ask', 'decay'),
  code('table'),
  code('picture'),
  heading('next'),
  asks('ask2', 'memory'),
  code('table2')
];
const asked = [
  heading('title'),
  field('share', 'share'),
  code('shares'),
  heading('next'),
  asks('ask', 'decay'),
  code('curve'),
  field('why', 'why'),
  code('because'),
  heading('last')
];

function opened({ isLesson = true, source = predicted } = {}) {
  const owner = {};
  const contentChanged = new Signal<object, void>(owner);
  const cellsChanged = new Signal<object, void>(owner);
  const activeCellChanged = new Signal<object, void>(owner);
  const changed = new Signal<object, void>(owner);
  const widgets = source.map(
    cell => new FakeCell(cell, () => contentChanged.emit())
  );
  let activations = 0;
  const node = document.createElement('div');
  const content = {
    node,
    model: { contentChanged, cells: { changed: cellsChanged } },
    widgets,
    activeCellChanged,
    activeCellIndex: 0,
    get activeCell() {
      return widgets[this.activeCellIndex];
    },
    activate: () => (activations += 1)
  };
  const lesson = {
    metadata: isLesson ? { id: 'l', number: 1, title: 'L' } : null,
    parts: lessonParts(source),
    given: null,
    changed,
    cells: () => source,
    dispose: () => undefined
  } as NotebookLesson;
  const curtains = createPredictionCurtains({
    panel: { content } as unknown as NotebookPanel,
    lesson,
    translate: untranslated
  });
  const find = (id: string) =>
    widgets[source.findIndex(cell => cell.id === id)];
  return {
    curtains,
    content,
    activeCellChanged,
    find,
    closed: () => source.map(({ id }) => id).filter(id => find(id).isHidden),
    bar: (id: string) =>
      find(id).node.querySelector<HTMLElement>('.jp-gatescope-curtain'),
    activations: () => activations
  };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const settle = () => jest.advanceTimersByTimeAsync(80);

test('what follows a prediction is closed up to the next heading, and a bar says how much', async () => {
  const { closed, bar } = opened();
  await settle();
  expect(closed()).toEqual(['table', 'picture', 'table2']);
  expect(bar('ask')?.textContent).toContain('The next 2 notebook cells open');
  expect(bar('ask2')?.textContent).toContain('The next notebook cell opens');
});

test('a committed guess opens its own cells and no others', async () => {
  const { closed, bar, find } = opened();
  await settle();
  find('ask').write({
    predictions: { decay: { values: [1], committed: true } }
  });
  await settle();
  expect(closed()).toEqual(['table2']);
  expect(bar('ask')).toBeNull();
  expect(bar('ask2')).not.toBeNull();
});

test('a guess that is only begun opens nothing', async () => {
  const { closed, find } = opened();
  find('ask').write({
    predictions: { decay: { values: [1], committed: false } }
  });
  await settle();
  expect(closed()).toEqual(['table', 'picture', 'table2']);
});

test('opening without a guess is kept as skipped, and gives the focus to the notebook', async () => {
  const { closed, bar, find, activations } = opened();
  await settle();
  bar('ask')?.querySelector('button')?.click();
  expect(closed()).toEqual(['table2']);
  expect(activations()).toBe(1);
  const { model } = find('ask') as unknown as {
    model: { getMetadata: (key: string) => unknown };
  };
  expect(model.getMetadata('gatescope')).toMatchObject({
    predictions: { decay: { committed: false, skipped: true } },
    prediction: { key: 'decay' }
  });
});

test('a closed notebook cell is never the active one: its question is', async () => {
  const { content, activeCellChanged } = opened();
  await settle();
  content.activeCellIndex = 2;
  activeCellChanged.emit();
  expect(content.activeCellIndex).toBe(1);
  content.activeCellIndex = 4;
  activeCellChanged.emit();
  expect(content.activeCellIndex).toBe(4);
});

test('an arrow key goes down past what a question keeps closed', async () => {
  const { content, activeCellChanged } = opened();
  await settle();
  const goTo = (index: number) => {
    content.activeCellIndex = index;
    activeCellChanged.emit();
  };
  const press = (type: string) =>
    content.node.dispatchEvent(new KeyboardEvent(type, { key: 'ArrowDown' }));
  goTo(1);
  press('keydown');
  goTo(2);
  expect(content.activeCellIndex).toBe(4);
  press('keyup');
  goTo(1);
  // Without the key it was run: the question is what is to be answered.
  goTo(2);
  expect(content.activeCellIndex).toBe(1);
});

test('an answer field keeps closed what follows until it is answered', async () => {
  const { closed, bar, find } = opened({ source: asked });
  await settle();
  expect(closed()).toEqual(['shares', 'curve', 'why', 'because']);
  expect(bar('share')?.textContent).toContain(
    'The next notebook cell opens when you answer.'
  );
  find('share').write({
    answers: { share: { answers: { one: { tries: 0, given: 4, open: true } } } }
  });
  await settle();
  expect(closed()).toContain('shares');
  find('share').write({
    answers: {
      share: { answers: { one: { tries: 1, given: 4, first: false } } }
    }
  });
  await settle();
  expect(closed()).not.toContain('shares');
  expect(bar('share')).toBeNull();
});

test('a field of two questions opens when both were answered', async () => {
  const { closed, find } = opened({ source: asked });
  const answered = { tries: 1, given: 4, first: false };
  const write = async (answers: object) => {
    find('share').write({ answers: { share: { of: 2, answers } } });
    await settle();
  };
  await write({ one: answered });
  expect(closed()).toContain('shares');
  await write({ one: answered, two: answered });
  expect(closed()).not.toContain('shares');
});

test('what a closed field closes stays closed when the prediction before it is committed', async () => {
  const { closed, bar, find } = opened({ source: asked });
  await settle();
  expect(bar('ask')?.textContent).toContain('The next 2 notebook cells open');
  expect(bar('why')).toBeNull();
  find('ask').write({
    predictions: { decay: { values: [1], committed: true } }
  });
  await settle();
  expect(closed()).toEqual(['shares', 'because']);
  expect(bar('why')).not.toBeNull();
});

test('a field opened without an answer is kept as skipped, beside what was entered', async () => {
  const { closed, bar, find } = opened({ source: asked });
  const entered = { one: { tries: 0, given: 4, open: true } };
  find('share').write({ answers: { share: { answers: entered } } });
  await settle();
  bar('share')?.querySelector('button')?.click();
  expect(closed()).not.toContain('shares');
  const { model } = find('share') as unknown as {
    model: { getMetadata: (key: string) => unknown };
  };
  expect(model.getMetadata('gatescope')).toMatchObject({
    answers: { share: { answers: entered, skipped: true } }
  });
});

test('a notebook that is no lesson hides nothing', async () => {
  const { closed, bar } = opened({ isLesson: false });
  await settle();
  expect(closed()).toEqual([]);
  expect(bar('ask')).toBeNull();
});

test('when the notebook is closed, nothing is arranged any more', async () => {
  const { curtains, find, closed } = opened();
  await settle();
  curtains.dispose();
  find('ask').write({
    predictions: { decay: { values: [1], committed: true } }
  });
  await settle();
  expect(closed()).toEqual(['table', 'picture', 'table2']);
});
