import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Hands } from '../hands';
import { doTasks, HAS_RUN, SOURCES, type Task } from '../tasksWithoutSight';
import { expect, test } from './lab';
import {
  code,
  markdown,
  notebook,
  type CellJson,
  type NotebookJson
} from './notebook';

const tasks = Object.keys(SOURCES) as Task[];
const lesson = JSON.parse(
  readFileSync(
    path.resolve(
      __dirname,
      '../../../notebooks/01-networks-that-remember.ipynb'
    ),
    'utf8'
  )
) as NotebookJson;
const lessonCell = (id: string): CellJson => {
  const cell = lesson.cells.find(each => each.id === id);
  if (cell === undefined) {
    throw new Error(`lesson 01 has no notebook cell ${id}`);
  }
  return cell;
};
const cells = [
  markdown('# Keys and ears'),
  ...tasks.map(task => code(SOURCES[task])),
  lessonCell('imports'),
  { ...lessonCell('unroll-by-hand'), source: 'function unrolled() {}' },
  lessonCell('unroll-by-hand-test')
];

test('the arrow keys reach a folded notebook cell and say which it is, and the panel says nothing beside it', async ({
  lab
}) => {
  const folded = { metadata: { jupyter: { source_hidden: true } } };
  await lab.put(
    'folded.ipynb',
    notebook([
      markdown('# Above'),
      code('// Asks for a guess\n1;', folded),
      code('2;'),
      code('// At the end\n3;', folded)
    ])
  );
  await lab.openLab('folded.ipynb');
  await lab.kernelIsIdle();
  const hands = await Hands.on(lab);
  await lab.cell(0).click();
  await hands.press('Escape');
  const stop = () =>
    lab.page.evaluate(() =>
      document.activeElement?.getAttribute('aria-description')
    );
  const stops = [await stop()];
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'k']) {
    await hands.press(key);
    stops.push(await stop());
  }
  expect(stops).toEqual([
    'Text of notebook cell 1: Above',
    'Code of notebook cell 2: Asks for a guess',
    'Code of notebook cell 3',
    'Code of notebook cell 4: At the end',
    'Code of notebook cell 3',
    'Code of notebook cell 2: Asks for a guess'
  ]);
  // The panel says which cell it follows, which is to be seen, and not to be heard at each key.
  const follows = lab.panel.locator('.jp-gatescope-follows');
  await expect(follows).toBeAttached();
  expect(
    await follows.evaluate(each => each.closest('[role="status"], [aria-live]'))
  ).toBeNull();
});

test('what a lesson asks is done by keys alone, and what matters is said', async ({
  lab
}) => {
  await lab.put('without-sight.ipynb', notebook(cells));
  await lab.openLab('without-sight.ipynb');
  await lab.kernelIsIdle();
  const before = await lab.get('without-sight.ipynb');
  const hands = await Hands.on(lab);
  await lab.cell(0).click();
  await hands.press('Escape', 'ArrowDown');
  await doTasks({
    page: lab.page,
    hands,
    async run() {
      await hands.press('Control+Enter');
      await lab.kernelIsIdle();
      await hands.hear(HAS_RUN);
    },
    // Below the cell with the title.
    view: task => lab.view(1 + tasks.indexOf(task)).root,
    next: () => hands.press('Escape', 'Escape', 'ArrowDown'),
    // Past the notebook cell that imports what its test needs.
    toExercise: () =>
      hands.press('Escape', 'Escape', 'ArrowDown', 'Shift+Enter'),
    intoAnswer: () => hands.press('Escape', 'Enter'),
    outOfAnswer: () => hands.press('Escape')
  });
  await lab.save();
  const after = await lab.get('without-sight.ipynb');
  const written = ({ cells: all }: NotebookJson) =>
    all
      .filter(({ id }) => id !== 'unroll-by-hand')
      .map(({ id, source }) => ({ id, source }));
  expect(written(after)).toEqual(written(before));
  expect(after.cells.map(({ cell_type: type }) => type)).toEqual(
    before.cells.map(({ cell_type: type }) => type)
  );
});
