// Takes two pictures of the playground: its first minute as a loop, for the top of README.md, and how it
// stands then, which a link to the site shows before anybody opens it. Needs the built site.
//
//   node scripts/site-preview.mjs      (make pictures ONLY=readme)
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { animatedPng } from './animated-png.mjs';
import { findChromium } from './find-browser.mjs';
import { keepDigests } from './readme-pictures.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const port = 18766;
/** The loop: epochs between its frames, and milliseconds of each and of the last. */
const LOOP = { every: 6, frame: 350, last: 2500 };
/** Wide enough that both networks and what they hold stand side by side. */
const SIZE = { width: 1100, height: 620 };
const images = path.join(root, 'docs/images');
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
  const page = await browser.newPage();
  const told = page.getByText(/^epoch \d+$/).first();
  const open = async (size, zoom) => {
    await page.setViewportSize(size);
    await page.goto(`http://127.0.0.1:${port}/index.html`);
    await page.addStyleTag({
      content: `.door-top, .door-ways { display: none } .play { zoom: ${zoom}; padding-top: 32px }`
    });
  };

  await open(SIZE, 0.78);
  const frames = [];
  // Later the horizon of both stands, and nothing moves any more.
  for (let epoch = 0; epoch < 60;) {
    const now = Number((await told.textContent()).replace(/\D/g, ''));
    if (now >= epoch + LOOP.every || now === 60) {
      epoch = now;
      frames.push(await page.screenshot());
    } else {
      await page.waitForTimeout(20);
    }
  }
  writeFileSync(
    path.join(images, 'playground.png'),
    animatedPng(
      frames,
      frames.map((_, at) => (at === frames.length - 1 ? LOOP.last : LOOP.frame))
    )
  );

  await open({ width: 1200, height: 630 }, 0.78);
  await page.getByText('epoch 60').first().waitFor({ timeout: 300_000 });
  await page.waitForTimeout(1000);
  await page.screenshot({ path: path.join(images, 'preview.png') });
  keepDigests('playground.png', 'preview.png');
} finally {
  await browser.close();
  server.kill();
}
