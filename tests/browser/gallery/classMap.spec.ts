import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

const root = path.resolve(__dirname, '../../..');
const CHECK = 'application/vnd.gatescope.check+json';

/** What a student handed in for one exercise: the answer, and what Check said of it. */
function exercise(id: string, title: string, wrong: string | null): object[] {
  const bundle = {
    kind: 'check',
    status: wrong === null ? 'passed' : 'notYet',
    message: wrong ?? 'Passed.'
  };
  const cell = (own: object, outputs: object[]): object => ({
    cell_type: 'code',
    source: '',
    metadata: { gatescope: { exercise: { id, ...own } } },
    outputs
  });
  return [
    cell({ role: 'answer', title }, []),
    cell({ role: 'test' }, [
      { output_type: 'display_data', data: { [CHECK]: bundle } }
    ])
  ];
}

/** The map of a class of four, as `gatescope-grading map` writes it. */
function mapOfAClass(): string {
  const course = mkdtempSync(path.join(tmpdir(), 'class-map-'));
  for (const [student, wrong] of Object.entries({
    ann: null,
    bob: 'Your gₜ uses σ where tanh is asked for.',
    cid: 'Your gₜ uses σ where tanh is asked for.',
    dan: 'Your hₜ forgets oₜ.'
  })) {
    const folder = path.join(course, 'submitted', student);
    mkdirSync(folder, { recursive: true });
    const cells = [
      ...exercise('easy', 'Write a step', null),
      ...exercise('hard', 'Undo it', wrong)
    ];
    writeFileSync(
      path.join(folder, 'one.ipynb'),
      JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 })
    );
  }
  execFileSync(
    path.join(root, '.venv/bin/python'),
    [
      '-c',
      'import sys; from gatescope.grading.commands import run; sys.exit(run(["map", sys.argv[1]]))',
      path.join(course, 'submitted')
    ],
    { cwd: root }
  );
  return pathToFileURL(path.join(course, 'map.html')).href;
}

for (const [look, media] of [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['forced colors', { colorScheme: 'dark', forcedColors: 'active' }]
] as const) {
  test(`everybody can read the class map in ${look}`, async ({ browser }) => {
    // The page lets no script in; axe is one.
    const context = await browser.newContext({ ...media, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(mapOfAClass());
    await expect(page.locator('#overview > p').first()).toHaveText(
      'Of all exercises most pass “Write a step”: 4 of the 4 who checked it.'
    );
    for (const each of await page.locator('details').all()) {
      await each.evaluate((fold: HTMLDetailsElement) => (fold.open = true));
    }
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`
      )
    ).toEqual([]);
    await context.close();
  });
}

test('keys open an order of the exercises, and go to the one that fewest pass', async ({
  page
}) => {
  await page.goto(mapOfAClass());
  const fold = page.getByText('By the share who pass, lowest first');
  const isThere = () => fold.evaluate(each => each === document.activeElement);
  for (let tabs = 0; tabs < 20 && !(await isThere()); tabs += 1) {
    await page.keyboard.press('Tab');
  }
  await expect(fold).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus')).toHaveText('Undo it');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#exercise-0-hard$/);
  await expect(page.locator('h3:target')).toHaveText('Undo it');
});
