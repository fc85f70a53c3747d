// The live line in the real JupyterLab: a message to the kernel and back, a clamp or an edit until it
// is drawn, and what watching costs a training run.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/find-browser.mjs';
import { clampTimes, ofPyTorch, trained } from './clamps.mjs';
import { report } from './results.mjs';
import { shortEpochs, stopTimes } from './stops.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const port = Number(process.env.GATESCOPE_TEST_PORT ?? 18766);
const base = `http://127.0.0.1:${port}`;

const network = `import { lstm, mean, show, square } from 'gatescope';
const run = lstm({ inputSize: 1, units: 32, seed: 7 }).run(
  Array.from({ length: 50 }, (_, t) => Math.sin(t / 4)),
  { gradientsOf: ({ h }) => mean(square(h)) }
);
show(run);`;

/** The slider on ρ of lesson 02, with its sizes; what a move computes is timed in the kernel, too. */
const slider = `import { gradientFlow, rnn, show } from 'gatescope';
const input = Array.from({ length: 60 }, (_, day) => Math.sin(day / 9) + Math.cos(1.7 * day) / 3);
const moves: number[] = [];
show(
  radius => {
    const begun = performance.now();
    const cell = rnn({ inputSize: 1, units: 24, seed: 3 });
    const { kernel, recurrentKernel, bias } = cell.getWeights();
    cell.setWeights({ kernel: kernel.mul(0.1), recurrentKernel: recurrentKernel.mul(radius), bias });
    const flow = gradientFlow([cell.run(input, { gradientsOf: ({ h }) => h.at(-1).sum() })]);
    moves.push(performance.now() - begun);
    return flow;
  },
  { slider: { name: 'spectral radius ρ', range: [0.5, 1.5], value: 0.8, step: 0.01 } }
);`;

/** Enough epochs for some seconds, so that one pause of the machine does not decide. */
const fit = `import { layers, random, sequential } from 'gatescope';
const noise = random(3);
const x = Array.from({ length: 128 }, () => Array.from({ length: 50 }, () => [noise.uniform()]));
const y = x.map(sequence => [sequence.reduce((sum, [value]) => sum + value, 0) / 50]);
const model = sequential([layers.lstm({ units: 32, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
const { cpuUsage } = await import('node:process' as string);
const [begun, used] = [performance.now(), cpuUsage()];
await model.fit(x, y, { epochs: 600, batchSize: 16 });
const { user, system } = cpuUsage(used);
console.log('milliseconds ' + (performance.now() - begun) + ' processor ' + (user + system) / 1000);`;

/** Time on the wall and of the kernel's process, in ms, that a fit printed. */
function timesIn(text) {
  const [, wall, processor] = /milliseconds ([\d.]+) processor ([\d.]+)/.exec(
    text
  );
  return { wall: Number(wall), processor: Number(processor) };
}

const least = (times, of) => Math.min(...times.map(each => each[of]));

const median = values => values.toSorted((a, b) => a - b)[values.length >> 1];

const server = spawn(
  process.execPath,
  [path.join(root, 'tests/browser/lab/server.mjs')],
  {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, GATESCOPE_TEST_PORT: String(port) }
  }
);
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run']
});
try {
  await untilReady(`${base}/api`);
  const page = await browser.newPage({
    viewport: { width: 1400, height: 1000 }
  });
  await measureLine(page);
  await measureClamp(page, 'a cell of f64, T=50, H=32', network);
  for (const [steps, units] of [
    [50, 32],
    [200, 128]
  ]) {
    await measureClamp(
      page,
      `a trained model, T=${steps}, H=${units}`,
      trained(steps, units)
    );
    await measureClamp(
      page,
      `a PyTorch model in a Python notebook, T=${steps}, H=${units}`,
      ofPyTorch(steps, units),
      'python3'
    );
  }
  await measureSlide(page);
  await measureTraining(page);
  await measureStop(page);
} finally {
  await browser.close();
  server.kill('SIGTERM');
}

async function untilReady(url) {
  for (let attempt = 0; attempt < 120; attempt += 1) {
    const ready = await fetch(url).then(
      ({ ok }) => ok,
      () => false
    );
    if (ready) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  throw new Error(`no server at ${url}`);
}

async function open(page, name, source, kernel = 'gatescope') {
  const answer = await page.request.put(`${base}/api/contents/${name}`, {
    data: {
      type: 'notebook',
      format: 'json',
      content: {
        nbformat: 4,
        nbformat_minor: 5,
        metadata: {
          kernelspec: { name: kernel, display_name: kernel }
        },
        cells: [
          {
            id: 'bench',
            cell_type: 'code',
            source,
            metadata: {},
            execution_count: null,
            outputs: []
          }
        ]
      }
    }
  });
  if (!answer.ok()) {
    throw new Error(`the server refused ${name}: ${answer.status()}`);
  }
  await page.goto(`${base}/lab/workspaces/auto-bench/tree/${name}?reset`);
  await page.waitForFunction(
    () =>
      window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel
        ?.status === 'idle',
    null,
    { timeout: 60_000 }
  );
}

function runAll(page) {
  return page.evaluate(() =>
    window.jupyterapp.commands.execute('notebook:run-all-cells')
  );
}

async function measureLine(page) {
  await open(page, 'bench-line.ipynb', network);
  await runAll(page);
  await page.locator('.jp-gatescope-state[data-state="live"]').waitFor();

  const trips = await page.evaluate(async () => {
    const { kernel } =
      window.jupyterapp.shell.currentWidget.sessionContext.session;
    const comm = kernel.createComm('gatescope');
    let heard = () => undefined;
    comm.onMsg = () => heard();
    const said = send =>
      new Promise(resolve => {
        heard = resolve;
        send().dispose();
      });
    await said(() =>
      comm.open({ type: 'hello', protocol: 1, version: 'bench' })
    );
    const times = [];
    for (let number = 1; number <= 220; number += 1) {
      const begun = performance.now();
      await said(() =>
        comm.send({
          type: 'request',
          number,
          method: 'attach',
          params: { id: 'none' }
        })
      );
      times.push(performance.now() - begun);
    }
    comm.close().dispose();
    return times.slice(20);
  });
  report({
    name: 'comm round trip from the page, p50',
    value: median(trips),
    unit: 'ms'
  });
}

async function measureClamp(page, what, source, kernel = 'gatescope') {
  // A notebook that was open keeps its kernel.
  await open(page, `bench-clamp-${kernel}.ipynb`, source, kernel);
  await runAll(page);
  await page.locator('.jp-gatescope-state[data-state="live"]').waitFor();
  const clamps = await clampTimes(page);
  report({
    name: `clamp → redrawn with loss and gradients (${what}), median`,
    value: median(clamps),
    unit: 'ms'
  });
  report({
    name: `clamp → redrawn with loss and gradients (${what}), p95`,
    value: clamps.toSorted((a, b) => a - b)[Math.floor(clamps.length * 0.95)],
    unit: 'ms'
  });
}

/** A hundred moves of a slider, one after the other, each until what it shows is on the screen. */
async function measureSlide(page) {
  await open(page, 'bench-slide.ipynb', slider);
  await runAll(page);
  await page.locator('.jp-gatescope-slider input:enabled').waitFor();
  const times = await page.evaluate(async () => {
    const input = document.querySelector('.jp-gatescope-slider input');
    const view = document.querySelector('.jp-gatescope-slider').parentElement;
    const picture = () => view.querySelector('svg').outerHTML;
    const frame = () => new Promise(requestAnimationFrame);
    const drawn = before =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('nothing drawn')), 5000);
        const look = () => {
          if (picture() !== before) {
            clearTimeout(late);
            observer.disconnect();
            resolve();
          }
        };
        const observer = new MutationObserver(look);
        observer.observe(view, {
          subtree: true,
          childList: true,
          attributes: true
        });
      });
    const found = [];
    for (let move = 0; move < 110; move += 1) {
      const waiting = drawn(picture());
      const begun = performance.now();
      input.value = String(0.5 + 0.01 * (move % 100));
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await waiting;
      await frame();
      await new Promise(resolve => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
      found.push(performance.now() - begun);
      await new Promise(resolve => setTimeout(resolve, 60));
    }
    return found.slice(10);
  });
  const printed = await page.evaluate(async () => {
    const { kernel } =
      window.jupyterapp.shell.currentWidget.sessionContext.session;
    const future = kernel.requestExecute({
      code: 'console.log(JSON.stringify(moves))'
    });
    let said = '';
    future.onIOPub = ({ header, content }) => {
      said += header.msg_type === 'stream' ? content.text : '';
    };
    await future.done;
    return said;
  });
  const work = JSON.parse(printed).slice(11);
  for (const [of, values] of [
    ['redrawn', times],
    ['computed by the kernel', work]
  ]) {
    report({
      name: `a move of a slider on ρ (24 units, 60 steps) → ${of}, median`,
      value: median(values),
      unit: 'ms'
    });
    report({
      name: `a move of a slider on ρ (24 units, 60 steps) → ${of}, p95`,
      value: values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)],
      unit: 'ms'
    });
  }
}

/**
 * The same fit in two kernels that live equally long, in turns: one in a notebook whose view is on
 * the screen, one that no page listens to. The first turn warms both up.
 */
async function measureTraining(page) {
  await open(page, 'bench-fit.ipynb', fit);
  await page.evaluate(async () => {
    const { kernels } = window.jupyterapp.serviceManager;
    window.unwatched = await kernels.startNew({ name: 'gatescope' });
  });
  const watched = [];
  const alone = [];
  const updates = [];
  for (let turn = 0; turn < 6; turn += 1) {
    const { took, drawn } = await watchedFit(page);
    const unwatched = await unwatchedFit(page);
    if (turn > 0) {
      watched.push(took);
      alone.push(unwatched);
      updates.push((drawn / took.wall) * 1000);
    }
  }
  report({
    name: 'view updates a second while training',
    value: median(updates),
    unit: 'updates/s'
  });
  for (const [of, name] of [
    ['wall', 'a fit that is watched in the page'],
    ['processor', 'a fit that is watched, processor time of its kernel']
  ]) {
    report({
      name: `${name} (least of 5)`,
      value: least(watched, of),
      unit: 'ms',
      peer: 'the same fit unwatched',
      peerValue: least(alone, of)
    });
    report({
      name: `${name}, median of 5 turns: more than unwatched by`,
      value:
        100 *
        (median(watched.map((each, turn) => each[of] / alone[turn][of])) - 1),
      unit: '%'
    });
  }
}

/** A press of Stop while epochs last a millisecond and each may be kept. */
async function measureStop(page) {
  await open(page, 'bench-stop.ipynb', shortEpochs);
  const times = await stopTimes(page, () => runAll(page));
  for (const [of, key] of [
    ['the button says it', 'said'],
    ['the view shows the end', 'shown']
  ]) {
    const values = times.map(each => each[key]);
    report({
      name: `Stop, 1-ms epochs with snapshots → ${of}, median`,
      value: median(values),
      unit: 'ms'
    });
    report({
      name: `Stop, 1-ms epochs with snapshots → ${of}, longest of ${values.length}`,
      value: Math.max(...values),
      unit: 'ms'
    });
  }
}

/** Runs the notebook; says how long the fit took, and how many frames showed another state of it. */
async function watchedFit(page) {
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')
  );
  await page.evaluate(() => {
    const words = () =>
      document.querySelector('.jp-gatescope-progress-words')?.textContent ?? '';
    window.drawn = 0;
    let shown = '';
    let pending = false;
    window.observer?.disconnect();
    window.observer = new MutationObserver(() => {
      if (!pending) {
        pending = true;
        requestAnimationFrame(() => {
          pending = false;
          if (words() !== shown) {
            shown = words();
            window.drawn += 1;
          }
        });
      }
    });
    window.observer.observe(document.querySelector('.jp-Notebook'), {
      subtree: true,
      childList: true,
      characterData: true
    });
  });
  await runAll(page);
  const text = await page
    .locator('.jp-OutputArea-output', { hasText: 'milliseconds' })
    .last()
    .textContent();
  return {
    took: timesIn(text),
    drawn: await page.evaluate(() => window.drawn)
  };
}

async function unwatchedFit(page) {
  const printed = await page.evaluate(async source => {
    const future = window.unwatched.requestExecute({ code: source });
    let said = '';
    future.onIOPub = ({ header, content }) => {
      if (header.msg_type === 'stream') {
        said += content.text;
      }
    };
    await future.done;
    return said;
  }, fit);
  return timesIn(printed);
}
