// Takes a picture of every view in every state, to be looked at; nothing of it is committed.
//
//   node scripts/pictures.mjs [--only WORD]     (make pictures; writes screenshots/gallery)
//
// `--only` takes the pictures whose file name holds the word. `index.html` beside the pictures shows
// them all on one page. GATESCOPE_GALLERY is the address of a gallery that runs already.

import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium } from './find-browser.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'screenshots', 'gallery');
const only = process.argv.includes('--only')
  ? process.argv[process.argv.indexOf('--only') + 1]
  : '';

/** How each sample is pictured as it opens. */
const looks = {
  light: {},
  dark: { theme: 'dark' },
  contrast: { theme: 'contrast' },
  400: { width: 400 },
  'no-kernel': { link: 'none' },
  stale: { link: 'stale' },
  forced: {}
};

/** States that somebody has to bring about: the sample, and what is done with it. */
const deeds = {
  'gates-hover': ['review', page => hover(page, 'f', 0.85, 0.7)],
  'gates-brush': [
    'review',
    async page => {
      await drag(page, map(page, 'i'), [0.4, 0.2], [0.7, 0.6]);
    }
  ],
  'gates-zoomed': [
    'gates-lines',
    async page => {
      const box = await page.locator('.jp-gatescope-picture').boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.keyboard.down('Control');
      for (let turn = 0; turn < 6; turn++) {
        await page.mouse.wheel(0, -200);
      }
      await page.keyboard.up('Control');
    }
  ],
  'gates-table': ['weather', page => press(page, 't')],
  'gates-equations': ['review', page => tool(page, 'equations')],
  'gates-menu': ['review', page => tool(page, 'sort')],
  'gates-focus': ['review', page => press(page, 'ArrowRight')],
  'what-if': ['review', page => tool(page, 'whatIf')],
  'what-if-clamped': [
    'review',
    async page => {
      await cursor(page, { step: 8, channel: 'f' });
      await tool(page, 'whatIf');
      await tool(page, 'one');
    }
  ],
  'what-if-lines': [
    'weather',
    async page => {
      await cursor(page, { step: 60, channel: 'f' });
      await tool(page, 'whatIf');
      await tool(page, 'zero');
    }
  ],
  'cell-lit': [
    'cell-lstm',
    page =>
      page
        .locator('.jp-gatescope-equations [data-term]')
        .nth(3)
        .hover({ force: true })
  ],
  'unrolled-bar': [
    'unrolled-review',
    async page => {
      await press(page, 'Shift+ArrowLeft');
      await press(page, 'Shift+ArrowLeft');
    }
  ],
  'predict-drawn': ['predict', drawGuess],
  'predict-committed': [
    'predict',
    async page => {
      await drawGuess(page);
      // How sure the reader is comes first.
      await tool(page, 'fairlySure');
      await tool(page, 'commit');
      await page.waitForTimeout(900);
    }
  ],
  'predict-bars-committed': [
    'predict-bars',
    async page => {
      for (const [bar, height] of [
        [1, 0.75],
        [3, 0.35],
        [5, 0.4]
      ]) {
        await drag(
          page,
          page.locator('.jp-gatescope-draw-area'),
          [bar / 6, height],
          [bar / 6, height]
        );
      }
      // How sure the reader is comes first.
      await tool(page, 'fairlySure');
      await tool(page, 'commit');
      await page.waitForTimeout(900);
    }
  ],
  'training-replayed': [
    'training',
    async page => {
      await page.locator('.jp-gatescope-replay input[type=range]').focus();
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
    }
  ],
  'training-used': ['training', page => tool(page, 'useEpoch')],
  'text-likely': ['text', page => cursor(page, { step: 24 })],
  'text-unit': ['text', page => press(page, 'ArrowDown')],
  'gates-gradients': [
    'review',
    async page => {
      await tool(page, 'show');
      await page.getByRole('menuitem', { name: 'gradients' }).click();
    }
  ],
  'compare-edited': ['compare', edit],
  'gradients-answers-whole': [
    'gradients-answers',
    page => tool(page, 'wholeLoss')
  ],
  'compare-difference': [
    'compare',
    async page => {
      await edit(page);
      await tool(page, 'difference');
    }
  ],
  'compare-hover': [
    'compare',
    async page => {
      const maps = page.locator('.jp-gatescope-compare canvas');
      const box = await maps.nth(1).boundingBox();
      await page.mouse.move(box.x + 0.6 * box.width, box.y + 0.4 * box.height);
    }
  ]
};

const map = (page, channel) =>
  page.locator(`canvas[data-channel="${channel}"]`).first();

async function hover(page, channel, x, y) {
  const box = await map(page, channel).boundingBox();
  await page.mouse.move(box.x + x * box.width, box.y + y * box.height);
}

async function drag(page, target, from, to) {
  const box = await target.boundingBox();
  await page.mouse.move(
    box.x + from[0] * box.width,
    box.y + from[1] * box.height
  );
  await page.mouse.down();
  await page.mouse.move(box.x + to[0] * box.width, box.y + to[1] * box.height, {
    steps: 8
  });
  await page.mouse.up();
}

async function press(page, key) {
  await page.locator('.jp-gatescope-picture').first().focus();
  await page.keyboard.press(key);
}

/** Uses a tool, wherever the width of the view has put it. */
async function tool(page, id) {
  await page.locator(`[data-tool="${id}"]`).first().click();
  await page.waitForTimeout(300);
}

async function cursor(page, to) {
  await page.evaluate(place => window.gallery.cursor.move(place, {}), to);
}

/** Edits the input that the compared networks share. */
async function edit(page) {
  await cursor(page, { step: 3 });
  await press(page, 'i');
  await page.keyboard.type('0.95');
  await page.keyboard.press('Enter');
  await page.locator('.jp-gatescope-changed', { hasText: 'Edited' }).waitFor();
}

function drawGuess(page) {
  return drag(
    page,
    page.locator('.jp-gatescope-draw-area'),
    [0.15, 0.1],
    [0.9, 0.8]
  );
}

async function startGallery() {
  const server = spawn(
    process.execPath,
    [path.join(root, 'scripts/gallery.mjs'), '--port', '0'],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] }
  );
  const address = await new Promise((resolve, reject) => {
    server.stdout.on('data', piece => {
      const found = /http:\/\/\S+/.exec(String(piece));
      if (found) {
        resolve(found[0]);
      }
    });
    server.on('exit', code => reject(new Error(`the gallery ended: ${code}`)));
  });
  return { address, stop: () => server.kill() };
}

const running = process.env.GATESCOPE_GALLERY;
const gallery = running
  ? { address: running, stop: () => undefined }
  : await startGallery();
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run']
});
const taken = [];
const faults = [];

/** One picture: opens the sample, does what the state asks for, and takes the view alone. */
async function take(name, sample, look, deed) {
  if (!name.includes(only)) {
    return;
  }
  const page = await browser.newPage({
    viewport: {
      width: Math.max(320, (look.width ?? 920) + 40),
      // What is done needs room for the pointer; else the page is as high as the view.
      height: deed ? 1000 : 240
    },
    deviceScaleFactor: 1.5,
    ...(name.endsWith('-forced') && { forcedColors: 'active' })
  });
  page.on('pageerror', error => faults.push(`${name}: ${error}`));
  try {
    const query = new URLSearchParams({ sample, ...look });
    await page.goto(`${gallery.address}?${query}`);
    await page.locator('body[data-ready]').waitFor({ timeout: 120_000 });
    await page.locator('.jp-gatescope-view').first().waitFor();
    await page.waitForTimeout(250);
    await deed?.(page);
    // What keeps to the edge of a page lower than the view would stand amid the picture.
    const height = await page.evaluate(
      () => document.documentElement.scrollHeight
    );
    const { width } = page.viewportSize();
    await page.setViewportSize({ width, height: Math.max(height, 240) });
    await page.waitForTimeout(200);
    const wrong = page.locator('.jp-gatescope-message-wrong:visible');
    if ((await wrong.count()) > 0) {
      throw new Error(`an error box: ${await wrong.first().innerText()}`);
    }
    await page.screenshot({
      path: path.join(folder, `${name}.png`),
      fullPage: true
    });
    taken.push(name);
  } catch (error) {
    faults.push(`${name}: ${error instanceof Error ? error.message : error}`);
  } finally {
    await page.close();
  }
}

try {
  mkdirSync(folder, { recursive: true });
  const samples = await (await fetch(`${gallery.address}samples`)).json();
  for (const { name } of samples) {
    for (const [look, options] of Object.entries(looks)) {
      await take(`${name}-${look}`, name, options);
    }
  }
  for (const [name, [sample, deed]] of Object.entries(deeds)) {
    for (const look of ['light', 'dark', 'contrast']) {
      await take(`${name}-${look}`, sample, looks[look], deed);
    }
  }
} finally {
  await browser.close();
  gallery.stop();
}
writeFileSync(
  path.join(folder, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>Pictures</title>${taken
    .map(name => `<h2>${name}</h2><img src="${name}.png" loading="lazy">`)
    .join('\n')}`
);
console.log(`${taken.length} pictures in ${path.relative(root, folder)}`);
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exitCode = 1;
}
