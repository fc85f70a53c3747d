// Takes the picture that a link to the site shows before anybody opens it: the playground as it stands
// there after a while. Needs the built site.
//
//   node scripts/site-preview.mjs
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from './find-browser.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const port = 18766;
const server = spawn(process.execPath, ['scripts/serve-site.mjs', `${port}`], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit']
});
await new Promise(resolve => server.stdout.once('data', resolve));
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu']
});
try {
  const page = await browser.newPage({
    viewport: { width: 1200, height: 630 }
  });
  await page.goto(`http://127.0.0.1:${port}/index.html`);
  // Later the horizon of both stands, and nothing moves any more.
  await page
    .getByText(/epoch 60\b/)
    .first()
    .waitFor({ timeout: 300_000 });
  await page.addStyleTag({
    content:
      '.door-top, .door-ways { display: none } .play { zoom: 0.78; padding-top: 32px }'
  });
  await page.waitForTimeout(1000);
  await page.screenshot({ path: path.join(root, 'docs/images/preview.png') });
} finally {
  await browser.close();
  server.kill();
}
