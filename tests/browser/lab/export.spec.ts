import { pathToFileURL } from 'node:url';
import type { Download } from '@playwright/test';
import { View, expect, test } from './lab';
import { code, markdown, notebook } from './notebook';

test("the lab's own menu exports a notebook whose pictures live without it", async ({
  lab
}, info) => {
  await lab.put(
    'to-export.ipynb',
    notebook([
      markdown('# A run to keep'),
      code(
        "import { lstm } from 'gatescope';\nlstm({ inputSize: 1, units: 2, seed: 3 }).run([1, 0, 0, 0.5])"
      )
    ])
  );
  await lab.openLab('to-export.ipynb');
  await lab.runAll();
  await lab.view(1).expectLive();
  await lab.save();

  const { page } = lab;
  const context = page.context();
  const downloaded = new Promise<Download>(resolve => {
    page.on('download', resolve);
    // The lab opens the server's answer in a window of its own.
    context.on('page', opened => opened.on('download', resolve));
  });
  const submenu = page.locator('.lm-Menu-item', {
    hasText: 'Save and Export Notebook As'
  });
  await page.locator('.lm-MenuBar-item', { hasText: 'File' }).click();
  await submenu.hover();
  await page.locator('.lm-Menu-item', { hasText: /^Gatescope$/ }).click();
  const download = await downloaded;
  expect(download.suggestedFilename()).toBe('to-export.html');
  const file = info.outputPath('to-export.html');
  await download.saveAs(file);

  const reader = await context.newPage();
  await reader.goto(pathToFileURL(file).href);
  await expect(reader.locator('h1')).toContainText('A run to keep');
  const view = new View(reader.locator('gatescope-view'));
  await view.picture.focus();
  await view.picture.press('Home');
  await view.picture.press('ArrowRight');
  await expect(view.spoken).toContainText('step 1');
  await expect(view.state).toHaveAttribute('data-state', 'saved');
  await reader.close();
});
