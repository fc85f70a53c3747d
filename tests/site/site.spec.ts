import { readdirSync } from 'node:fs';
import path from 'node:path';
import { LESSON, SITE, expect, newCell, test, type Page } from './page';

/** Runs the notebook from its top; predictions and training draw while it goes on. */
async function runAll(page: Page): Promise<void> {
  await page.locator('.lm-MenuBar-item', { hasText: 'Run' }).click();
  await page
    .locator('.lm-Menu-item', { hasText: /^Run All Cells/ })
    .first()
    .click();
}

test('a deep link opens one lesson, whose cells run and draw in the page', async ({
  page
}) => {
  await page.goto(LESSON);
  await expect(
    page.locator('.jp-Toolbar-kernelName', { hasText: 'gatescope' })
  ).toBeVisible();
  await page.locator('.jp-Notebook .jp-CodeCell').first().waitFor();
  // The menu is drawn anew while the page starts: a click then is lost, as a reader would see.
  await expect(async () => {
    await runAll(page);
    await expect(
      page.locator('.jp-CodeCell .jp-InputPrompt').first()
    ).toHaveText(/\[\d+\]:/, { timeout: 10_000 });
  }).toPass({ timeout: 60_000 });
  await expect(page.locator('.jp-gatescope-picture').first()).toBeAttached({
    timeout: 60_000
  });
});

test('the site opens on a lab that lists the lessons', async ({ page }) => {
  await page.goto(`${SITE}/index.html`);
  const lessons = readdirSync(
    path.join(__dirname, '..', '..', 'notebooks')
  ).filter(name => name.endsWith('.ipynb'));
  await expect(page.locator('.jp-DirListing-item')).toHaveCount(lessons.length);
});

test('a loop without an end is stopped in the lesson, which goes on', async ({
  page
}) => {
  await page.goto(LESSON);
  const { prompt, output, run } = await newCell(page);
  await run('let n = 1;');
  await expect(prompt).toHaveText('[1]:', { timeout: 60_000 });
  await run('while (true) n++;');
  await expect(prompt).toHaveText('[*]:');
  await page.keyboard.press('Escape');
  await page.keyboard.press('i');
  await page.keyboard.press('i');
  await expect(output).toContainText('Interrupted');
  await run('n > 1');
  await expect(output).toContainText('true');
});
