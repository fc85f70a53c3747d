// What the views cost in a real browser, on the gallery page: scrubbing, a large run, the first
// paint of a saved output, ten views at once, memory over many re-renders, and the size of the code.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { build } from 'esbuild';
import { findChromium } from '../scripts/find-browser.mjs';
import { report } from './results.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const flags = ['--no-sandbox', '--disable-gpu'];
const server = spawn(
  process.execPath,
  [path.join(root, 'scripts', 'gallery.mjs'), '--port', '0'],
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
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: flags
});

try {
  await scrub('gates-large', 'scrub 200 steps × 256 units × 6 channels');
  await scrub('gates-tall', 'scrub 500 steps × 256 units × 6 channels');
  await scrub('gates-map', 'scrub 14 steps × 32 units × 6 channels');
  await linked();
  await tenViews();
  await aggregated();
  await firstPaint();
  await memory();
  await size();
} finally {
  await browser.close();
  server.kill();
}

async function open(query, where = browser) {
  const page = await where.newPage({
    viewport: { width: 956, height: 1600 }
  });
  await page.goto(`${address}?${query}`);
  await page.locator('body[data-ready]').waitFor({ timeout: 120_000 });
  await page.waitForTimeout(500);
  return page;
}

/**
 * What each move of the pointer costs, in ms. `work` is that of its frame between the input event and
 * the end of its paint: time that the page's main thread was computing (a thread that waits for a
 * processor does no work). `shown` is the time on the wall from the input event to the frame on the
 * screen, which waits for the next refresh and, without a graphics card, for the painting of pixels.
 */
async function pointerMoves(page, moves) {
  const box = await page.locator('.jp-gatescope-picture').first().boundingBox();
  await browser.startTracing(page, {
    categories: [
      'devtools.timeline',
      'disabled-by-default-devtools.timeline',
      'cc',
      'benchmark',
      'input'
    ]
  });
  for (let move = 0; move < moves; move += 1) {
    await page.mouse.move(
      box.x + 140 + ((move * 7) % 560),
      box.y + 60 + ((move * 5) % Math.min(600, box.height - 120))
    );
    await page.waitForTimeout(16);
  }
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const pointer = traceEvents.find(
    ({ name, args }) =>
      name === 'EventDispatch' && args.data?.type === 'pointermove'
  );
  const mine = traceEvents
    .filter(
      ({ ph, pid, tid }) =>
        ph === 'X' && pid === pointer.pid && tid === pointer.tid
    )
    .sort((a, b) => a.ts - b.ts);
  const work = [
    'EventDispatch',
    'FireAnimationFrame',
    'UpdateLayoutTree',
    'Layout',
    'PrePaint',
    'Paint',
    'Layerize',
    'Commit'
  ];
  const commits = mine.filter(({ name }) => name === 'Commit');
  const spent = mine
    .filter(
      ({ name, args }) =>
        name === 'EventDispatch' && args.data.type === 'pointermove'
    )
    .flatMap(({ ts }) => {
      const commit = commits.find(each => each.ts > ts);
      if (!commit) {
        return [];
      }
      const end = commit.ts + commit.dur;
      let busy = 0;
      let last = 0;
      // Events inside others are counted with these.
      for (const each of mine) {
        const inside = each.ts >= ts && each.ts + each.dur <= end;
        if (inside && work.includes(each.name) && each.ts >= last) {
          busy += each.tdur ?? each.dur;
          last = each.ts + each.dur;
        }
      }
      return [busy / 1000];
    });
  return { work: spent, shown: untilShown(traceEvents) };
}

/** From each mouse event until the frame that answers it is presented, in ms. */
function untilShown(traceEvents) {
  const shown = [];
  // The names of events are given again to later ones.
  const open = new Map();
  const latencies = traceEvents
    .filter(({ name }) => name === 'EventLatency')
    .sort((a, b) => a.ts - b.ts);
  for (const { ph, pid, id2, ts, args } of latencies) {
    const key = `${pid} ${id2.local}`;
    if (ph === 'b') {
      open.set(key, { ts, type: args.event_latency?.event_type });
    } else if (open.get(key)?.type === 'MOUSE_MOVED_EVENT') {
      shown.push((ts - open.get(key).ts) / 1000);
      open.delete(key);
    }
  }
  return shown;
}

async function scrub(sample, name) {
  const page = await open(`sample=${sample}`);
  const { work } = await pointerMoves(page, 150);
  report({ name: `${name}, p95 work a frame`, value: p95(work), unit: 'ms' });
  report({
    name: `${name}, frames over 16.7 ms`,
    value: (100 * work.filter(ms => ms > 16.7).length) / work.length,
    unit: '%'
  });
  await page.close();
}

/** The cursor in one view, lit in the wired cell and in the chain beside it. */
async function linked() {
  const page = await open(
    'sample=gates-map&sample=cell-lstm&sample=unrolled-lstm'
  );
  const { work, shown } = await pointerMoves(page, 100);
  const name =
    'linked highlight in gates, wired cell and chain, input event to';
  report({
    name: `${name} end of paint, p95 work`,
    value: p95(work),
    unit: 'ms'
  });
  report({
    name: `${name} presented frame, median`,
    value: quantile(shown, 0.5),
    unit: 'ms'
  });
  report({
    name: `${name} presented frame, p95`,
    value: p95(shown),
    unit: 'ms'
  });
  await page.close();
}

async function tenViews() {
  const ten = Array.from({ length: 10 }, () => 'sample=gates-map').join('&');
  const page = await open(ten);
  const { work } = await pointerMoves(page, 100);
  report({
    name: 'scrub with ten views in the page, p95 work a frame',
    value: p95(work),
    unit: 'ms'
  });
  await page.close();
}

/** From the call of the view to its picture, the data being there. */
async function drawTime(page, sample) {
  return page.evaluate(async name => {
    const times = [];
    for (let turn = 0; turn < 5; turn += 1) {
      times.push(await window.gallery.draw(name));
    }
    return times.sort((a, b) => a - b)[2];
  }, sample);
}

async function aggregated() {
  const page = await open('sample=gates-huge');
  report({
    name: '1,000 steps × 512 units drawn aggregated',
    value: await drawTime(page, 'gates-huge'),
    unit: 'ms'
  });
  await page.close();
}

async function firstPaint() {
  const page = await open('sample=gates-map');
  report({
    name: 'first paint of a saved output, 14 × 32 × 6',
    value: await drawTime(page, 'gates-map'),
    unit: 'ms'
  });
  await page.close();
}

/**
 * What the page keeps of views that were drawn before. Code that the browser compiles meanwhile is
 * not of the views: this browser does not optimise.
 */
async function memory() {
  const plain = await chromium.launch({
    executablePath: findChromium(),
    args: [
      ...flags,
      '--js-flags=--no-opt --no-maglev --no-sparkplug --no-flush-bytecode'
    ]
  });
  const page = await open('sample=gates-map', plain);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const used = async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      await devtools.send('HeapProfiler.collectGarbage');
    }
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'JSHeapUsedSize').value;
  };
  const rerun = async count => {
    for (let turn = 0; turn < count; turn += 1) {
      await page.evaluate(() => window.gallery.draw('gates-map'));
    }
  };
  await rerun(40);
  const before = await used();
  await rerun(50);
  report({
    name: 'memory over 50 re-runs of a notebook cell',
    value: (100 * ((await used()) - before)) / before,
    unit: '%'
  });
  await plain.close();
}

/** What the views are in bytes over the wire, as the page loads them. */
async function size() {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { views: 'src/widgets/createView.ts' },
    outdir: 'build/bench',
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    write: false,
    metafile: true
  });
  const bytes = new Map(
    outputFiles.map(file => [
      path.relative(root, file.path),
      gzipSync(file.contents).length
    ])
  );
  const entry = Object.keys(metafile.outputs).find(
    name => metafile.outputs[name].entryPoint
  );
  report({
    name: 'views, loaded at the start',
    value: bytes.get(entry) / 1000,
    unit: 'kB gzip'
  });
  const style = readdirSync(path.join(root, 'style'))
    .filter(name => name.endsWith('.css'))
    .map(name => readFileSync(path.join(root, 'style', name)));
  const code = [...bytes.values()].reduce((sum, each) => sum + each, 0);
  report({
    name: 'views, everything with its styles',
    value: (code + gzipSync(Buffer.concat(style)).length) / 1000,
    unit: 'kB gzip'
  });
}

function p95(values) {
  return quantile(values, 0.95);
}

function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * part)];
}
