// Plants faults in the engine and its kernels, one at a time, and says which no test notices: a step
// too early, a mask turned round, a mean that is a sum, a factor left out, `>` for `>=`.
//
//   node scripts/mutate.mjs               a sample of COUNT (300), which SEED draws; writes docs/mutants.md
//   node scripts/mutate.mjs metrics gru   every fault of the files whose name holds one of these
//
// MINUTES=30 ends the run after that time; the next one goes on where it ended.
// TESTS=metrics,layers asks only the tests whose path holds one of these words.
//
// What was caught is kept in build/mutants.json while the file stays as it is, so a run can be stopped.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import {
  bundle,
  filesBelow,
  root,
  runTest,
  testFiles
} from './mutants/bundles.mjs';
import { plant } from './mutants/changes.mjs';
import { compileKernels, kernelFaults } from './mutants/kernels.mjs';
import { writePage } from './mutants/page.mjs';

const COUNT = Number(process.env.COUNT ?? 300);
const MINUTES = Number(process.env.MINUTES ?? Infinity);
const SEED = process.env.SEED ?? '1';
const wanted = process.argv.slice(2);
const asked = (process.env.TESTS ?? '').split(',');
/** What a file of tests may take without a fault, in ms. */
const LONGEST = 60_000;
const lanes = Math.min(2, availableParallelism());
const hash = text => createHash('sha256').update(text).digest('hex');
const readJson = path =>
  existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};

/** Faults that leave every result as it is, and why. */
const equivalent = readJson(
  join(root, 'scripts', 'mutants', 'equivalent.json')
);
const build = join(root, 'build');
const statePath = join(build, 'mutants.json');

const sources = new Map(
  filesBelow('src/engine')
    .filter(path => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .filter(path => !path.includes('/generated/'))
    .map(path => [path, readFileSync(join(root, path), 'utf8')])
);
const textOf = path =>
  sources.get(path) ?? readFileSync(join(root, path), 'utf8');

/** As many of each kind as there are places for, the same ones for the same seed. */
function sample(faults) {
  const kinds = new Map();
  const inOrder = faults
    .map(fault => ({ fault, order: hash(`${SEED} ${fault.key}`) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  for (const { fault } of inOrder) {
    kinds.set(fault.kind, [...(kinds.get(fault.kind) ?? []), fault]);
  }
  const chosen = [];
  for (let at = 0; chosen.length < Math.min(COUNT, faults.length); at++) {
    for (const own of kinds.values()) {
      chosen.push(...own.slice(at, at + 1));
    }
  }
  return chosen.slice(0, COUNT);
}

/** Calls `work` with each item, as many at once as there are lanes. */
async function inLanes(items, work) {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
        await work(item);
      }
    })
  );
}

const possible = [
  ...[...sources].flatMap(
    ([path, text]) => plant(path, text, () => undefined).faults
  ),
  ...kernelFaults()
];
const chosen =
  wanted.length > 0
    ? possible.filter(({ path }) =>
        wanted.some(part => basename(path).includes(part))
      )
    : sample(possible);
const numbers = new Map(
  chosen
    .filter(({ kind }) => kind !== 'kernels')
    .map(({ key }, at) => [key, at])
);
const changedPaths = new Set(chosen.map(({ path }) => path));
const texts = new Map(
  [...sources]
    .filter(([path]) => changedPaths.has(path))
    .map(([path, text]) => [
      path,
      plant(path, text, key => numbers.get(key)).text
    ])
);

mkdirSync(build, { recursive: true });
const folder = mkdtempSync(join(build, 'mutants-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const files = await bundle(
  testFiles().filter(path => asked.some(word => path.includes(word))),
  texts,
  folder
);
const whole = await compileKernels();

// Each test as it is: how long it takes, and to which faults it comes.
const tests = [];
const left = [];
await inLanes(files, async ([path, file]) => {
  const { failure, reached, took } = await runTest(file, {
    binary: whole,
    usual: LONGEST
  });
  if (failure !== null) {
    left.push(path);
    console.log(`left out ${path}: ${failure.slice(0, 160)}`);
    return;
  }
  tests.push({
    path,
    file,
    took,
    reached: new Set(reached),
    ofKernels: /\/(fused|kernels)\//.test(path) || path.includes('ByKernels')
  });
});
tests.sort((a, b) => a.took - b.took);
left.sort();
if (tests.length === 0) {
  throw new Error('mutate: no test passes as it is');
}
console.log(
  `${tests.length} files of tests pass as they are, in ${(tests.reduce((sum, { took }) => sum + took, 0) / 1e3).toFixed(0)} s; ${chosen.length} faults`
);

const begin = performance.now();
const state = readJson(statePath);
const tried = [];
await inLanes(chosen, async fault => {
  const { key, kind, path } = fault;
  const file = hash(textOf(path));
  const known = state[key];
  if (known?.file === file && known.outcome === 'caught') {
    tried.push({ ...fault, ...known });
    return;
  }
  if (performance.now() - begin > 60_000 * MINUTES) {
    return;
  }
  const binary = kind === 'kernels' ? await compileKernels(fault) : whole;
  const active = numbers.get(key);
  const able = tests.filter(({ reached, ofKernels }) =>
    kind === 'kernels' ? ofKernels : reached.has(active)
  );
  let by = null;
  for (const test of able) {
    const { failure } = await runTest(test.file, {
      binary,
      active,
      usual: test.took
    });
    if (failure !== null) {
      by = `${basename(test.path)}: ${failure.slice(0, 90)}`;
      break;
    }
  }
  const outcome =
    by !== null ? 'caught' : key in equivalent ? 'the same' : 'survived';
  if (outcome === 'survived' && able.length === 0) {
    by = 'no test comes here';
  }
  state[key] = { file, outcome, by };
  writeFileSync(statePath, JSON.stringify(state));
  tried.push({ ...fault, outcome, by });
  console.log(
    `${tried.length}/${chosen.length} ${outcome.padEnd(8)} ${key.slice(0, 160)}${by ? `   by: ${by}` : ''}`
  );
});

const order = (a, b) => (a.key < b.key ? -1 : 1);
tried.sort(order);
if (wanted.length === 0 && !process.env.TESTS) {
  const places = {};
  for (const { kind } of possible) {
    places[kind] = (places[kind] ?? 0) + 1;
  }
  await writePage(tried, chosen.length, places, left);
}
const survivors = tried.filter(({ outcome }) => outcome === 'survived');
console.log(
  `${tried.length} faults, ${survivors.length} of them noticed by no test`
);
survivors.forEach(({ key, line }) => console.log(`${key} (line ${line})`));
process.exitCode = survivors.length > 0 ? 1 : 0;
