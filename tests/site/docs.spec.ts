import { expect, SITE, showApplication, test } from './page';

const DOCS = `${SITE}/docs`;

test('a page of the documentation draws what its code showed, in light and in dark', async ({
  page
}) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${DOCS}/learn/your-csv.html`);
    await expect(page.locator('gatescope-view').last()).toContainText(
      'Four weeks of December'
    );
    const picture = page.locator('gatescope-view .jp-gatescope-picture').last();
    await picture.scrollIntoViewIfNeeded();
    await expect(picture.locator('canvas, svg').first()).toBeVisible();
    // The table of errors: three rows, each with a number.
    const table = page.locator('.gatescope-output table', {
      hasText: 'same as the day before'
    });
    await expect(table.locator('tbody tr')).toHaveCount(3);
    const cells = await table
      .locator('tbody tr td:last-child')
      .allTextContents();
    expect(cells.map(Number).every(each => each > 100)).toBe(true);
  }
});

test('the page on a CSV reads its file where it stands', async ({ page }) => {
  await page.goto(`${DOCS}/learn/your-csv.html`);
  const buttons = page.locator('.gatescope-run');
  await expect(buttons).toHaveCount(5);
  await buttons.first().click();
  await expect(
    page.frameLocator('.gatescope-repl').locator('.jp-OutputArea-output').last()
  ).toContainText('The first 5 of 5,479 rows');
});

test('code of a page runs where it stands, in a cell that can be changed', async ({
  page
}) => {
  await page.goto(`${DOCS}/learn/first-cell.html`);
  const buttons = page.locator('.gatescope-run');
  await expect(buttons).toHaveCount(3);
  await buttons.nth(1).click();
  const lab = page.frameLocator('.gatescope-repl');
  await expect(lab.locator('.jp-OutputArea-output').last()).toContainText(
    'dL/dg = dL/dh ⊙ (1 − k)'
  );
  await expect(lab.locator('.jp-gatescope-picture').first()).toBeVisible();
});

test('a name of the library is found by search and by task, with its example', async ({
  page
}) => {
  await page.goto(`${DOCS}/api/index.html`);
  await page.getByRole('link', { name: 'readCsv', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'readCsv'
  );
  await expect(page.locator('.highlight-ts').last()).toContainText(
    'await readCsv('
  );
  await page.goto(`${DOCS}/api/functions/lstm.html`);
  await expect(page.locator('gatescope-view')).toContainText('LSTM');
  await expect(
    page.locator('gatescope-view .jp-gatescope-picture')
  ).toBeVisible();
  await page.goto(`${DOCS}/search.html?q=spectralRadius`);
  await expect(
    page.locator('#search-results li a', { hasText: 'spectralRadius' }).first()
  ).toBeVisible();
});

test('the Help of the lab leads there', async ({ page, context }) => {
  await showApplication(context);
  await page.goto(`${SITE}/lab/index.html`);
  await expect(page.locator('.jp-DirListing-item').first()).toBeVisible();
  const opened = context.waitForEvent('page');
  await page.evaluate(() =>
    (
      window as unknown as {
        jupyterapp: { commands: { execute(id: string): Promise<void> } };
      }
    ).jupyterapp.commands.execute('gatescope:open-documentation')
  );
  await expect((await opened).getByRole('heading', { level: 1 })).toContainText(
    'Documentation'
  );
});

test('what a page has drawn answers before any kernel: runs with what is held in them, a forecast in its own unit', async ({
  page
}) => {
  const kernel: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/gatescope-kernel/')) {
      kernel.push(request.url());
    }
  });
  // What is held in a run is held also where the page makes it again.
  await page.goto(`${DOCS}/do/hold-a-gate.html`);
  const views = page.locator('gatescope-view');
  await expect(views).toHaveCount(3);
  for (const one of await views.all()) {
    await expect(one.locator('.jp-gatescope-state')).toHaveAttribute(
      'data-state',
      'live'
    );
  }
  await page.goto(`${DOCS}/learn/your-csv.html`);
  const view = page.locator('gatescope-view').last();
  await expect(view.locator('.jp-gatescope-state')).toHaveAttribute(
    'data-state',
    'live'
  );
  await view.locator('.jp-gatescope-title-button').click();
  await page.getByRole('menuitemradio', { name: 'What if' }).click();
  await view
    .getByRole('button', { name: /hold \w at 0/ })
    .first()
    .click();
  await expect(view).toContainText(/births 1 day ahead \d{4,5}\.\d+ → \d{4,5}/);
  expect(kernel).toEqual([]);
});

test('the picture of a PyTorch model is live on its page, and its own weights answer', async ({
  page
}) => {
  await page.goto(`${SITE}/index.html`);
  await page
    .locator('.door-top')
    .getByRole('link', { name: 'Your own model' })
    .click();
  await expect(page.locator('body')).toContainText('Install gatescope');
  const view = page.locator('gatescope-view').first();
  await expect(view.locator('.jp-gatescope-state')).toHaveAttribute(
    'data-state',
    'live'
  );
  await view.getByRole('button', { name: 'What if' }).click();
  await view.getByRole('button', { name: /hold f at 0/ }).click();
  await expect(view).toContainText(
    /h changes (from step|at some steps from) \d+/
  );
  // What comes of it beside what was: the network forgets the number that it was told first.
  await expect(view).toContainText(/loss/);
});
