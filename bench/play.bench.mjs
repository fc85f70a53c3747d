// The playground in a real browser: from the address to the first moving picture, what comes over the
// wire, frames while both networks learn, epochs a second, a drag of the delay, a gate held, a phone,
// and what stays in memory.
//
//   make bench ONLY=play
//   GATESCOPE_BENCH_RACES=667 make bench ONLY=play      memory over the 40,000 epochs that an hour shows

import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { buildPlay } from '../scripts/build-play.mjs';
import { findChromium } from '../scripts/find-browser.mjs';
import { report } from './results.mjs';
import { openLine } from './siteLine.mjs';

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css'
};
const TURNS = 7;
/** Races of 60 epochs after which memory is looked at. */
const RACES = Number(process.env.GATESCOPE_BENCH_RACES ?? 60);
/** Longest delay with which a sequence has 30 steps. */
const DELAY = 28;

const folder = mkdtempSync(path.join(tmpdir(), 'play-bench-'));
await buildPlay(folder, true);
const files = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://x');
  const name = pathname === '/' ? 'index.html' : path.basename(pathname);
  try {
    const bytes = readFileSync(path.join(folder, name));
    response.setHeader('Content-Type', TYPES[path.extname(name)] ?? '');
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise(done => files.listen(0, '127.0.0.1', done));
const port = Number(process.env.GATESCOPE_TEST_PORT ?? 18871);
const line = openLine(`http://127.0.0.1:${files.address().port}`, port);
const address = `http://127.0.0.1:${port}/`;
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run']
});
const quantile = (values, share) =>
  values.toSorted((a, b) => a - b)[
    Math.min(values.length - 1, Math.floor(values.length * share))
  ];

try {
  await first('first moving picture, cold', Infinity);
  await first('first moving picture, cold, 10 Mbit/s', 1_250_000);
  await frames();
  await epochs('bit', 'echo', 'adding');
  await drag();
  await hold();
  await phone();
  await memory();
} finally {
  await browser.close();
  line.close();
  files.close();
}

async function open(hash = '') {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 1000 }
  });
  await page.goto(`${address}${hash}`);
  return page;
}

function bothDrawn(page) {
  return page.waitForFunction(
    () =>
      [...document.querySelectorAll('.jp-gatescope-horizon')].filter(each =>
        /after epoch [1-9]/.test(each.getAttribute('aria-label') ?? '')
      ).length === 2
  );
}

/** Until an epoch of both networks is drawn; a fresh context has nothing of the page. */
async function first(name, bytesASecond) {
  line.bytesASecond = bytesASecond;
  const times = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const context = await browser.newContext();
    line.bytes = 0;
    const page = await context.newPage();
    const begun = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await bothDrawn(page);
    times.push(performance.now() - begun);
    await context.close();
  }
  report({ name: `play: ${name}`, value: quantile(times, 0.5), unit: 'ms' });
  if (bytesASecond === Infinity) {
    report({
      name: 'play: over the wire until then',
      value: line.bytes / 1000,
      unit: 'kB gzip'
    });
  }
  line.bytesASecond = Infinity;
}

/** Milliseconds between so many frames, one after the other. */
function gapsOf(page, count) {
  return page.evaluate(
    most =>
      new Promise(resolve => {
        const found = [];
        let last = performance.now();
        const step = now => {
          found.push(now - last);
          last = now;
          if (found.length < most) {
            requestAnimationFrame(step);
          } else {
            resolve(found.slice(2));
          }
        };
        requestAnimationFrame(step);
      }),
    count
  );
}

async function frames() {
  const page = await open();
  await learned(page, 5);
  report({
    name: 'play: frame while both learn, p95',
    value: quantile(await gapsOf(page, 180), 0.95),
    unit: 'ms'
  });
  await page.close();
}

/** Both networks as quickly as they learn, while the page draws what it is told of them. */
async function epochs(...tasks) {
  for (const task of tasks) {
    const page = await open(`#task=${task}&epoch=60`);
    const { rate, gaps } = await page.evaluate(
      () =>
        new Promise(resolve => {
          const word = document.querySelector('.play-epoch');
          const gaps = [];
          let begun = null;
          let last = 0;
          const step = now => {
            const epoch = Number(word.textContent.replace('epoch ', ''));
            if (begun !== null) {
              gaps.push(now - last);
            } else if (epoch > 0) {
              begun = { epoch, now };
            }
            last = now;
            if (epoch < 60) {
              requestAnimationFrame(step);
            } else {
              const seconds = (now - begun.now) / 1000;
              resolve({ rate: (60 - begun.epoch) / seconds, gaps });
            }
          };
          requestAnimationFrame(step);
        })
    );
    report({
      name: `play: epochs of both while the page draws, ${task}`,
      value: rate,
      unit: 'epochs/s'
    });
    report({
      name: `play: frame meanwhile, p95, ${task}`,
      value: quantile(gaps, 0.95),
      unit: 'ms'
    });
    await page.close();
  }
}

/** A phone's screen, and the page's thread four times slower; Chromium slows down no worker. */
async function phone() {
  const firsts = [];
  let gaps = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 3,
      isMobile: true,
      hasTouch: true
    });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    const begun = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await bothDrawn(page);
    firsts.push(performance.now() - begun);
    if (turn === TURNS - 1) {
      await learned(page, 5);
      gaps = await gapsOf(page, 90);
    }
    await context.close();
  }
  report({
    name: 'play: first moving picture, phone 4 times slower',
    value: quantile(firsts, 0.5),
    unit: 'ms'
  });
  report({
    name: 'play: frames while both learn, phone 4 times slower',
    value: (1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0),
    unit: 'frames/s'
  });
}

/** What is left on the heaps of the page and of its workers once all else is collected. */
async function heldBytes(page) {
  const session = await page.context().newCDPSession(page);
  const workers = new Set();
  const answers = new Map();
  session.on('Target.attachedToTarget', ({ sessionId }) =>
    workers.add(sessionId)
  );
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message);
    answers.get(id)?.(result);
  });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false
  });
  let asked = 0;
  const askers = [
    method => session.send(method),
    ...[...workers].map(
      sessionId => method =>
        new Promise(resolve => {
          const id = ++asked;
          answers.set(id, resolve);
          const message = JSON.stringify({ id, method });
          void session.send('Target.sendMessageToTarget', {
            sessionId,
            message
          });
        })
    )
  ];
  let bytes = 0;
  for (const ask of askers) {
    await ask('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize = 0 } = await ask(
      'Runtime.getHeapUsage'
    );
    bytes += usedSize + backingStorageSize;
  }
  await session.detach();
  if (askers.length < 2) {
    throw new Error('play: no worker is there to look into');
  }
  return bytes;
}

/**
 * What page and worker hold after every tenth race of 60 epochs, all else collected, and how much more of it
 * there is in each thousand epochs. The first ten races are a warm-up.
 */
async function memory() {
  const page = await open('#epoch=60');
  await learned(page, 60);
  const held = [];
  await page.getByText('More', { exact: true }).click();
  for (let race = 0; race <= RACES; race++) {
    await page.getByRole('button', { name: 'another' }).click();
    await page.waitForFunction(
      () => document.querySelector('.play-epoch').textContent !== 'epoch 60'
    );
    await learned(page, 60);
    if (race > 0 && race % 10 === 0) {
      held.push({ epochs: race * 60, kB: (await heldBytes(page)) / 1000 });
    }
  }
  const mean = key =>
    held.reduce((sum, each) => sum + each[key], 0) / held.length;
  const [x, y] = [mean('epochs'), mean('kB')];
  const slope =
    held.reduce((sum, { epochs, kB }) => sum + (epochs - x) * (kB - y), 0) /
    held.reduce((sum, { epochs }) => sum + (epochs - x) ** 2, 0);
  report({
    name: `play: held by page and worker after ${RACES * 60} epochs`,
    value: held.at(-1).kB / 1000,
    unit: 'MB'
  });
  report({
    name: `play: more of it in 1,000 epochs, over ${RACES * 60}`,
    value: 1000 * slope,
    unit: 'kB'
  });
  await page.close();
}

/** From one input of the slider, with all epochs learned, to what is drawn of the new delay. */
async function drag() {
  const page = await open(`#delay=${DELAY + 1}`);
  await learned(page, 60);
  const times = [];
  for (let turn = 0; turn < TURNS; turn++) {
    times.push(
      await page.evaluate(
        delay =>
          new Promise(resolve => {
            const slider = [...document.querySelectorAll('.play-chip')]
              .find(chip => chip.textContent.startsWith('Delay'))
              .querySelector('input');
            const maps = document.querySelectorAll('.jp-gatescope-horizon');
            const begun = performance.now();
            slider.value = String(delay);
            slider.dispatchEvent(new Event('input'));
            let first = 0;
            const look = () => {
              const epochs = [...maps].map(map => {
                const [, epoch, longest] =
                  /after epoch (\d+): right at \d+ of (\d+)/.exec(
                    map.getAttribute('aria-label')
                  ) ?? [];
                return Number(longest) === delay ? Number(epoch) : 0;
              });
              const now = performance.now() - begun;
              if (Math.min(...epochs) > 0) {
                first ||= now;
              }
              if (Math.min(...epochs) === 60) {
                resolve([first, now]);
              } else {
                requestAnimationFrame(look);
              }
            };
            requestAnimationFrame(look);
          }),
        DELAY + (turn % 2)
      )
    );
  }
  const median = at =>
    quantile(
      times.map(each => each[at]),
      0.5
    );
  report({
    name: 'play: delay dragged at 30 steps, both drawn anew',
    value: median(0),
    unit: 'ms'
  });
  report({
    name: 'play: delay dragged at 30 steps, all 60 epochs of both',
    value: median(1),
    unit: 'ms'
  });
  await page.close();
}

async function hold() {
  const page = await open('#epoch=20&hold=1,f,0.5');
  await learned(page, 20);
  await page.locator('.jp-gatescope-horizon-held:not([hidden])').waitFor();
  const times = await page.evaluate(async () => {
    const slider = document.querySelectorAll('.play-hold input')[1];
    const reason = document.querySelector('.play-reason');
    const found = [];
    for (let turn = 0; turn < 40; turn++) {
      const value = (turn % 20) / 20;
      const begun = performance.now();
      slider.value = String(value);
      slider.dispatchEvent(new Event('input'));
      await new Promise(resolve => {
        const before = reason.textContent;
        const look = () =>
          reason.textContent !== before
            ? resolve()
            : requestAnimationFrame(look);
        requestAnimationFrame(look);
      });
      found.push(performance.now() - begun);
    }
    return found;
  });
  report({
    name: 'play: a gate held, redrawn, p95',
    value: quantile(times, 0.95),
    unit: 'ms'
  });
  await page.close();
}

async function learned(page, epochs) {
  await page.waitForFunction(
    least =>
      Number(
        document.querySelector('.play-epoch')?.textContent.replace('epoch ', '')
      ) >= least,
    epochs,
    { timeout: 60_000 }
  );
}
