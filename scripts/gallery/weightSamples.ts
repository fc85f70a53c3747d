import {
  gru,
  initializers,
  layers,
  lstm,
  random,
  rnn,
  sequential,
  weightsByGate,
  type Sequential
} from '../../src/engine';
import type { SampleEntry } from './samples';
import { stretch } from './stretch';

const STEPS = 20;

/** Which of twenty numbers was marked? */
function recall(count: number): { x: number[][][]; y: number[][] } {
  const generator = random(5);
  const x: number[][][] = [];
  const y: number[][] = [];
  for (let each = 0; each < count; each++) {
    const marked = Math.floor(generator.uniform() * (STEPS - 4));
    const values = Array.from({ length: STEPS }, () => generator.uniform());
    x.push(values.map((value, step) => [value, step === marked ? 1 : 0]));
    y.push([values[marked]]);
  }
  return { x, y };
}

async function trained(layer: Sequential['layers'][number]) {
  const { x, y } = recall(400);
  const model = sequential([layer, layers.dense({ units: 1 })], { seed: 7 });
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  await model.fit(x, y, { epochs: 25, batchSize: 20, weightStatistics: true });
  return { model, x: x.slice(0, 64), y: y.slice(0, 64) };
}

/** Weights by gate. */
export const weightSamples: readonly SampleEntry[] = [
  {
    name: 'weights',
    title: 'Weights: LSTM, 16 units, trained to recall a marked number',
    make: async () => {
      const { model, x, y } = await trained(layers.lstm({ units: 16 }));
      return weightsByGate(model, { x, y, title: 'recall' });
    }
  },
  {
    name: 'weights-both-ways',
    title: 'Weights: a bidirectional GRU, 8 units each way',
    make: async () => {
      const layer = layers.bidirectional({ layer: layers.gru({ units: 8 }) });
      const { model, x, y } = await trained(layer);
      return weightsByGate(model, { x, y, title: 'recall' });
    }
  },
  {
    name: 'weights-large',
    title: 'Weights: LSTM, 256 units',
    make: async () => {
      const { x } = await stretch(30);
      const run = lstm({ inputSize: 2, units: 256, seed: 7 }).run(x, {
        inputNames: ['high', 'rain'],
        gradientsOf: ({ h }) => h.at(-1).sum()
      });
      return weightsByGate(run);
    }
  },
  {
    name: 'weights-batch',
    title: 'Weights: what they bring over the 64 sequences of a batch',
    make: () => {
      const cell = gru({
        inputSize: 2,
        units: 8,
        seed: 7,
        recurrentInitializer: initializers.orthogonal(2)
      });
      const run = cell.run(recall(64).x, { inputNames: ['number', 'mark'] });
      return Promise.resolve(weightsByGate(run));
    }
  },
  {
    name: 'weights-broken',
    title: 'Weights: gradients of a linear RNN that become infinite',
    make: () => {
      // Each step back multiplies by up to 8: beyond 10³⁰⁸ after some 340 steps.
      const cell = rnn({
        inputSize: 2,
        units: 8,
        seed: 3,
        activation: 'linear',
        recurrentInitializer: initializers.orthogonal(8)
      });
      const x = Array.from({ length: 400 }, () => [0, 0]);
      const run = cell.run(x, { gradientsOf: ({ h }) => h.at(-1).sum() });
      return Promise.resolve(weightsByGate(run));
    }
  }
];
