// Searches each cell's best learning rate on each task of the playground, and writes
// src/play/rates.json: for each rate the mean of the horizon over all delays and epochs, so that a
// network that learns sooner counts more, averaged over three seeds.
//
//   node scripts/play-rates.mjs [CELL …]      a few minutes a cell
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { tmpdir } from 'node:os';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(root, 'src/play/rates.json');
const program = join(tmpdir(), `play-rates-${process.pid}.mjs`);
const SEEDS = [1, 2, 3];
const EPOCHS = 40;
/** What the engine computes step by step takes ten times as long, and is given less. */
const SLOW = { rates: [0.003, 0.01, 0.03], epochs: 15 };
const RATES = [0.001, 0.003, 0.01, 0.03, 0.1];

await build({
  stdin: {
    contents: `
      export { makeNetwork, asTensors } from './network';
      export { makeExamples, horizonRow, tasks } from './tasks';
      export { START, CELLS, TASKS } from './playState';`,
    resolveDir: join(root, 'src/play'),
    loader: 'ts'
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile: program,
  logLevel: 'warning'
});
const play = await import(pathToFileURL(program).href);
const { START, CELLS, TASKS, tasks } = play;

async function score(cell, task, rate, seed, epochs) {
  const { delay } = START;
  const { isNumber } = tasks[task];
  const model = play.makeNetwork({ ...START, cell, task, rate, seed });
  const { x, y } = play.asTensors(
    play.makeExamples(task, delay, seed, 'learned')
  );
  const heldOut = play.makeExamples(task, delay, seed, 'held out');
  const asked = play.asTensors(heldOut).x;
  let total = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    await model.fit(x, y, {
      epochs: epoch + 1,
      initialEpoch: epoch,
      verbose: 0
    });
    const { values } = model.predict(asked, { batchSize: 256 });
    const row = play.horizonRow(heldOut, values, delay, isNumber);
    total += row.reduce((sum, each) => sum + each, 0) / delay;
  }
  return total / epochs;
}

const found = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8'))
  : { delay: START.delay, units: START.units, seeds: SEEDS, cells: {} };
const wanted = process.argv.slice(2);
for (const cell of wanted.length > 0 ? wanted : CELLS) {
  const isQuick = ['rnn', 'lstm', 'gru'].includes(cell);
  const rates = isQuick ? RATES : SLOW.rates;
  const epochs = isQuick ? EPOCHS : SLOW.epochs;
  found.cells[cell] = {};
  for (const task of TASKS) {
    const tried = [];
    for (const rate of rates) {
      let sum = 0;
      for (const seed of SEEDS) {
        sum += await score(cell, task, rate, seed, epochs);
      }
      tried.push({ rate, score: Number((sum / SEEDS.length).toFixed(3)) });
    }
    const best = tried.reduce((one, other) =>
      other.score > one.score ? other : one
    );
    found.cells[cell][task] = { best: best.rate, epochs, tried };
    console.log(cell, task, JSON.stringify(tried));
  }
  writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
}
