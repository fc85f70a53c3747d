// Measures TensorFlow.js on its WebAssembly backend: one JSON line in, one JSON line out.
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { dirname } from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm'));
setWasmPaths(`${folder}/`);
setThreadsCount(1);
await tf.setBackend('wasm');
await tf.ready();

const made = new Map();

function stepOf([, inputs, hidden, batch, steps]) {
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({ units: hidden, inputShape: [steps, inputs] }),
      tf.layers.dense({ units: 1 })
    ]
  });
  model.compile({ optimizer: tf.train.adam(1e-3), loss: 'meanSquaredError' });
  const x = tf.randomNormal([batch, steps, inputs]);
  const y = tf.randomNormal([batch, 1]);
  return () => model.trainOnBatch(x, y);
}

for await (const line of createInterface({ input: process.stdin })) {
  const task = JSON.parse(line);
  if (task.kind === 'version') {
    console.log(JSON.stringify({ version: tf.version.tfjs }));
    continue;
  }
  const key = JSON.stringify(task.sizes);
  if (!made.has(key)) {
    const step = stepOf(task.sizes);
    await step();
    await step();
    made.set(key, step);
  }
  const step = made.get(key);
  const times = [];
  const end = performance.now() + task.seconds * 1e3;
  while (performance.now() < end || times.length < 3) {
    const before = process.cpuUsage();
    await step();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1e3);
  }
  times.sort((a, b) => a - b);
  console.log(
    JSON.stringify({
      minimum: times[0],
      median: times[times.length >> 1],
      count: times.length
    })
  );
}
