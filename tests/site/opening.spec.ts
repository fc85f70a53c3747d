import {
  LESSON,
  SITE,
  expect,
  isKept,
  notebookIsThere,
  test,
  type Page
} from './page';

const READ = `${SITE}/read/03-inside-the-lstm.html`;

/** Opens What if in a picture and holds at 0 what the pointer came over last; says what that is. */
async function clamp(
  page: Page,
  view: ReturnType<Page['locator']>
): Promise<string> {
  await expect(view.locator('.jp-gatescope-state')).toHaveAttribute(
    'data-state',
    'live'
  );
  await view.locator('.jp-gatescope-title-button').click();
  await page.getByRole('menuitemradio', { name: 'What if' }).click();
  const hold = view.getByRole('button', { name: /hold \w at 0/ });
  await hold.click();
  await expect(view).toContainText(
    /h changes (from day|at some days from) \d+/
  );
  const [changed] = /\w := 0/.exec((await view.textContent()) ?? '') ?? [];
  expect(changed).toBeDefined();
  return String(changed);
}

test('what was changed in an opening is asked of the kernel, once its code has run on the page', async ({
  page
}) => {
  await page.goto(READ);
  const section = page.locator('#opening');
  const changed = await clamp(page, section.locator('gatescope-view'));
  await section.getByRole('button', { name: 'Run', exact: true }).click();
  const output = section.locator('.read-output');
  await expect(output).toContainText(changed);
  await expect(output.locator('.jp-gatescope-state')).toHaveAttribute(
    'data-state',
    'live'
  );
  await expect(output).toContainText(
    /h changes (from day|at some days from) \d+/
  );
});

test('what was changed in an opening is there when its code is opened, and is asked of the kernel then', async ({
  page
}) => {
  await page.goto(READ);
  const changed = await clamp(page, page.locator('#opening gatescope-view'));
  await page.getByRole('link', { name: 'Open the code' }).click();
  await notebookIsThere(page);
  const cell = page.locator('.jp-Notebook .jp-CodeCell').first();
  const view = cell.locator('.jp-gatescope-output');
  await expect(view).toContainText(changed);
  await expect(view).toContainText(
    /h changes (from day|at some days from) \d+/
  );
  const drawn = await view.locator('.jp-gatescope-host').elementHandle();
  await cell.click({ position: { x: 4, y: 4 } });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');
  // The picture of the run is another than the one that was saved.
  await expect
    .poll(() => drawn?.evaluate(element => element.isConnected))
    .toBe(false);
  await expect(view).toContainText(changed);
  await expect(view).toContainText(
    /h changes (from day|at some days from) \d+/
  );
  await expect(view.locator('.jp-gatescope-state')).toHaveAttribute(
    'data-state',
    'live'
  );
  // Back on the page, which has the run's own picture by now: its code is as it shipped, so the picture stands
  // that is live without a kernel, as the one of the run was left.
  await isKept(page, '"execution_count":1');
  await page.goto(READ);
  await expect(page.locator('.read-live')).toBeAttached();
  const opening = page.locator('#opening');
  await expect(opening).toContainText(changed);
  await expect(opening).toContainText(
    /h changes (from day|at some days from) \d+/
  );
  await expect(opening.locator('.jp-gatescope-state')).toHaveAttribute(
    'data-state',
    'live'
  );
});

test('what was changed in an opening of the lab is there after a reload', async ({
  page
}) => {
  await page.goto(LESSON);
  await notebookIsThere(page);
  const view = page
    .locator('.jp-Notebook .jp-CodeCell .jp-gatescope-output')
    .first();
  const changed = await clamp(page, view);
  await page.reload();
  await expect(view).toContainText(changed);
  await expect(view).toContainText(
    /h changes (from day|at some days from) \d+/
  );
});
