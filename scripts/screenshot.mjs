// Takes the README's picture from the real lab: lesson 04, run, at its trained LSTM.
//
//   node scripts/screenshot.mjs        (after make setup; writes docs/images/lesson-04.png)

import { spawn } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium } from './find-browser.mjs';
import { keepDigests } from './readme-pictures.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const lesson = '04-what-gates-are-good-for.ipynb';
const port = '18764';
const base = `http://127.0.0.1:${port}`;

const server = spawn(
  process.execPath,
  [path.join(root, 'tests', 'browser', 'lab', 'server.mjs')],
  { stdio: 'inherit', env: { ...process.env, GATESCOPE_TEST_PORT: port } }
);
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu']
});
try {
  for (let attempt = 0; ; attempt++) {
    const answer = await fetch(`${base}/api`).catch(() => null);
    if (answer?.ok) {
      break;
    }
    if (attempt === 400) {
      throw new Error(`no server at ${base}`);
    }
    await wait(300);
  }
  copyFileSync(
    path.join(root, 'gatescope', '_lessons', lesson),
    path.join(root, 'build', 'browser', 'notebooks', lesson)
  );
  const page = await browser.newPage({
    viewport: { width: 1360, height: 900 },
    deviceScaleFactor: 1.25
  });
  await page.goto(`${base}/lab/tree/${lesson}`);
  await page.waitForSelector('.jp-NotebookPanel');
  await page.evaluate(() => window.jupyterapp.restored);
  await wait(3000);
  const execute = (id, args) =>
    page.evaluate(
      ([command, options]) =>
        window.jupyterapp.commands.execute(command, options),
      [id, args]
    );
  await execute('notebook:run-all-cells');
  await execute('application:toggle-left-area');
  const view = page
    .locator('.jp-gatescope-view[aria-label^="Gates"]')
    .filter({ hasText: 'LSTM on Seattle' })
    .first();
  // What follows a question is closed until that is answered, or skipped.
  const skip = page.getByRole('button', { name: /^Open without an? / });
  for (let left = 60; !(await view.isVisible()) && left > 0; left--) {
    for (const each of await skip.all()) {
      await each.click({ timeout: 2000 }).catch(() => undefined);
    }
    await wait(2000);
  }
  await view.waitFor();
  // The panel follows the active notebook cell.
  const cell = page.locator('.jp-CodeCell').filter({ has: view }).first();
  await cell.locator('.jp-InputPrompt').click();
  await view.evaluate(element => element.scrollIntoView({ block: 'end' }));
  await page.mouse.move(0, 0);
  await wait(2000);
  await page.screenshot({
    path: path.join(root, 'docs', 'images', 'lesson-04.png')
  });
  keepDigests('lesson-04.png');
} finally {
  await browser.close();
  server.kill('SIGTERM');
}
