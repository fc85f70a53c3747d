// The lessons as a web page: from the address to the lesson and to its first cell, in the lab and in reading
// mode, cold, warm, over 10 Mbit/s and on a slower processor, what goes over the wire, the page's kernel
// beside Node, its memory, and a living picture in an article.
//
//   make bench ONLY=site

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { build } from 'esbuild';
import { findChromium } from '../scripts/find-browser.mjs';
import { clampTimes, trained } from './clamps.mjs';
import { report } from './results.mjs';
import { openLine } from './siteLine.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const port = Number(process.env.GATESCOPE_TEST_PORT ?? 18866);
const base = `http://127.0.0.1:${port}`;
/** The file server without the line, which passes no headers on. */
const behind = `http://127.0.0.1:${port + 1}`;
const site = `${base}/some/class`;
const lesson = `${site}/notebooks/index.html?path=03-inside-the-lstm.ipynb`;
const TURNS = 3;
/** How a phone of the middle class computes, as Lighthouse has it. */
const PHONE = 4;

/** The ways into lesson 03: what a reader sees first, and how they run the first cell. */
const WAYS = [
  {
    name: 'site',
    address: lesson,
    seen: 'lesson visible',
    see: page => page.locator('.jp-Notebook .jp-Cell').first().waitFor(),
    run: page => runFirst(page, '1 + 1')
  },
  {
    name: 'reading mode',
    address: `${site}/read/03-inside-the-lstm.html`,
    seen: 'first living picture',
    // The second time in its place what the reader has run.
    see: page =>
      page
        .locator(
          'gatescope-view .jp-gatescope-state[data-state="live"], .read-outputs .jp-gatescope-picture'
        )
        .first()
        .waitFor({ state: 'attached' }),
    run: runFirstOfPage
  }
];
/** How they come. What a page keeps for later is kept over the machine's own line alone. */
const VISITS = [
  { name: 'localhost', bytesASecond: Infinity, states: ['cold', 'warm'] },
  { name: '10 Mbit/s', bytesASecond: 1_250_000, states: ['cold', 'warm'] },
  { name: `processor ÷ ${PHONE}`, bytesASecond: Infinity, states: ['cold'] }
];

/** The network of lesson 03 over a year of weather, as a cell and as a program of Node. */
const fit = `const days = Array.from({ length: 1461 }, (_, day) => Math.sin(day / 58) + Math.sin(day * 12.9898) / 3);
const { x, y } = windows(days, { steps: 14 });
const model = sequential([layers.lstm({ units: 8, inputShape: [14, 1] }), layers.dense({ units: 1 })], { seed: 1 });
model.compile({ optimizer: optimizers.adam({ learningRate: 0.01 }), loss: 'meanSquaredError' });
const begun = performance.now();
await model.fit(x, y, { epochs: 20, verbose: 0 });
console.log('milliseconds ' + (performance.now() - begun));`;
const imports =
  "import { layers, optimizers, sequential, windows } from 'gatescope';";

/** A loop that stop points are put into, and the same that the compiler does not see. */
const LOOP =
  'let sum = 0; for (let at = 0; at < 2e8; at++) { sum = (sum + at) % 1000003; }';
const looped = `{ const begun = performance.now(); ${LOOP} console.log('milliseconds ' + (performance.now() - begun)); }`;
const plain = `console.log('milliseconds ' + new Function(${JSON.stringify(`const begun = performance.now(); ${LOOP} return performance.now() - begun;`)})());`;

const median = values => values.toSorted((a, b) => a - b)[values.length >> 1];
const pause = milliseconds =>
  new Promise(resolve => setTimeout(resolve, milliseconds));
const printed = text => Number(/milliseconds ([\d.]+)/.exec(text)[1]);

const server = spawn(process.execPath, ['tests/site/server.mjs'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, GATESCOPE_TEST_PORT: String(port + 1) }
});
const line = openLine(behind, port);
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run']
});
try {
  await untilReady(`${behind}/kernel/`);
  for (const way of WAYS) {
    for (const kind of VISITS) {
      await visits(way, kind);
    }
  }
  line.bytesASecond = Infinity;
  await exported();
  await lessonsView();
  await pagesKernel();
  await stops('an endless loop stops after, median', '/kernel/');
  await stops(
    'an endless loop of an isolated page stops after, median',
    '/isolated/kernel/'
  );
  await memory();
  await article();
} finally {
  await browser.close();
  line.close();
  server.kill('SIGTERM');
}

async function untilReady(url) {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const ready = await fetch(url).then(
      ({ ok }) => ok,
      () => false
    );
    if (ready) {
      return;
    }
    await pause(500);
  }
  throw new Error(`no server at ${url}: run make site first`);
}

/** A reader who comes for the first time, and again. */
async function visits(way, { name, bytesASecond, states }) {
  line.bytesASecond = bytesASecond;
  const found = Object.fromEntries(states.map(state => [state, []]));
  for (let turn = 0; turn < TURNS; turn += 1) {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 }
    });
    for (const state of states) {
      const page = await context.newPage();
      if (name.startsWith('processor')) {
        const session = await context.newCDPSession(page);
        await session.send('Emulation.setCPUThrottlingRate', { rate: PHONE });
      }
      found[state].push(await visit(page, way));
      if (state === 'cold' && states.length > 1) {
        // By then the page has kept what it needs without a network.
        await pause(bytesASecond === Infinity ? 20_000 : 0);
      }
      await page.close();
    }
    await context.close();
  }
  for (const [state, times] of Object.entries(found)) {
    const say = (what, of, unit) =>
      report({
        name: `${way.name}, ${state}, ${name}: ${what}`,
        value: median(times.map(each => each[of])),
        unit
      });
    say(`address → ${way.seen}`, 'visible', 's');
    say('address → first cell done', 'firstCell', 's');
    if (state === 'cold') {
      say(`over the wire before: ${way.seen}`, 'first', 'MB');
      say('over the wire before the first cell is done', 'all', 'MB');
    }
  }
}

async function visit(page, { address, see, run }) {
  const before = line.bytes;
  const begun = performance.now();
  const since = () => (performance.now() - begun) / 1000;
  const megabytes = () => (line.bytes - before) / 1e6;
  await page.goto(address, { waitUntil: 'commit' });
  await see(page);
  const [visible, first] = [since(), megabytes()];
  await run(page);
  return { visible, firstCell: since(), first, all: megabytes() };
}

/** Presses the first button of a reading page that runs a cell, and waits for its end. */
async function runFirstOfPage(page) {
  const cell = page.locator('.read-code').first();
  // It may be over before anybody looks whether it has begun.
  const ended = cell.evaluate(
    section =>
      new Promise(resolve => {
        let hasBegun = false;
        new MutationObserver(() => {
          hasBegun ||= section.ariaBusy === 'true';
          if (hasBegun && section.ariaBusy === 'false') {
            resolve();
          }
        }).observe(section, { attributeFilter: ['aria-busy'] });
      })
  );
  await cell.getByRole('button', { name: 'Run', exact: true }).click();
  await ended;
}

/** A lesson as one file, as it ships. */
async function exported() {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatescope-'));
  execFileSync(path.join(root, '.venv/bin/jupyter'), [
    'nbconvert',
    '--log-level=ERROR',
    '--to=gatescope',
    `--output-dir=${folder}`,
    path.join(root, 'gatescope/_lessons/03-inside-the-lstm.ipynb')
  ]);
  report({
    name: 'lesson 03 as one exported page',
    value:
      readFileSync(path.join(folder, '03-inside-the-lstm.html')).length / 1e6,
    unit: 'MB'
  });
}

/** Writes code into a new cell before all others and runs it to its end. */
async function runFirst(page, code) {
  await page
    .locator('.jp-Toolbar-kernelName', { hasText: 'gatescope' })
    .waitFor();
  await page.locator('.jp-Notebook .jp-Cell').first().click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  await page.keyboard.press('y');
  const cell = page.locator('.jp-Notebook .jp-CodeCell').first();
  await cell.locator('.cm-content').click();
  await page.keyboard.insertText(code);
  await page.keyboard.press('Control+Enter');
  await cell
    .locator('.jp-InputPrompt', { hasText: /^\[\d+\]:$/ })
    .waitFor({ timeout: 120_000 });
}

/** A clamp in a view of the site, computed by the page's own kernel. */
async function lessonsView() {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 }
  });
  await page.goto(lesson);
  await runFirst(page, trained(50, 32));
  // The lesson's own pictures are of saved runs; this one alone is live.
  await page.evaluate(() => {
    for (const view of document.querySelectorAll('.jp-gatescope-output')) {
      if (!view.closest('.jp-CodeCell')?.matches(':first-of-type')) {
        view.remove();
      }
    }
  });
  await page
    .locator('.jp-gatescope-state[data-state="live"]')
    .first()
    .waitFor();
  const clamps = await clampTimes(page);
  report({
    name: 'site: clamp → redrawn with loss and gradients (a trained model, T=50, H=32), median',
    value: median(clamps),
    unit: 'ms'
  });
  await page.close();
}

/** The kernel in the page by itself. */
async function pagesKernel() {
  const page = await browser.newPage();
  await page.goto(`${base}/kernel/`);
  await page.waitForFunction(() => 'driver' in globalThis);
  await page.evaluate(() => globalThis.driver.ready);
  const run = code => page.evaluate(each => globalThis.driver.run(each), code);

  const small = [];
  for (let turn = 0; turn < 40; turn += 1) {
    small.push(
      (await run(`const a${turn} = ${turn}; a${turn} + 1`)).milliseconds
    );
  }
  report({
    name: 'site: a small cell, median',
    value: median(small.slice(5)),
    unit: 'ms'
  });

  await run(imports);
  const inPage = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const { status, stdout, error } = await run(`{ ${fit} }`);
    if (status !== 'ok') {
      throw new Error(`the page's kernel: ${error?.evalue}`);
    }
    inPage.push(printed(stdout));
  }
  report({
    name: 'site: fit of an LSTM as in lesson 03, median',
    value: median(inPage),
    unit: 'ms',
    peer: 'the same engine in Node',
    peerValue: median(await inNode())
  });

  const seen = [];
  const unseen = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    seen.push(printed((await run(looped)).stdout));
    unseen.push(printed((await run(plain)).stdout));
  }
  report({
    name: 'site: a tight loop with stop points, median',
    value: median(seen),
    unit: 'ms',
    peer: 'the same loop without',
    peerValue: median(unseen)
  });

  await page.close();
}

/** Interrupts at any moment between two questions that a busy kernel asks. */
async function stops(name, path) {
  const page = await browser.newPage();
  await page.goto(`${behind}${path}`);
  await page.waitForFunction(() => 'driver' in globalThis);
  await page.evaluate(() => globalThis.driver.ready);
  const times = [];
  for (let turn = 0; turn < 15; turn += 1) {
    times.push(
      await page.evaluate(
        async runs => {
          const running = globalThis.driver.run('for (;;) {}');
          await new Promise(resolve => setTimeout(resolve, runs));
          const begun = performance.now();
          await globalThis.driver.interrupt();
          await running;
          return performance.now() - begun;
        },
        800 + 37 * turn
      )
    );
  }
  report({ name: `site: ${name}`, value: median(times), unit: 'ms' });
  await page.close();
}

/** What the browser holds when all notebook cells of the lesson have run. */
async function memory() {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 }
  });
  await page.goto(lesson);
  await runFirst(page, '1 + 1');
  await page.locator('.lm-MenuBar-item', { hasText: 'Run' }).first().click();
  await page.locator('.lm-Menu-item', { hasText: /^Run All Cells/ }).click();
  await page.waitForFunction(
    () =>
      ![...document.querySelectorAll('.jp-InputPrompt')].some(
        ({ textContent }) => textContent?.includes('*')
      ),
    undefined,
    { timeout: 120_000, polling: 2000 }
  );
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const resident = processInfo.map(({ id, type }) => ({
    type,
    megabytes:
      Number(
        /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))[1]
      ) / 1000
  }));
  report({
    name: 'site: memory of the page and its kernel after all of lesson 03',
    value: Math.max(
      ...resident
        .filter(({ type }) => type === 'renderer')
        .map(({ megabytes }) => megabytes)
    ),
    unit: 'MB'
  });
  await page.close();
}

/** The example page of a living picture, opened from a file. */
async function article() {
  const widget = path.join(root, 'gatescope/_widget');
  for (const file of ['embed.js', 'live.js']) {
    report({
      name: `site: ${file} of a living picture`,
      value: gzipSync(readFileSync(path.join(widget, file))).length / 1000,
      unit: 'kB gzip'
    });
  }
  const address = pathToFileURL(path.join(root, 'docs/living-picture.html'));
  const drawn = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const page = await browser.newPage();
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (document.querySelector('.jp-gatescope-picture') !== null) {
          observer.disconnect();
          requestAnimationFrame(() => {
            globalThis.drawnAfter = performance.now();
          });
        }
      }).observe(document, { subtree: true, childList: true });
    });
    await page.goto(address.href);
    drawn.push(
      await (
        await page.waitForFunction(() => globalThis.drawnAfter)
      ).jsonValue()
    );
    await page.close();
  }
  report({
    name: 'site: from the address of an article to its living picture, median',
    value: median(drawn),
    unit: 'ms'
  });
  const page = await browser.newPage();
  await page.goto(address.href);
  await page.locator('.jp-gatescope-picture').first().waitFor();
  // The page has a second picture.
  await page.evaluate(() => document.querySelector('#gru').remove());
  report({
    name: 'site: clamp → redrawn in an article, median',
    value: median(await clampTimes(page)),
    unit: 'ms'
  });
  await page.close();
}

/** Times of the same fit by the same engine in Node, each run in a process of its own. */
async function inNode() {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatescope-'));
  const engine = path.join(folder, 'engine.mjs');
  await build({
    entryPoints: [path.join(root, 'src/engine/index.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: engine
  });
  const program = path.join(folder, 'fit.mjs');
  writeFileSync(
    program,
    `${imports.replace("'gatescope'", JSON.stringify(pathToFileURL(engine).href))}\nfor (let turn = 0; turn < 2; turn++) { ${fit} }`
  );
  const flags =
    Number(process.versions.node.split('.')[0]) < 22
      ? ['--experimental-wasm-relaxed-simd']
      : [];
  // The second turn of each: the page's kernel is warm, too.
  return Array.from({ length: TURNS }, () =>
    printed(
      execFileSync(process.execPath, [...flags, program], {
        encoding: 'utf8'
      })
        .trim()
        .split('\n')
        .at(-1)
    )
  );
}
