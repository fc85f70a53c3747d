import { readdirSync } from 'node:fs';
import path from 'node:path';
import { LESSON, SITE, expect, newCell, notebookIsThere, test } from './page';

test('a deep link opens one lesson, whose cells run and draw in the page', async ({
  page
}) => {
  await page.goto(LESSON);
  await notebookIsThere(page);
  const cell = page.locator('.jp-Notebook .jp-CodeCell').first();
  // Its picture is saved in the lesson; one that was drawn here is live.
  await expect(cell.locator('.jp-gatescope-picture')).toBeVisible();
  await expect(async () => {
    await page.locator('.jp-Notebook .jp-Cell').first().click();
    await page.keyboard.press('Escape');
    for (let count = 0; count < 3; count++) {
      await page.keyboard.press('Shift+Enter');
    }
    await expect(cell.locator('.jp-gatescope-state-words').first()).toHaveText(
      'live',
      { timeout: 15_000 }
    );
  }).toPass({ timeout: 90_000 });
});

test('the site opens on a lab that lists the lessons and the examples', async ({
  page
}) => {
  await page.goto(`${SITE}/index.html`);
  const lessons = ['', 'examples'].flatMap(folder =>
    readdirSync(path.join(__dirname, '..', '..', 'notebooks', folder)).filter(
      name => name.endsWith('.ipynb')
    )
  );
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
