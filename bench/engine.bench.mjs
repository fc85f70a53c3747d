// How fast the engine trains, beside PyTorch, Keras and TensorFlow.js in the same run.
//
// Both sides take turns, some rounds each, on one thread; a side's figure for a round is the least
// processor time of a step (what else the machine does can only add), the row's value is the median
// over the rounds, and the ratio that of these. Peers that are not installed leave their column empty.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  bundleEngine,
  classifierOf,
  loadEngine,
  stepOf,
  timed,
  timedAsync
} from './engine.own.mjs';
import { networkRate, productRate } from './engine.products.mjs';
import { peerScript, secondsOf, startPeer } from './peers/peer.mjs';
import { report } from './results.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'out');
const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 3 : 7;
const SECONDS = quick ? 0.15 : 0.4;

const sizes = [
  [1, 8, 1, 25],
  [8, 16, 1, 50],
  [16, 32, 16, 50],
  [32, 64, 32, 50],
  [64, 128, 32, 100],
  [128, 256, 64, 50]
];

const median = values => [...values].sort((a, b) => a - b)[values.length >> 1];

const bundle = await bundleEngine();
const engine = await loadEngine(bundle);
const torch = await startPeer('torch_peer.py');
const keras = await startPeer('keras_peer.py');
const tfjs = await startPeer('tfjs-peer.mjs');
const torchName = `PyTorch ${torch?.version} 1 thread`;
const tfjsName = `TensorFlow.js ${tfjs?.version} wasm`;

console.log(
  `${os.cpus()[0].model}, ${os.cpus().length} cores, Node ${process.versions.node}, ` +
    `${new Date().toISOString().slice(0, 10)}; ${engine.sharedKernels().kind}; ` +
    `${ROUNDS} rounds of ${SECONDS} s a side; load ${os.loadavg()[0].toFixed(1)}`
);
for (const [name, peer] of Object.entries({ torch, keras, tfjs })) {
  console.log(
    `${name}: ${peer ? `${peer.version} (${peer.command})` : 'not installed'}`
  );
}

/** Medians over rounds of each side's fastest step. */
async function takeTurns(sides) {
  const found = Object.fromEntries(Object.keys(sides).map(side => [side, []]));
  for (const measure of Object.values(sides)) {
    await measure(0.1);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [side, measure] of Object.entries(sides)) {
      const result = await measure(SECONDS);
      if (result) {
        found[side].push(result);
      }
    }
  }
  return Object.fromEntries(
    Object.entries(found).map(([side, results]) => [
      side,
      results.length === 0
        ? null
        : {
            minimum: Math.min(...results.map(({ minimum }) => minimum)),
            value: median(results.map(({ minimum }) => minimum)),
            median: median(results.map(each => each.median)),
            count: results.reduce((sum, { count }) => sum + count, 0)
          }
    ])
  );
}

function row(name, unit, own, peer, peerName, factor = 1) {
  console.log(
    `  ours: minimum ${own.minimum.toFixed(4)}, median ${own.median.toFixed(4)} ms over ${own.count}` +
      (peer
        ? `; ${peerName}: minimum ${peer.minimum.toFixed(4)}, median ${peer.median.toFixed(4)} ms over ${peer.count}`
        : '')
  );
  report({
    name,
    value: own.value * factor,
    unit,
    ...(peer && { peer: peerName, peerValue: peer.value * factor })
  });
}

const peerStep = (peer, task) => seconds =>
  peer ? peer.ask({ kind: 'step', ...task, seconds }) : null;

for (const cell of ['lstm', 'gru', 'rnn']) {
  for (const size of sizes) {
    const label = `(${size.join(', ')})`;
    const plain = { sizes: [cell, ...size], traced: false };
    const traced = { sizes: [cell, ...size], traced: true };
    const plainStep = stepOf(engine, plain);
    const tracedStep = stepOf(engine, traced);
    const slow = size[1] >= 128;
    const isLstm = cell === 'lstm';
    const found = await takeTurns({
      own: seconds => timed(plainStep, seconds),
      ownTraced: seconds => timed(tracedStep, seconds),
      torch: peerStep(torch, plain),
      ...(isLstm && { torchTraced: peerStep(torch, traced) }),
      ...(isLstm && !slow && { tfjs: peerStep(tfjs, plain) })
    });
    const name = cell.toUpperCase();
    row(`${name} step ${label}`, 'ms', found.own, found.torch, torchName);
    if (isLstm) {
      row(
        `${name} step traced ${label}`,
        'ms',
        found.ownTraced,
        found.torchTraced,
        `${torchName}, gates kept`
      );
    }
    if (found.tfjs) {
      row(`${name} step ${label}`, 'ms', found.own, found.tfjs, tfjsName);
    }
    report({
      name: `${name} traced / untraced ${label}`,
      value: found.ownTraced.value / found.own.value,
      unit: 'times slower'
    });
    if (slow) {
      const { rate, peak, share } = networkRate(engine, size, cell, ROUNDS);
      report({
        name: `${name} products ${label}, of the FMA peak`,
        value: (100 * rate) / peak,
        unit: '% of peak'
      });
      report({
        name: `${name} whole step ${label}, of its products' rate`,
        value: (100 * share) / found.own.value,
        unit: '% of rate'
      });
    }
    if (isLstm && size[1] === 32) {
      growth(plainStep, label);
    }
    plainStep.network.dispose();
    tracedStep.network.dispose();
  }
}

/** Memory of a training step and what 1,000 steps add to it. */
function growth(step, label) {
  const { sharedKernels } = engine;
  const before = sharedKernels().size;
  for (let count = 0; count < 1000; count++) {
    step();
  }
  report({
    name: `memory of an LSTM step ${label}`,
    value: step.network.bytes / 2 ** 20,
    unit: 'MB'
  });
  report({
    name: `kernel memory added by 1,000 steps ${label}`,
    value: sharedKernels().size - before,
    unit: 'B'
  });
}

for (const [m, n, k] of [
  [32, 256, 64],
  [32, 512, 128],
  [64, 1024, 256]
]) {
  const { rate, peak } = productRate(engine, [m, n, k], ROUNDS);
  report({
    name: `product ${m}×${k}×${n}, of the FMA peak (${peak.toFixed(1)} GFLOP/s)`,
    value: (100 * rate) / peak,
    unit: '% of peak'
  });
}

mkdirSync(out, { recursive: true });
const data = join(out, 'sentences.json');
writeSentences(data);
const base = { data, vocabulary: 5000, embedding: 128, units: 64 };
await text('text classifier', base, { mask: true }, true);
await text(
  'text classifier, dropout .2 and recurrent dropout .2',
  { ...base, dropout: 0.2, recurrent_dropout: 0.2 },
  { mask: true },
  false
);
await bidirectional();

/**
 * One epoch, from process start to its end, and one sentence. PyTorch computes padding (and, beside
 * it, packed sequences); Keras has no dropout of its own in PyTorch.
 */
async function text(name, task, kerasOptions, alsoTorch) {
  const own = await classifierOf(engine, task);
  await own.epoch();
  const asked = (peer, more) => async seconds =>
    peer ? peer.ask({ ...task, ...more, seconds }) : null;
  const found = await takeTurns({
    own: async seconds => timedAsync(own.epoch, seconds),
    keras: asked(keras, { kind: 'epoch', ...kerasOptions }),
    ...(alsoTorch && {
      torch: asked(torch, { kind: 'epoch' }),
      packed: asked(torch, { kind: 'epoch', packed: true })
    })
  });
  const kerasName = `${keras?.version}, 1 thread`;
  row(`${name}, an epoch`, 's', found.own, found.keras, kerasName, 1e-3);
  if (!alsoTorch) {
    return;
  }
  row(
    `${name}, an epoch`,
    's',
    found.own,
    found.torch,
    `${torchName}, padded`,
    1e-3
  );
  row(
    `${name}, an epoch`,
    's',
    found.own,
    found.packed,
    `${torchName}, packed`,
    1e-3
  );
  const sentences = await takeTurns({
    own: seconds => timed(own.sentence, seconds),
    torch: asked(torch, { kind: 'sentence' }),
    keras: asked(keras, { kind: 'sentence', ...kerasOptions })
  });
  row('one sentence', 'ms', sentences.own, sentences.torch, torchName);
  row('one sentence', 'ms', sentences.own, sentences.keras, kerasName);
  await fromProcessStart(name, task, kerasOptions, kerasName);
}

async function fromProcessStart(name, task, kerasOptions, kerasName) {
  const file = join(out, 'task.json');
  writeFileSync(file, JSON.stringify({ ...task, ...kerasOptions }));
  const sides = {
    own: [process.execPath, [join(here, 'engine.own.mjs'), bundle, file]],
    ...(torch && {
      torch: [torch.command, [peerScript('torch_peer.py'), file]]
    }),
    ...(keras && {
      keras: [keras.command, [peerScript('keras_peer.py'), file]]
    })
  };
  const found = Object.fromEntries(Object.keys(sides).map(side => [side, []]));
  for (let round = 0; round < 3; round++) {
    for (const [side, [command, args]] of Object.entries(sides)) {
      found[side].push(await secondsOf(command, args));
    }
  }
  for (const [side, peer] of [
    ['torch', torchName],
    ['keras', kerasName]
  ]) {
    if (found[side]) {
      report({
        name: `${name}, process start to end of first epoch`,
        value: median(found.own),
        unit: 's',
        peer,
        peerValue: median(found[side])
      });
    }
  }
}

async function bidirectional() {
  const task = { ...base, bidirectional: true, layers: 2, dropout: 0.3 };
  const own = await classifierOf(engine, task);
  await own.epoch();
  const asked = more => async seconds =>
    torch ? torch.ask({ ...task, ...more, kind: 'epoch', seconds }) : null;
  const found = await takeTurns({
    own: async seconds => timedAsync(own.epoch, seconds),
    padded: asked({}),
    packed: asked({ packed: true })
  });
  const name = 'two bidirectional layers, an epoch';
  row(name, 's', found.own, found.packed, `${torchName}, packed`, 1e-3);
  row(name, 's', found.own, found.padded, `${torchName}, padded`, 1e-3);
}

/** 3,000 labelled sentences as ids of words, 1 to 4,999 by frequency, cut and padded to 40. */
function writeSentences(file) {
  const lines = readFileSync(
    join(here, '..', 'gatescope', 'data', 'sentiment.csv'),
    'utf8'
  )
    .trimEnd()
    .split('\n')
    .slice(1);
  const sentences = lines.map(line => {
    const [, label, words] = /^[^,]*,(\d),(.*)$/.exec(line);
    return {
      label: Number(label),
      words: (words.toLowerCase().match(/[a-z']+/g) ?? ['']).slice(0, 40)
    };
  });
  const counts = new Map();
  sentences.forEach(({ words }) =>
    words.forEach(word => counts.set(word, (counts.get(word) ?? 0) + 1))
  );
  const ids = new Map(
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 4998)
      .map(([word], at) => [word, at + 2])
  );
  writeFileSync(
    file,
    JSON.stringify({
      ids: sentences.map(({ words }) => {
        const row = words.map(word => ids.get(word) ?? 1);
        return [...row, ...new Array(40 - row.length).fill(0)];
      }),
      lengths: sentences.map(({ words }) => words.length),
      labels: sentences.map(({ label }) => label)
    })
  );
  const total = sentences.reduce((sum, { words }) => sum + words.length, 0);
  console.log(
    `${sentences.length} sentences, ${(total / sentences.length).toFixed(1)} words on average`
  );
}

await Promise.all([torch, keras, tfjs].map(peer => peer?.stop()));
