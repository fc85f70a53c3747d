// A training step of each cell beside PyTorch and TensorFlow.js in the same run, how near products
// and whole steps come to the machine's peak, and memory.
import { stepOf, timed } from './engine.own.mjs';
import { networkRate, productRate } from './engine.products.mjs';
import { ROUNDS, row, start, takeTurns } from './engine.turns.mjs';
import { report } from './results.mjs';

const sizes = [
  [1, 8, 1, 25],
  [8, 16, 1, 50],
  [16, 32, 16, 50],
  [32, 64, 32, 50],
  [64, 128, 32, 100],
  [128, 256, 64, 50]
];

const { engine, torch, tfjs, stop } = await start({
  torch: 'torch_peer.py',
  tfjs: 'tfjs-peer.mjs'
});
const torchName = `PyTorch ${torch?.version} 1 thread`;
const tfjsName = `TensorFlow.js ${tfjs?.version} wasm`;

const peerStep = (peer, task) => seconds =>
  peer ? peer.ask({ kind: 'step', ...task, seconds }) : null;

for (const [at, cell] of ['lstm', 'gru', 'rnn'].entries()) {
  for (const [which, size] of sizes.entries()) {
    console.log(
      `\n[${at * sizes.length + which + 1}/${3 * sizes.length}] ${cell} (I, H, B, T) = (${size.join(', ')})`
    );
    await measure(cell, size);
  }
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
await stop();

async function measure(cell, size) {
  const label = `(${size.join(', ')})`;
  const name = cell.toUpperCase();
  const task = { sizes: [cell, ...size] };
  const step = stepOf(engine, task);
  const isLarge = size[1] >= 128;
  const isLstm = cell === 'lstm';
  const found = await takeTurns({
    own: seconds => timed(step, seconds),
    torch: peerStep(torch, task),
    ...(isLstm && !isLarge && { tfjs: peerStep(tfjs, task) })
  });
  row(`${name} step ${label}`, 'ms', found.own, found.torch, torchName);
  if (found.tfjs) {
    row(`${name} step ${label}`, 'ms', found.own, found.tfjs, tfjsName);
  }
  if (isLarge) {
    machineShare(name, cell, size, step);
  }
  if (isLstm && size[1] === 32) {
    growth(step, label);
  }
  step.network.dispose();
}

/** The products alone against the peak, and the step against its products, taking turns. */
function machineShare(name, cell, size, step) {
  const label = `(${size.join(', ')})`;
  const { rate, peak, share, took } = networkRate(
    engine,
    size,
    cell,
    step,
    ROUNDS
  );
  report({
    name: `${name} products ${label}, of the FMA peak`,
    value: (100 * rate) / peak,
    unit: '% of peak'
  });
  report({
    name: `${name} whole step ${label}, of its products' rate`,
    value: (100 * share) / took,
    unit: '% of rate'
  });
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
