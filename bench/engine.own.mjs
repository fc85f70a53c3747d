// Our side of the engine's benchmark: the same networks as the peers', bundled from the sources.
import { build } from 'esbuild';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

if (Number(process.versions.node.split('.')[0]) < 22) {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
}

/** Bundles the engine into one file; answers its path. */
export async function bundleEngine() {
  const outfile = join(mkdtempSync(join(tmpdir(), 'gatescope-')), 'engine.mjs');
  await build({
    stdin: {
      contents: `
        export { loadKernels, sharedKernels } from './src/engine/kernels/loadKernels';
        export { fusedNetwork } from './src/engine/fused/fusedNetwork';
        export { specOfLayers } from './src/engine/fused/specOfLayers';
        export {
          add, initializers, layers, lstm, matmul, mul, random, sequential, sigmoid, tanh, tensor
        } from './src/engine';
      `,
      resolveDir: root,
      loader: 'ts'
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error'
  });
  return outfile;
}

export const loadEngine = file => import(pathToFileURL(file).href);

/**
 * Milliseconds of processor time that a call takes, from blocks of calls of some milliseconds each.
 * Both sides run on one thread and are measured so: on a quiet machine it is the time on the wall,
 * and on a busy one the others' turns are not in it.
 */
export function timed(step, seconds) {
  let calls = 1;
  const times = [];
  const end = performance.now() + seconds * 1e3;
  while (performance.now() < end || times.length < 3) {
    const before = process.cpuUsage();
    for (let call = 0; call < calls; call++) {
      step();
    }
    const { user, system } = process.cpuUsage(before);
    const block = (user + system) / 1e3;
    if (block < 2 && calls < 1e6) {
      calls = Math.max(
        calls + 1,
        Math.ceil((calls * 3) / Math.max(block, 0.1))
      );
      continue;
    }
    times.push(block / calls);
  }
  return spread(times);
}

/** The same for a call that answers later. */
export async function timedAsync(step, seconds) {
  const times = [];
  const end = performance.now() + seconds * 1e3;
  while (performance.now() < end || times.length < 1) {
    const before = process.cpuUsage();
    await step();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1e3);
  }
  return spread(times);
}

function spread(times) {
  const sorted = times.sort((a, b) => a - b);
  return {
    minimum: sorted[0],
    median: sorted[sorted.length >> 1],
    count: sorted.length
  };
}

/** Numbers around 0, the same at each run. */
export function numbers(count, scale = 1) {
  let state = 7;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32 - 0.5) * 2 * scale;
  });
}

/** One training step: recurrent layer, dense head on the last step, mean squared error, Adam. */
export function stepOf(
  { fusedNetwork, layers, sequential, specOfLayers },
  { sizes: [cell, inputs, units, batch, steps] }
) {
  const make = cell === 'rnn' ? layers.simpleRNN : layers[cell];
  const made = [
    make({ units, convention: 'pytorch' }),
    layers.dense({ units: 1 })
  ];
  sequential(made, { seed: 1 }).build([null, inputs]);
  const network = fusedNetwork(specOfLayers(made, inputs).spec);
  network.weights.forEach(({ shape }, at) =>
    network.writeWeight(
      at,
      numbers(
        shape.reduce((a, b) => a * b, 1),
        1 / Math.sqrt(units)
      )
    )
  );
  const x = numbers(batch * steps * inputs);
  const y = numbers(batch);
  const every = width =>
    Int32Array.from({ length: batch }, (_, b) => b * width);
  const starts = every(steps * inputs);
  const target = {
    loss: { kind: 'meanSquaredError' },
    truth: y,
    starts: every(1),
    width: 1,
    importance: null
  };
  const rule = {
    kind: 'adam',
    convention: 'pytorch',
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    decay: 0
  };
  let count = 0;
  const step = () =>
    network.trainStep({
      input: x,
      starts,
      steps,
      target,
      update: { rule, clipping: {}, learningRate: 1e-3, step: ++count }
    });
  step.network = network;
  return step;
}

/**
 * The classifier of the tutorials over a file of sentences: an epoch, and one sentence; by the kernels
 * unless `compute` says otherwise, in batches of like length where `bucketByLength` says so.
 */
export async function classifierOf({ layers, sequential, tensor }, task) {
  const data = JSON.parse(readFileSync(task.data, 'utf8'));
  const lstm = more =>
    layers.lstm({
      units: task.units,
      dropout: task.bidirectional ? 0 : (task.dropout ?? 0),
      recurrentDropout: task.recurrent_dropout ?? 0,
      ...more
    });
  const model = sequential(
    [
      layers.embedding({
        inputDim: task.vocabulary,
        outputDim: task.embedding,
        maskZero: true
      }),
      ...(task.bidirectional
        ? [
            layers.bidirectional({ layer: lstm({ returnSequences: true }) }),
            layers.dropout(task.dropout),
            layers.bidirectional({ layer: lstm() })
          ]
        : [lstm()]),
      layers.dense({ units: 1, activation: 'sigmoid' })
    ],
    { seed: 7, compute: task.compute ?? 'fused' }
  );
  model.compile({ optimizer: 'adam', loss: 'binaryCrossentropy' });
  const x = tensor(data.ids);
  const y = tensor(data.labels);
  const sentence = tensor([data.ids[0].slice(0, data.lengths[0])]);
  return {
    model,
    epoch: () =>
      model.fit(x, y, {
        batchSize: 32,
        epochs: 1,
        bucketByLength: task.bucketByLength ?? false
      }),
    sentence: () => model.predict(sentence)
  };
}

// Run with a bundle and a task: one epoch, for the time from process start to its end.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , bundle, task] = process.argv;
  const { epoch } = await classifierOf(
    await loadEngine(bundle),
    JSON.parse(readFileSync(task, 'utf8'))
  );
  await epoch();
}
