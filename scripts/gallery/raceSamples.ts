import {
  layers,
  optimizers,
  race,
  random,
  sequential,
  type Race,
  type RaceOptions
} from '../../src/engine';
import type { SampleEntry } from './samples';

/** One bit, then noise of ±1 for so many steps: what was the bit? */
function firstBit(options: Partial<RaceOptions> = {}): Race {
  const longest = 24;
  const steps = longest + 2;
  const draws = random(3);
  const sequence = (delay: number) => {
    const at = steps - 1 - delay;
    const values = Array.from({ length: steps }, () =>
      draws.uniform() < 0.5 ? -1 : 1
    );
    return {
      x: values.map((value, step) => [value, step === at ? 1 : 0]),
      y: [values[at] > 0 ? 1 : 0]
    };
  };
  const many = (delays: readonly number[]) => {
    const all = delays.map(sequence);
    return [all.map(({ x }) => x), all.map(({ y }) => y)] as const;
  };
  const delays = Array.from({ length: longest }, (_, at) => at + 1);
  const network = (
    layer: typeof layers.lstm | typeof layers.simpleRNN,
    learningRate: number
  ) => {
    const model = sequential(
      [layer({ units: 8 }), layers.dense({ units: 1, activation: 'sigmoid' })],
      { seed: 1 }
    );
    model.compile({
      optimizer: optimizers.adam({ learningRate, clipNorm: 1 }),
      loss: 'binaryCrossentropy',
      metrics: ['accuracy']
    });
    return model;
  };
  const [x, y] = many(
    Array.from({ length: 512 }, (_, at) => delays[at % longest])
  );
  return race({
    models: {
      'plain RNN': network(layers.simpleRNN, 0.003),
      LSTM: network(layers.lstm, 0.01)
    },
    x,
    y,
    testData: Object.fromEntries(
      delays.map(delay => [delay, many(Array(24).fill(delay))])
    ),
    epochs: 40,
    ...options
  });
}

/** The race that an earlier page has followed. */
let goingOn: Race | undefined;

export const raceSamples: readonly SampleEntry[] = [
  {
    name: 'race',
    title: 'Race: a plain RNN and an LSTM learn to hold a bit over noise',
    make: () => firstBit({ title: 'A bit, then noise' }).finished
  },
  {
    name: 'race-live',
    title: 'Race: one that goes on',
    goesOn: true,
    make: async () => {
      goingOn?.stop();
      goingOn = firstBit({ epochs: 200 });
      return goingOn;
    }
  }
];
