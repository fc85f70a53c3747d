// What the playground rests on, over many seeds, with the page's own races:
//
//   node scripts/play-sweeps.mjs rates [CELL …] [TASK …]   each cell's best learning rate on each task; writes
//                                                          scripts/play/rates.json and src/play/rates.json
//   node scripts/play-sweeps.mjs horizons [TASK …]         how far each cell remembers; writes
//                                                          scripts/play/horizons.json
//   node scripts/play-sweeps.mjs page                      writes the tables of docs/play.md from what is stored
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stored = name => path.join(root, 'scripts/play', `${name}.json`);
const chosen = path.join(root, 'src/play/rates.json');
const page = path.join(root, 'docs/play.md');

/** Half a decade apart; a search begins with the middle four and goes on while the best is at an end. */
const LADDER = [
  0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10
];
const RATE_SEEDS = [1, 2, 3, 4, 5];
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/** What the engine computes step by step takes ten times as long, and is given less. */
const QUICK = ['rnn', 'lstm', 'gru'];
const epochsOf = cell => (QUICK.includes(cell) ? 40 : 20);
/** The settings of the page's beginning and of its story, and some on either side. */
const SETTINGS = [
  { task: 'bit', delay: 24 },
  { task: 'bit', delay: 30 },
  { task: 'bit', delay: 6 },
  { task: 'echo', delay: 24 },
  { task: 'bit', delay: 48 },
  { task: 'words', delay: 24 },
  { task: 'weather', delay: 24 }
];
const BUDGETS = [20, 60];
const HELD = { lane: 1, gate: 'f', value: 0.5 };

const play = await load();
const { START, CELLS, TASKS, tasks, CELL_WORDS } = play;
const read = (file, otherwise) =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : otherwise;
/** A line an entry, so that a change is read where it is. */
const write = (file, object) =>
  writeFileSync(
    file,
    `{\n${Object.entries(object)
      .map(
        ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`
      )
      .join(',\n')}\n}\n`
  );

async function load() {
  const program = path.join(tmpdir(), `play-sweeps-${process.pid}.mjs`);
  await build({
    stdin: {
      contents: `
        export { createRace } from './race';
        export { horizonRow, makeExamples } from './examples';
        export { ridge, tensor } from '../engine';
        export { tasks } from './tasks';
        export { CELL_WORDS, horizonOf } from './words';
        export { ratesOf } from './rates';
        export { START, CELLS, TASKS } from './playState';`,
      resolveDir: path.join(root, 'src/play'),
      loader: 'ts'
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
    logLevel: 'warning'
  });
  return import(pathToFileURL(program).href);
}

const mean = numbers =>
  numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

/** Of two rates the mean of the horizon over delays and epochs, so that learning sooner counts more. */
async function scores(cell, task, rates, seed) {
  const race = play.createRace(
    { ...START, task, seed, cells: [cell, cell] },
    rates
  );
  const epochs = epochsOf(cell);
  const sums = [0, 0];
  for (let epoch = 0; epoch < epochs; epoch++) {
    (await race.learn()).forEach(
      ({ shares }, lane) => (sums[lane] += mean([...shares]))
    );
  }
  return sums.map(sum => sum / epochs);
}

async function searchRates(cells, searched) {
  const found = read(stored('rates'), {});
  for (const cell of cells) {
    for (const task of searched) {
      const tried = new Map();
      const attempt = async rates => {
        const each = [];
        for (const seed of RATE_SEEDS) {
          each.push(await scores(cell, task, rates, seed));
        }
        rates.forEach((rate, lane) =>
          tried.set(rate, Number(mean(each.map(two => two[lane])).toFixed(3)))
        );
      };
      let [low, high] = [4, 7];
      await attempt([LADDER[4], LADDER[5]]);
      await attempt([LADDER[6], LADDER[7]]);
      const best = () =>
        LADDER.indexOf(
          [...tried].reduce((one, other) =>
            other[1] > one[1] ? other : one
          )[0]
        );
      while (
        (best() === low && low > 0) ||
        (best() === high && high < LADDER.length - 1)
      ) {
        if (best() === low) {
          low -= 2;
          await attempt([LADDER[low], LADDER[low + 1]]);
        } else {
          high += 2;
          await attempt([LADDER[high - 1], LADDER[high]]);
        }
      }
      const inOrder = [...tried].sort(([one], [other]) => one - other);
      found[`${cell} ${task}`] = {
        best: LADDER[best()],
        isInside: best() > low && best() < high,
        epochs: epochsOf(cell),
        seeds: RATE_SEEDS.length,
        tried: inOrder
      };
      console.log(cell, task, JSON.stringify(found[`${cell} ${task}`]));
      write(stored('rates'), found);
    }
  }
  const best = read(chosen, {});
  for (const cell of CELLS) {
    for (const task of TASKS) {
      (best[cell] ??= {})[task] =
        found[`${cell} ${task}`]?.best ?? best[cell][task];
    }
  }
  writeFileSync(chosen, `${JSON.stringify(best, null, 2)}\n`);
}

/**
 * At how many delays a line of least squares is right that sees all reported days at once and has its own
 * weights for each delay: the weather's own horizon, for which nothing has to be remembered.
 */
async function lineHorizon({ task, delay: longest, seed }) {
  const { make, read: reads, truth } = tasks[task];
  const heldOut = play.makeExamples(task, longest, seed, 'held out');
  const { steps, inputs, x, y, delays } = heldOut;
  const answers = new Float64Array(y.length);
  const width = steps * inputs;
  for (let delay = 1; delay <= longest; delay++) {
    const learned = { x: [], y: [] };
    let isPast = false;
    for (let first = 0; !isPast; first++) {
      const values = Array(steps).fill(0);
      const marks = Array(steps).fill(0);
      const set = (step, value, mark) => {
        values[step] = value;
        marks[step] ||= mark ?? 0;
      };
      // Each stretch of the years once, instead of some at random.
      const integer = count => {
        isPast = first + 1 >= count;
        return first;
      };
      make({ steps, isHeldOut: false, set }, delay, { integer });
      learned.x.push(
        Array.from({ length: steps }, (_, step) =>
          reads(values[step], marks[step])
        ).flat()
      );
      learned.y.push(truth(values, marks));
    }
    const line = await play
      .ridge({ alpha: 1 })
      .fit(play.tensor(learned.x), play.tensor(learned.y));
    const asked = [...delays.keys()].filter(at => delays[at] === delay);
    const rows = asked.map(at => [...x.slice(at * width, (at + 1) * width)]);
    line
      .predict(play.tensor(rows))
      .values.forEach((answer, at) => (answers[asked[at]] = answer));
  }
  const { weather } = play.tasks;
  return play.horizonOf(
    play.horizonRow(heldOut, answers, longest, weather).shares
  );
}

async function sweepHorizons(swept) {
  const found = read(stored('horizons'), {});
  for (const { task, delay } of SETTINGS.filter(each =>
    swept.includes(each.task)
  )) {
    for (const key of Object.keys(found)) {
      if (key.startsWith(`${task} ${delay} `)) {
        delete found[key];
      }
    }
    if (task === 'weather') {
      for (const seed of SEEDS) {
        (found[`${task} ${delay} — line`] ??= []).push(
          await lineHorizon({ task, delay, seed })
        );
      }
    }
    const others =
      task === 'bit' && delay === START.delay
        ? [['minLstm', 'selectiveStateSpace']]
        : [];
    for (const cells of [['rnn', 'lstm'], ['rnn', 'gru'], ...others]) {
      const budgets = QUICK.includes(cells[1]) ? BUDGETS : BUDGETS.slice(0, 1);
      for (const seed of SEEDS) {
        const state = { ...START, task, delay, cells, seed };
        const race = play.createRace(state, play.ratesOf(state));
        for (const budget of budgets) {
          let rows = [];
          while (race.epoch < budget) {
            rows = await race.learn();
          }
          const counts = rows.map(({ shares }) => play.horizonOf(shares));
          if (cells[1] === 'lstm') {
            const { lanes } = race.look({
              epoch: null,
              delay,
              flipped: [],
              hold: HELD
            });
            counts.push(play.horizonOf(lanes[1].held.row.shares));
          }
          [...cells, 'lstm, f held at 0.5'].forEach((cell, at) => {
            // The plain RNN runs beside two others; it is the same network.
            if (at < counts.length && !(cell === 'rnn' && cells[1] === 'gru')) {
              const key = `${task} ${delay} ${budget} ${cell}`;
              (found[key] ??= []).push(counts[at]);
            }
          });
        }
      }
      console.log(task, delay, cells.join());
      write(stored('horizons'), found);
    }
  }
}

function table(head, rows) {
  const lines = [
    head,
    head.map((_, at) => (at === 0 ? '---' : '--:')),
    ...rows
  ];
  return lines.map(row => `| ${row.join(' | ')} |`).join('\n');
}

function ratesTable() {
  const found = read(stored('rates'), {});
  const rates = LADDER.filter(rate =>
    Object.values(found).some(({ tried }) =>
      tried.some(([each]) => each === rate)
    )
  );
  return table(
    ['cell', 'task', 'epochs', ...rates.map(String)],
    Object.entries(found).map(([key, { best, epochs, tried }]) => {
      const [cell, task] = key.split(' ');
      const scored = new Map(tried);
      return [
        CELL_WORDS[cell],
        tasks[task].label,
        epochs,
        ...rates.map(rate =>
          !scored.has(rate)
            ? ''
            : rate === best
              ? `**${scored.get(rate).toFixed(3)}**`
              : scored.get(rate).toFixed(3)
        )
      ];
    })
  );
}

/** What the search has not come to: the page has a rate for it all the same. */
function unsearched() {
  const found = read(stored('rates'), {});
  const missing = CELLS.flatMap(cell =>
    TASKS.filter(task => !found[`${cell} ${task}`]).map(task => {
      const [rate] = play.ratesOf({ ...START, task, cells: [cell, cell] });
      return `${CELL_WORDS[cell]} on ${tasks[task].label} (${rate})`;
    })
  );
  return missing.length === 0
    ? ''
    : `\n\nNot yet searched so; the rate in brackets was the best of three, over three seeds: ${missing.join(', ')}.`;
}

function horizonsTable() {
  const found = read(stored('horizons'), {});
  return table(
    [
      'task',
      'longest delay',
      'epochs',
      'network',
      'median',
      'least',
      'most',
      'seeds that forget'
    ],
    Object.entries(found).map(([key, counts]) => {
      const [task, delay, budget, ...rest] = key.split(' ');
      const [cell, ...held] = rest.join(' ').split(/(?=,)/);
      const sorted = counts.toSorted((one, other) => one - other);
      const half = sorted.length / 2;
      return [
        tasks[task].label,
        delay,
        budget,
        (CELL_WORDS[cell] ?? 'Least squares') + held.join(''),
        mean([sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]]),
        sorted[0],
        sorted.at(-1),
        `${sorted.filter(count => count < delay / 2).length} of ${sorted.length}`
      ];
    })
  );
}

function writePage() {
  const between = (text, name, content) =>
    text.replace(
      new RegExp(`(<!-- ${name}[^>]*-->)[^]*(<!-- end of ${name} -->)`),
      (_, start, end) => `${start}\n\n${content}\n\n${end}`
    );
  writeFileSync(
    page,
    between(
      between(readFileSync(page, 'utf8'), 'horizons', horizonsTable()),
      'rates',
      ratesTable() + unsearched()
    )
  );
}

const [kind, ...words] = process.argv.slice(2);
/** Those of some names that are asked for; all, where none is. */
const asked = names => {
  const some = names.filter(name => words.includes(name));
  return some.length > 0 ? some : names;
};
const work = words.every(word => CELLS.includes(word) || TASKS.includes(word))
  ? {
      rates: () => searchRates(asked(CELLS), asked(TASKS)),
      horizons: () => sweepHorizons(asked(TASKS)),
      page: writePage
    }[kind]
  : undefined;
if (!work) {
  console.error(
    'play-sweeps: rates [CELL …] [TASK …], horizons [TASK …] or page'
  );
  process.exit(2);
}
await work();
