import type { Lab } from './lab';
import { expect, test } from './lab';
import {
  copy,
  flashcards,
  id,
  indexOf,
  progressFile,
  removeLessons,
  solution,
  source,
  title
} from './lessonThree';
import { code, markdown, notebook } from './notebook';

async function openLesson(lab: Lab): Promise<void> {
  await lab.openLab();
  await lab.page.locator('.jp-LauncherCard').filter({ hasText: title }).click();
  await lab.cell(0).waitFor();
  await lab.kernelIsIdle();
}

/** Types an answer in the place of what is there. */
async function answer(lab: Lab, cell: string, text: string): Promise<void> {
  const editor = lab.cell(indexOf(cell)).locator('.cm-content');
  await editor.click();
  await lab.page.keyboard.press('Control+a');
  await lab.page.keyboard.insertText(text);
}

test.beforeEach(async ({ lab }) => removeLessons(lab));

test('a card of the launcher opens the lesson, with the panel and its exercises beside it', async ({
  lab
}) => {
  await openLesson(lab);
  await expect(lab.panel).toBeVisible();
  await expect(lab.panel).toContainText('Write the LSTM step');
  await expect(lab.panel).toContainText('Draw the cell state');
  // JupyterLab's own editors have no name for a screen reader; it attaches those below the fold when
  // it has time to.
  const editors = lab.page.locator('.jp-Notebook .jp-CodeCell .cm-content');
  await expect.poll(() => editors.count()).toBeGreaterThan(3);
  const names = await editors.evaluateAll(all =>
    all.map(each => each.getAttribute('aria-label') ?? '')
  );
  expect(
    names.filter(name => !/^Code of notebook cell \d+/.test(name))
  ).toEqual([]);
  const saved = await lab.get(copy);
  expect(saved.cells).toHaveLength(source.cells.length);
  // With the panel open the toolbar is too narrow for all: the meter stays, and nothing hangs over
  // the notebook.
  await expect(
    lab.page.locator('.jp-NotebookPanel-toolbar > .jp-gatescope-meter')
  ).toBeVisible();
  await expect
    .poll(() =>
      lab.page
        .locator('.jp-NotebookPanel-toolbar')
        .evaluate(toolbar =>
          Array.from(
            toolbar.children,
            item => (item as HTMLElement).offsetTop < toolbar.clientHeight
          ).every(Boolean)
        )
    )
    .toBe(true);
  // nbgrader is installed, and did not hand this lesson out.
  await expect(
    lab.page.locator('.jp-NotebookPanel-toolbar .validate-button')
  ).toBeHidden();
  // The lesson opens on a picture that can be used before anything has run.
  const opening = lab.view(indexOf('opening'));
  await expect(opening.root).not.toContainText('not live');
  await expect(opening.root.locator('.jp-gatescope-state')).toHaveText('live');
  await opening.picture.focus();
  await opening.picture.press('ArrowRight');
  await expect(opening.root).toContainText('day 7');
  await lab.expectAccessible('.jp-gatescope-inspector');
  await lab.openLab();
  // The card is there before the splash screen has gone.
  await expect(
    lab.page.getByText('Lessons on recurrent networks')
  ).toBeVisible();
  await expect(lab.page.locator('#jupyterlab-splash')).toHaveCount(0);
  // Each lesson has a picture of its own, and a bar of what is passed; the first says where to begin.
  const cards = lab.page.locator('.jp-LauncherCard', {
    hasText: /^(Start here: )?\d+ · /
  });
  await expect(cards.first()).toContainText('Start here: 1 · ');
  await expect(cards.last()).toBeVisible();
  const pictures = await cards
    .locator('svg svg')
    .evaluateAll(all => all.map(each => each.innerHTML));
  expect(pictures).toHaveLength(await cards.count());
  expect(new Set(pictures).size).toBe(pictures.length);
  await expect(cards.locator('.jp-gatescope-card-bar')).toHaveCount(
    pictures.length
  );
  expect(lab.foreignErrors()).toEqual([]);
});

test('the picture that a lesson opens on takes a clamp before anything has run', async ({
  lab
}) => {
  await openLesson(lab);
  await expect(lab.page.getByTitle(/Notebook trusted/).first()).toBeAttached();
  const opening = lab.view(indexOf('opening'));
  // What if holds the channel that was pointed at last: the pointer rests where the lesson's card was,
  // on whichever part of the circuit came to lie there.
  await lab.page.mouse.move(0, 0);
  await opening.root.locator('.jp-gatescope-title-button').click();
  await lab.page.getByRole('menuitemradio', { name: 'What if' }).click();
  await opening.root.getByRole('button', { name: 'hold f at 0' }).click();
  await expect(opening.root).toContainText('f := 0');
  await expect(opening.root).toContainText(
    /h changes (from day|at some days from) 6/
  );
  expect(lab.foreignErrors()).toEqual([]);
});

test('an example has a card of its own, behind the lessons, and no number', async ({
  lab
}) => {
  await lab.openLab();
  await expect(lab.page.getByText('Recurrent networks at work')).toBeVisible();
  await lab.page
    .locator('.jp-LauncherCard')
    .filter({ hasText: 'Names in sentences' })
    .click();
  await lab.cell(0).waitFor();
  await expect(
    lab.page.locator('.jp-NotebookPanel-toolbar > .jp-gatescope-meter')
  ).toHaveText('Example');
  expect(lab.foreignErrors()).toEqual([]);
});

test('on a narrow page a lesson has all the room, and the panel waits until it is asked for', async ({
  lab
}) => {
  await lab.page.setViewportSize({ width: 400, height: 800 });
  await lab.put('narrow.ipynb', source);
  await lab.openNotebook7('narrow.ipynb');
  await expect(lab.page.locator('.jp-gatescope-answer').first()).toBeAttached();
  await expect(lab.panel).toBeHidden();
  await lab.execute('gatescope:toggle-inspector');
  await expect(lab.panel).toBeVisible();
  expect(lab.foreignErrors({ notebook7: true })).toEqual([]);
});

test('an open session that is zoomed to 200 % keeps its notebook, and has its panels again at 100 %', async ({
  lab
}) => {
  await openLesson(lab);
  await expect(lab.panel).toBeVisible();
  const width = async (): Promise<number> =>
    (await lab.page.locator('.jp-Notebook').boundingBox())?.width ?? 0;
  const before = await width();
  // The page has half as many CSS pixels each way.
  await lab.page.setViewportSize({ width: 700, height: 500 });
  await expect(lab.panel).toBeHidden();
  await expect.poll(width).toBeGreaterThan(550);
  const panelKey = () => lab.execute('gatescope:toggle-inspector');
  await panelKey();
  await expect(lab.panel).toBeVisible();
  await panelKey();
  await expect(lab.panel).toBeHidden();
  await lab.page.setViewportSize({ width: 1400, height: 1000 });
  await expect(lab.panel).toBeVisible();
  await expect.poll(width).toBeCloseTo(before, -1);
  expect(lab.foreignErrors()).toEqual([]);
});

test('a wrong answer is told what is wrong and where, a right one passes, and both are kept', async ({
  lab
}) => {
  await openLesson(lab);
  const right = solution('lstm-step');
  const wrong = right.replace(
    'add(mul(f, c), mul(i, g))',
    'mul(f, add(c, mul(i, g)))'
  );
  expect(wrong).not.toBe(right);
  const cell = lab.cell(indexOf('lstm-step'));
  const headline = cell.locator('.jp-gatescope-answer-headline');

  await answer(lab, 'lstm-step', wrong);
  await cell.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(headline).toHaveAttribute('data-state', 'wrong');
  await expect(headline).toContainText('Not yet');
  // What is wrong is on the screen once, in the report, and said once.
  await expect(cell.locator('.jp-gatescope-report-title')).toBeVisible();
  await expect(headline).toBeHidden();
  await expect(cell.locator('.jp-gatescope-answer > [role=status]')).toHaveText(
    (await headline.textContent()) ?? ''
  );
  const wrongLine = wrong
    .split('\n')
    .findIndex(line => line.includes('const cNew'));
  await expect(headline).toContainText(`line ${wrongLine + 1}`);
  await expect(cell.locator('.jp-gatescope-wrong-line')).toContainText('cNew');
  await expect(cell.locator('.jp-gatescope-report')).toContainText('expected');
  await expect(lab.panel).toContainText('Not yet');
  await lab.expectAccessible('.jp-gatescope-answer');

  await cell.getByRole('button', { name: `Go to line` }).click();
  await lab.page.keyboard.press('End');
  await lab.page.keyboard.insertText(' ');
  await expect(cell.locator('.jp-gatescope-wrong-line')).toHaveCount(0);
  await expect(headline).toContainText('has changed');
  expect((await headline.boundingBox())?.width).toBeGreaterThan(50);

  // The test is run by itself, and fails: what it said goes with the next verdict.
  const tests = lab.cell(indexOf('lstm-step') + 1);
  await tests.click();
  await lab.page.keyboard.press('Control+Enter');
  await expect(tests.locator('.jp-OutputArea-output').first()).toBeAttached();

  await answer(lab, 'lstm-step', right);
  await cell.getByRole('button', { name: 'Check again' }).click();
  await expect(headline).toHaveText('✓ Passed: 3 of 3 points');
  await expect(tests.locator('.jp-OutputArea-output')).toHaveCount(0);
  await expect(lab.panel).toContainText('3 of 3');
  await cell.getByRole('button', { name: 'Open in Gates' }).click();
  await expect(
    cell.locator('.jp-gatescope-nested .jp-gatescope-title-button')
  ).toHaveText('Gates ▾');
  await cell.getByRole('button', { name: /^Next: / }).click();
  await expect
    .poll(() =>
      lab.page.evaluate(
        () =>
          (
            window.jupyterapp.shell.currentWidget as unknown as {
              content: { activeCellIndex: number };
            }
          ).content.activeCellIndex
      )
    )
    .toBeGreaterThan(indexOf('lstm-step'));
  await expect
    .poll(async () => {
      const file = await lab.page.request.get(`/api/contents/${progressFile}`);
      return file.ok() ? await file.text() : '';
    })
    .toContain('passed');
  await lab.save();
  await lab.openLab(copy);
  await expect(
    lab.cell(indexOf('lstm-step')).locator('.jp-gatescope-answer-headline')
  ).toHaveText('✓ Passed before: 3 of 3 points');
  await lab.openLab();
  const card = lab.page.locator('.jp-LauncherCard').filter({ hasText: title });
  await expect(card).toHaveAttribute('title', /: 1 of \d+ exercises passed$/);
  const [of, passed] = await card
    .locator('.jp-gatescope-card-bar rect')
    .evaluateAll(bars => bars.map(bar => Number(bar.getAttribute('width'))));
  expect(passed).toBeGreaterThan(0);
  expect(passed).toBeLessThan(of);
  expect(lab.foreignErrors()).toEqual([]);
});

test('a helper in a notebook cell of the student’s own counts, run or not', async ({
  lab
}) => {
  await openLesson(lab);
  const at = indexOf('lstm-step');
  const right = solution('lstm-step');
  const helped = right.replace(
    'add(mul(f, c), mul(i, g))',
    'keptAndWritten(f, c, i, g)'
  );
  expect(helped).not.toBe(right);
  await answer(lab, 'lstm-step', helped);
  const headline = lab.page.locator('.jp-gatescope-answer-headline').first();
  const check = lab.cell(at).getByRole('button', { name: /^Check/ });
  await check.click();
  await expect(headline).toContainText('keptAndWritten');

  await lab.page.keyboard.press('Escape');
  await lab.execute('notebook:insert-cell-above');
  await lab.cell(at).locator('.cm-content').click();
  await lab.page.keyboard.insertText(
    'const keptAndWritten = (f: Tensor, c: Tensor, i: Tensor, g: Tensor) => add(mul(f, c), mul(i, g));'
  );
  const cell = lab.cell(at + 1);
  await cell.getByRole('button', { name: /^Check/ }).click();
  await expect(cell.locator('.jp-gatescope-answer-headline')).toHaveText(
    '✓ Passed: 3 of 3 points'
  );
  expect(lab.foreignErrors()).toEqual([]);
});

test('progress goes with a lesson that is moved to another folder while it is open', async ({
  lab
}) => {
  await openLesson(lab);
  const made = await lab.page.request.put('/api/contents/elsewhere', {
    data: { type: 'directory' }
  });
  expect(made.ok()).toBe(true);
  await lab.move(copy, 'elsewhere/mine.ipynb');
  await answer(lab, 'lstm-step', solution('lstm-step'));
  const cell = lab.cell(indexOf('lstm-step'));
  await cell.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(cell.locator('.jp-gatescope-answer-headline')).toHaveText(
    '✓ Passed: 3 of 3 points'
  );
  const progressIn = async (folder: string): Promise<string> => {
    const file = await lab.page.request.get(
      `/api/contents/${folder}/gatescope-progress.json`
    );
    return file.ok() ? file.text() : '';
  };
  await expect.poll(() => progressIn('elsewhere')).toContain('passed');
  expect(await progressIn('gatescope-lessons')).not.toContain('passed');
  expect(lab.foreignErrors()).toEqual([]);
});

test('an answer that stops says so, costs nothing, and hints come one by one', async ({
  lab
}) => {
  await openLesson(lab);
  const cell = lab.cell(indexOf('lstm-step'));
  const headline = cell.locator('.jp-gatescope-answer-headline');
  await cell.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(headline).toHaveAttribute('data-state', 'stopped');
  await expect(headline).toContainText('not written yet');
  await cell.getByRole('button', { name: 'Hint', exact: true }).click();
  await expect(cell.locator('.jp-gatescope-hints li')).toHaveCount(1);
  await lab.page.keyboard.press('Enter');
  await expect(cell.locator('.jp-gatescope-hints li')).toHaveCount(2);
  expect(lab.foreignErrors()).toEqual([]);
});

test('the second exercise: a clamp that keeps the value passes', async ({
  lab
}) => {
  await openLesson(lab);
  const cell = lab.cell(indexOf('hold-value'));
  await answer(lab, 'hold-value', solution('hold-value'));
  await cell.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(cell.locator('.jp-gatescope-answer-headline')).toHaveText(
    '✓ Passed: 2 of 2 points'
  );
  expect(lab.foreignErrors()).toEqual([]);
});

test('reset keeps the copy under another name and puts the lesson back', async ({
  lab
}) => {
  await openLesson(lab);
  await answer(lab, 'lstm-step', 'const mine = 1;');
  void lab.execute('gatescope:reset-lesson');
  await lab.page
    .locator('.jp-Dialog')
    .getByRole('button', { name: 'Reset' })
    .click();
  await expect(
    lab.cell(indexOf('lstm-step')).locator('.cm-content')
  ).not.toContainText('mine');
  const listing = (await (
    await lab.page.request.get('/api/contents/gatescope-lessons')
  ).json()) as { content: { name: string }[] };
  const backup = listing.content.find(({ name }) =>
    name.startsWith(`${id} (before reset `)
  );
  const kept = await lab.get(`gatescope-lessons/${backup?.name}`);
  expect(kept.cells[indexOf('lstm-step')].source).toContain('mine');
  expect(lab.foreignErrors()).toEqual([]);
});

test('flashcards are asked in the panel once their part has run, and come back on their day', async ({
  lab
}) => {
  await openLesson(lab);
  const cards = lab.panel.locator('[data-section="cards"]');
  const due = cards.locator('.jp-gatescope-section-aside');
  await expect(due).toContainText('0 of 0');
  const afterShare = flashcards.filter(({ after }) => after === 'share-code');
  expect(afterShare).not.toEqual([]);
  await lab.cell(indexOf('equations')).click();
  await lab.execute('notebook:run-all-above');
  await expect(due).toContainText(
    `${afterShare.length} of ${afterShare.length}`
  );
  await cards.getByRole('button', { name: 'Show the answer' }).click();
  await expect(cards.locator('.jp-gatescope-card-back')).not.toBeEmpty();
  await cards.getByRole('button', { name: 'I knew it' }).click();
  await expect(due).toContainText(
    `${afterShare.length - 1} of ${afterShare.length}`
  );
  await expect
    .poll(async () => {
      const file = await lab.page.request.get(`/api/contents/${progressFile}`);
      return file.ok() ? await file.text() : '';
    })
    .toContain('box');
  expect(lab.foreignErrors()).toEqual([]);
});

test('a prediction is drawn before the truth is seen, and stands after a reload', async ({
  lab
}) => {
  await openLesson(lab);
  const cell = indexOf('pulse-predict');
  // What would give the answer away is closed, and the source of the question folded under a line.
  const after = lab.cell(indexOf('share-ask'));
  await expect(after).toBeHidden();
  await expect(lab.cell(cell)).toContainText('// Asks for your drawing');
  await lab.runAll();
  await expect(after).toBeHidden();
  const item = lab.panel
    .locator('.jp-gatescope-lesson-item')
    .filter({ hasText: 'Draw the cell state' });
  await item.click();
  const view = lab.view(cell);
  await view.picture.waitFor();
  await view.tool('Table').click();
  const fields = view.root.locator('table input');
  const count = await fields.count();
  for (let index = 0; index < count; index += 1) {
    await fields.nth(index).fill('0.5');
    await fields.nth(index).press('Enter');
  }
  await expect(view.tool('Commit')).toBeDisabled();
  await view.tool('Fairly sure').click();
  await view.tool('Commit').click();
  await expect(after).toBeVisible();
  // The next question keeps closed what follows it.
  await expect(lab.cell(indexOf('share-code'))).toBeHidden();
  await expect(item).toContainText('off · fairly sure');
  await lab.save();
  const metadata = (await lab.get(copy)).cells[cell].metadata as {
    gatescope: { predictions: { pulse: { committed: boolean } } };
  };
  expect(metadata.gatescope.predictions.pulse.committed).toBe(true);
  await lab.openLab(copy);
  await expect(lab.view(cell).root).toContainText('mean distance');
  expect(lab.foreignErrors()).toEqual([]);
});

test('what is wrong with the only exercise of a notebook is said in the panel', async ({
  lab
}) => {
  const name = 'only-exercise.ipynb';
  await lab.put(
    name,
    notebook([
      code('const half = 0.5;', {
        metadata: {
          gatescope: { exercise: { role: 'judge', id: 'half', title: 'Half' } }
        }
      })
    ])
  );
  await lab.openLab(name);
  await lab.cell(0).locator('.cm-content').click();
  if (!(await lab.panel.isVisible())) {
    await lab.execute('gatescope:toggle-inspector');
  }
  await expect(lab.panel).toContainText(
    'expected one of answer, question, test, got "judge"'
  );
  expect(lab.foreignErrors()).toEqual([]);
});

test('a work that a lesson cites is looked up in the bibliography of the documentation', async ({
  lab
}) => {
  const name = 'cites.ipynb';
  await lab.put(
    name,
    notebook([markdown('[Gers](docs/bibliography.html#gers-2000)')])
  );
  const pages = '**/docs/bibliography.html*';
  const context = lab.page.context();
  await context.route(pages, route =>
    route.fulfill({ contentType: 'text/html', body: '<p id="gers-2000">' })
  );
  await lab.openLab(name);
  const opened = lab.page.waitForEvent('popup');
  await lab.page.getByRole('link', { name: 'Gers' }).click();
  const page = await opened;
  await expect(page).toHaveURL(/\/docs\/bibliography\.html#gers-2000$/);
  await page.close();
  await context.unroute(pages);
  expect(lab.foreignErrors()).toEqual([]);
});
