import type { Locator } from '@playwright/test';
import type { Lab } from './lab';
import { expect, test } from './lab';
import { code, markdown, notebook } from './notebook';

/** The part of the panel in which exercises are set. */
function section(lab: Lab): Locator {
  return lab.panel.locator('[data-section="authoring"]');
}

/** What nbgrader says of a notebook cell. */
function nbgrader(more: object): object {
  return {
    schema_version: 3,
    grade: false,
    solution: false,
    locked: false,
    task: false,
    ...more
  };
}

/** A check starts a process and compiles; how long that takes is the machine's affair. */

/** Shows or hides it as the palette does, for this server and all later tests on it. */
async function setExercises(lab: Lab, shown: boolean): Promise<void> {
  await expect
    .poll(async () => {
      if ((await section(lab).isVisible()) !== shown) {
        await lab.execute('gatescope:toggle-authoring');
      }
      return section(lab).isVisible();
    })
    .toBe(shown);
}

async function openAuthoring(lab: Lab, name: string): Promise<void> {
  await lab.openLab(name);
  await lab.cell(0).waitFor();
  await lab.kernelIsIdle();
  if (!(await lab.panel.isVisible())) {
    await lab.execute('gatescope:toggle-inspector');
  }
  await expect(lab.panel).toBeVisible();
  await setExercises(lab, true);
}

test('an empty notebook cell becomes an exercise whose solution passes and whose stub fails', async ({
  lab
}) => {
  const name = 'authoring.ipynb';
  await lab.put(name, notebook([markdown('# A lesson'), code('')]));
  await openAuthoring(lab, name);
  const form = section(lab);
  await lab.cell(1).locator('.cm-content').click();
  await form.getByLabel('Kind of exercise').selectOption('A number');
  await form.getByRole('button', { name: 'Make exercise' }).click();

  // Imports above it, a test below it.
  await expect(lab.page.locator('.jp-Notebook .jp-Cell')).toHaveCount(4);
  await expect(form.getByLabel('Title')).toHaveValue('A number');
  await form.getByLabel('Title').fill('What is left');
  await form.getByLabel('Title').press('Enter');
  await form.getByLabel('Name in the grade book').fill('left');
  await form.getByLabel('Name in the grade book').press('Enter');
  await form.getByLabel('Points of test 1').fill('3');
  await form.getByLabel('Points of test 1').press('Enter');
  await form.getByRole('button', { name: 'Add a hint' }).click();
  await form.getByLabel('Hint 1', { exact: true }).fill('Ten times 0.9.');
  await form.getByRole('button', { name: 'Add a wrong answer' }).click();
  await form.getByLabel('Wrong answer 1', { exact: true }).fill('return 9;');
  await form
    .getByLabel('What is said of wrong answer 1', { exact: true })
    .fill('That is a sum; each step multiplies.');
  await form.getByRole('button', { name: 'Student view' }).click();
  await expect(form.locator('pre').first()).toContainText('YOUR CODE HERE');
  await expect(form.locator('pre').first()).not.toContainText('0.9 ** 10');
  await form.getByRole('button', { name: 'Student view' }).click();
  await expect(lab.cell(3)).toContainText(
    'That is a sum; each step multiplies.'
  );

  const trials = form.locator('.jp-gatescope-author-trials');
  await form.getByRole('button', { name: 'Try solution' }).click();
  await expect(trials).toContainText('The solution passes: 3 of 3 points');
  await form.getByRole('button', { name: 'Try stub' }).click();
  await expect(trials).toContainText('What students get fails: 0 of 3 points');
  // The field is left by the press of the button, and what it says is tried.
  await form
    .getByLabel('What is said of wrong answer 1', { exact: true })
    .fill('That is a sum; a gate multiplies.');
  await form.getByRole('button', { name: 'Try wrong answers' }).click();
  await expect(trials).toContainText('a gate multiplies');
  await expect(trials).toContainText('A wrong answer is told what is wrong');
  // Where it stands is said at one key, from a field, too.
  const said = form.locator('.jp-gatescope-hidden[role="status"]');
  await form.getByLabel('Title').press('F2');
  await expect(said).toHaveText('Nothing is missing: it can be given out.');
  await form.getByLabel('Title').press('F2');
  await expect(said).toHaveText(
    /^✓ A wrong answer is told what is wrong\. What the student reads: .*a gate multiplies/
  );
  await lab.expectAccessible('[data-section="authoring"]');

  // The same Check as students have, below the answer.
  const answer = lab.cell(2);
  await answer.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(answer.locator('.jp-gatescope-answer-headline')).toHaveText(
    '✓ Passed: 3 of 3 points'
  );

  // Each action is one step back: the last two were the wrong answer.
  await form.getByRole('button', { name: 'Undo' }).click();
  await expect(lab.cell(3)).toContainText('each step multiplies');
  await form.getByRole('button', { name: 'Undo' }).click();
  await expect(lab.cell(3)).not.toContainText('That is a sum');
  await expect(form.getByLabel('Hint 1', { exact: true })).toHaveValue(
    'Ten times 0.9.'
  );

  await lab.save();
  const { cells } = await lab.get(name);
  expect(cells.map(({ metadata }) => metadata['nbgrader'])).toMatchObject([
    undefined,
    { locked: true, grade: false },
    { solution: true, grade_id: 'left' },
    { grade: true, points: 3, grade_id: 'left-test' }
  ]);
  expect(cells[2].metadata['gatescope']).toEqual({
    exercise: {
      role: 'answer',
      id: 'left',
      title: 'What is left',
      needs: [cells[1].id],
      hints: ['Ten times 0.9.']
    }
  });
  await setExercises(lab, false);
  expect(lab.foreignErrors()).toEqual([]);
});

test('needs are picked by clicking, faults stand below their cell, and a student sees nothing of it', async ({
  lab
}) => {
  const name = 'authoring-needs.ipynb';
  await lab.put(
    name,
    notebook([
      code('const days = 3;', { id: 'days' }),
      code('const other = 4;', { id: 'other' }),
      code('function answer(): number {\n  return days;\n}', {
        id: 'mine',
        metadata: {
          nbgrader: nbgrader({ solution: true, grade_id: 'days' }),
          gatescope: {
            exercise: { role: 'answer', id: 'days', title: 'Days', needs: [] }
          }
        }
      })
    ])
  );
  await lab.openLab(name);
  await lab.cell(2).locator('.cm-content').click();
  await lab.execute('gatescope:toggle-inspector');
  await expect(lab.panel).toContainText('Days');
  await setExercises(lab, false);
  await expect(lab.page.locator('.jp-gatescope-author-note')).toHaveCount(0);
  await setExercises(lab, true);
  await expect(lab.cell(2).locator('.jp-gatescope-author-note')).toContainText(
    'no notebook cell tests days'
  );
  await lab.expectAccessible('.jp-gatescope-author-note');
  const form = section(lab);
  // The form says so, too.
  await expect(form.locator('.jp-gatescope-author-faults')).toContainText(
    'no notebook cell tests days'
  );
  await lab.expectAccessible('.jp-gatescope-inspector');
  const needs = form.locator('.jp-gatescope-author-needs');
  await form.getByRole('button', { name: 'Propose' }).click();
  await expect(needs).toHaveText(/const days = 3;/);
  await form.getByRole('button', { name: 'Pick by clicking' }).click();
  await lab.cell(1).locator('.cm-content').click();
  await expect(needs).toContainText('const other = 4;');
  await lab.cell(0).locator('.cm-content').click();
  await expect(needs).not.toContainText('const days = 3;');
  await lab.page.keyboard.press('Escape');
  await expect(
    form.getByRole('button', { name: 'Pick by clicking' })
  ).toHaveAttribute('aria-pressed', 'false');
  await setExercises(lab, false);
  expect(lab.foreignErrors()).toEqual([]);
});

test('selected lines become the solution, or are hidden from students, and each is one step back', async ({
  lab
}) => {
  const name = 'authoring-lines.ipynb';
  await lab.put(
    name,
    notebook([
      code('function answer(): number {\n  return 0.9 ** 10;\n}', {
        metadata: {
          nbgrader: nbgrader({ solution: true, grade_id: 'left' }),
          gatescope: {
            exercise: { role: 'answer', id: 'left', title: 'Left', needs: [] }
          }
        }
      }),
      code(
        "check.close('answer()', answer(), 0.3487);\ncheck.that(answer() < 1);",
        {
          metadata: {
            nbgrader: nbgrader({
              grade: true,
              locked: true,
              points: 2,
              grade_id: 'left-test'
            }),
            gatescope: { exercise: { role: 'test', id: 'left' } }
          }
        }
      )
    ])
  );
  await openAuthoring(lab, name);
  const form = section(lab);
  const line = (cell: number, at: number): Locator =>
    lab.cell(cell).locator('.cm-line').nth(at);
  await line(0, 1).click({ clickCount: 3 });
  await form.getByRole('button', { name: 'Wrap as solution' }).click();
  await expect(lab.cell(0).locator('.cm-content')).toHaveText(
    /answer\(\): number \{\s*\/\/\/ BEGIN SOLUTION\s*return 0\.9 \*\* 10;\s*\/\/\/ END SOLUTION\s*\}/
  );

  await line(1, 1).click({ clickCount: 3 });
  await form.getByRole('button', { name: 'Hide lines' }).click();
  await expect(lab.cell(1).locator('.cm-content')).toHaveText(
    /0\.3487\);\s*\/\/\/ BEGIN HIDDEN TESTS\s*check\.that\(answer\(\) < 1\);\s*\/\/\/ END HIDDEN TESTS/
  );

  await form.getByRole('button', { name: 'Undo' }).click();
  await expect(lab.cell(1).locator('.cm-content')).not.toContainText('HIDDEN');
  await form.getByRole('button', { name: 'Undo' }).click();
  await expect(lab.cell(0).locator('.cm-content')).not.toContainText(
    'SOLUTION'
  );
  await setExercises(lab, false);
  expect(lab.foreignErrors()).toEqual([]);
});

test('a notebook that a teacher begins in a course has the panel open beside it, on what makes exercises', async ({
  lab
}) => {
  const { request } = lab.page;
  const put = async (path: string, file: object): Promise<void> => {
    const answer = await request.put(`/api/contents/${path}`, { data: file });
    expect(answer.ok(), await answer.text()).toBe(true);
  };
  for (const folder of ['course', 'course/source', 'course/source/ps1']) {
    await put(folder, { type: 'directory' });
  }
  await put('course/nbgrader_config.py', {
    type: 'file',
    format: 'text',
    content: 'c = get_config()\n'
  });
  const begin = (cwd: string, kernelName: string): Promise<unknown> =>
    lab.execute('notebook:create-new', { cwd, kernelName });

  // As it is for whoever has set nothing: other tests show and hide it.
  const setting = await request.put('/lab/api/settings/gatescope:authoring', {
    data: { raw: '{}' }
  });
  expect(setting.ok(), await setting.text()).toBe(true);
  // Neither is a notebook in which exercises are set.
  await lab.openLab();
  await begin('', 'gatescope');
  await lab.kernelIsIdle();
  await begin('course/source/ps1', 'python3');
  await lab.kernelIsIdle();
  await expect(lab.panel).toBeHidden();

  await begin('course/source/ps1', 'gatescope');
  await expect(lab.panel).toBeVisible();
  await expect(
    section(lab).getByRole('button', { name: 'Make exercise' })
  ).toBeVisible();

  // Who closes it is not asked again.
  await lab.execute('gatescope:toggle-inspector');
  await begin('course/source/ps1', 'gatescope');
  await lab.kernelIsIdle();
  await expect(lab.panel).toBeHidden();
  expect(lab.foreignErrors()).toEqual([]);
});
