import {
  History,
  layers,
  lstm,
  sequential,
  weightsByGate
} from '../../../src/engine';
import { thin } from '../../../src/trace';
import {
  decodeBundle,
  encode,
  encodedLength,
  type History as HistoryBundle,
  type Trace,
  type Weights
} from '../../../src/trace';
import { replayQuantity } from '../../../src/views/training/replayQuantity';

const long = lstm({ inputSize: 1, units: 8, seed: 1 })
  .run(Array.from({ length: 1000 }, (_, step) => Math.sin(step)))
  .toBundle() as Trace;

test('a length is counted as it is written', () => {
  const odd = { ...long, note: [1 / 3, NaN, 'a “word”', undefined, null] };
  for (const bundle of [long, odd]) {
    expect(encodedLength(bundle)).toBe(JSON.stringify(encode(bundle)).length);
  }
  for (const bytes of [0, 1, 2, 3, 4, 5]) {
    const few = {
      dtype: 'u8' as const,
      shape: [bytes],
      values: new Uint8Array(bytes)
    };
    expect(encodedLength({ few })).toBe(JSON.stringify(encode({ few })).length);
  }
});

test('a bundle within the limit is left as it is', () => {
  expect(thin(long, 10_000_000)).toBe(long);
});

test('the summands of equations go first', () => {
  const withTerms: Trace = {
    ...long,
    layers: long.layers.map(layer => ({
      ...layer,
      channels: [
        ...layer.channels,
        { ...layer.channels[0], name: 'Wx', role: 'term' as const }
      ]
    }))
  };
  const limit = encodedLength(long) + 200;
  const thinned = thin(withTerms, limit) as Trace;
  expect(encodedLength(withTerms)).toBeGreaterThan(limit);
  expect(encodedLength(thinned)).toBeLessThanOrEqual(limit);
  expect(thinned.time.steps).toBe(1000);
  expect(thinned.thinned).toMatch(/equation/);
  expect(thinned.layers[0].channels.map(({ name }) => name)).toEqual(
    long.layers[0].channels.map(({ name }) => name)
  );
});

test.each([150_000, 80_000, 30_000])(
  'of %d bytes steps are left out, it says so, and those kept have their own numbers',
  limit => {
    const saved = thin(long, limit);
    expect(encodedLength(saved)).toBeLessThanOrEqual(limit);
    const read = decodeBundle(
      JSON.parse(JSON.stringify(encode(saved)))
    ) as Trace;
    expect(read.thinned).toMatch(/every \d+(st|nd|rd|th) of 1000 steps/);
    expect(read.time.steps).toBe(1000);
    const kept = new Set(read.time.kept);
    expect(kept.size).toBeLessThan(600);
    read.layers[0].channels.forEach((channel, at) => {
      const whole = long.layers[0].channels[at].array;
      expect(channel.array.shape).toEqual(whole.shape);
      expect(channel.array.values).toEqual(
        whole.values.map((value, index) =>
          kept.has(Math.floor(index / 8)) ? value : NaN
        )
      );
    });
  }
);

test('the last step and the one that is asked for are kept, each with the step before', () => {
  const { time } = thin({ ...long, view: { step: 701 } }, 30_000) as Trace;
  expect(time.kept).toEqual(expect.arrayContaining([700, 701, 998, 999]));
});

test('what is thinned is still a sound bundle', () => {
  const thinned = thin(long, 50_000);
  expect(() =>
    decodeBundle(JSON.parse(JSON.stringify(encode(thinned))))
  ).not.toThrow();
});

describe('a training of 400 epochs that watches 150 days', () => {
  const days = Array.from({ length: 150 }, (_, day) => [Math.sin(day / 9), 0]);
  const labels = days.map((_, day) => `2015-01-${day}`);
  const watched = (answers: boolean) =>
    sequential(
      [
        layers.lstm({ units: 24, returnSequences: answers }),
        layers.dense({ units: 1 })
      ],
      { seed: 1 }
    )
      .trace(days, { labels })
      .toBundle();
  const training = (trace: Trace): HistoryBundle => {
    const history = new History(400, 1);
    for (let epoch = 0; epoch < 400; epoch++) {
      history.batchLosses.push(1);
      history.epochs.push({
        logs: { loss: 1 / (epoch + 1) },
        learningRate: 0.1,
        gradientNorm: 1,
        seconds: 1
      });
      history.snapshots.push({
        epoch,
        trace: { ...trace, id: `epoch ${epoch}` }
      });
    }
    history.end('stopped');
    return history.toBundle();
  };

  it('keeps every epoch for the replay within a notebook output', () => {
    const whole = training(watched(true));
    const saved = thin(whole, 1_000_000) as HistoryBundle;
    expect(encodedLength(saved)).toBeLessThanOrEqual(1_000_000);
    expect(saved.snapshots?.map(({ epoch }) => epoch)).toEqual(
      whole.snapshots?.map(({ epoch }) => epoch)
    );
    const quantity = replayQuantity(saved.snapshots ?? [], 0);
    expect(quantity?.name).toBe('output');
    const last = saved.snapshots!.at(-1)!.trace;
    expect(Array.from(quantity!.values(last))).toEqual([
      ...watched(true).outputs[0].values.values
    ]);
    expect(saved.snapshots![0].trace.time.labels).toEqual(labels);
    expect(saved.thinned).toBe(
      'The saved copy holds the gates of no epoch; with a running kernel those of all are shown.'
    );
    const read = decodeBundle(JSON.parse(JSON.stringify(encode(saved))));
    expect(read).toMatchObject({ kind: 'history' });
  });

  it('keeps every fewth, and the last, of a network that answers once', () => {
    const saved = thin(training(watched(false)), 1_000_000) as HistoryBundle;
    expect(encodedLength(saved)).toBeLessThanOrEqual(1_000_000);
    expect(saved.snapshots!.length).toBeGreaterThan(20);
    expect(saved.snapshots!.at(-1)!.epoch).toBe(399);
    expect(replayQuantity(saved.snapshots ?? [], 2)?.name).toBe('h, unit 2');
  });
});

test('of weights the single derivatives go first, then the single weights; norms and histograms stay', () => {
  const run = lstm({ inputSize: 1, units: 32, seed: 1 }).run([1, 0, 0], {
    gradientsOf: ({ h }) => h.at(-1).sum()
  });
  const whole = weightsByGate(run).toBundle();
  const size = encodedLength(whole);
  expect(thin(whole, size)).toBe(whole);
  const half = thin(whole, size - 1) as Weights;
  const least = thin(whole, encodedLength(half) - 1) as Weights;
  const held = ({ layers: [{ parameters }] }: Weights) =>
    parameters.map(({ weights, gradient }) => [
      weights.array !== undefined,
      gradient?.array !== undefined
    ]);
  expect(held(half)).toContainEqual([true, false]);
  expect(held(least)).toEqual(held(least).map(() => [false, false]));
  for (const thinned of [half, least]) {
    const read = decodeBundle(
      JSON.parse(JSON.stringify(encode(thinned)))
    ) as Weights;
    expect(read.thinned).toMatch(/norms and histograms only/);
    read.layers[0].parameters.forEach(({ weights, gradient }, at) => {
      const before = whole.layers[0].parameters[at];
      expect(weights.norm).toBe(before.weights.norm);
      expect(gradient?.histogram).toEqual(before.gradient?.histogram);
    });
  }
});
