// The playground in a real browser: from the address to the first moving picture, what comes over the
// wire, frames while both networks learn, a drag of the delay, and a gate held.
//
//   make bench ONLY=play

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
  await drag();
  await hold();
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
    await page.waitForFunction(
      () =>
        [...document.querySelectorAll('.play-horizon-map')].filter(each =>
          /after epoch [1-9]/.test(each.getAttribute('aria-label') ?? '')
        ).length === 2
    );
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

async function frames() {
  const page = await open();
  await learned(page, 5);
  const gaps = await page.evaluate(
    () =>
      new Promise(resolve => {
        const found = [];
        let last = performance.now();
        const step = now => {
          found.push(now - last);
          last = now;
          if (found.length < 180) {
            requestAnimationFrame(step);
          } else {
            resolve(found);
          }
        };
        requestAnimationFrame(step);
      })
  );
  report({
    name: 'play: frame while both learn, p95',
    value: quantile(gaps.slice(2), 0.95),
    unit: 'ms'
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
            const maps = document.querySelectorAll('.play-horizon-map');
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
  await page.locator('.play-strip-line:not([hidden])').waitFor();
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
