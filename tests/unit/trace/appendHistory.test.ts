import fc from 'fast-check';
import { History } from '../../../src/engine';
import {
  appendHistory,
  encode,
  type History as Bundle
} from '../../../src/trace';

/** A run of some epochs of three batches, and of some batches more, with numbers of its own. */
function train(
  history: History,
  epochs: number,
  batches: number,
  gates = true
): void {
  for (let more = 0; more < epochs; more++) {
    const epoch = history.epochs.length;
    for (; history.batch < 3; history.batch++) {
      history.batchLosses.push(1 / (history.batchLosses.length + 1));
    }
    history.batch = 0;
    history.epochs.push({
      logs: { loss: 1 / (epoch + 1), valLoss: 2 / (epoch + 1), mae: epoch },
      learningRate: 0.1 / (epoch + 1),
      gradientNorm: epoch % 7,
      seconds: 1,
      ...(gates && {
        gates: ['f', 'i'].map(channel => ({
          layer: 'lstm',
          channel,
          mean: epoch / 100,
          low: epoch / 200,
          high: epoch / 300,
          histogram: Array.from({ length: 20 }, (_, bin) => bin + epoch)
        }))
      })
    });
  }
  for (let more = 0; more < batches; more++) {
    history.batchLosses.push(history.batchLosses.length);
    history.batch++;
  }
}

const markOf = ({ epochs, batchLosses }: History) => ({
  epochs: epochs.length,
  batches: batchLosses.length
});

test('whole and tails, however far apart, make the run as it is', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.oneof(
            { weight: 5, arbitrary: fc.nat(4) },
            { weight: 1, arbitrary: fc.nat(900) }
          ),
          fc.nat(2)
        ),
        { minLength: 1, maxLength: 12 }
      ),
      parts => {
        const history = new History(10_000, 3);
        let known: Bundle | null = history.toBundle();
        let mark = markOf(history);
        for (const [epochs, batches] of parts) {
          train(history, epochs, epochs === 0 ? 0 : batches);
          known = known && appendHistory(known, history.tail(mark));
          mark = markOf(history);
          expect(known && encode(known)).toEqual(encode(history.toBundle()));
        }
      }
    ),
    { numRuns: 40 }
  );
});

test('a tail costs what is new, however long the run', () => {
  const history = new History(10_000, 3);
  train(history, 3000, 0);
  const mark = markOf(history);
  train(history, 2, 1);
  const { keep, history: tail } = history.tail(mark);
  expect(keep).toEqual({ epochs: 3000, batchLosses: 1125 });
  expect(tail.epochs.done).toBe(3002);
  expect(tail.metrics.map(({ training }) => training.shape)).toEqual([
    [2],
    [2]
  ]);
  expect(tail.gates?.[0].histogram?.shape).toEqual([2, 20]);
  expect(tail.batchLoss?.shape[0]).toBeLessThanOrEqual(2);
});

test('between two epochs a tail has no columns of epochs at all', () => {
  const history = new History(10, 3);
  train(history, 2, 0);
  const known = history.toBundle();
  const mark = markOf(history);
  train(history, 0, 2);
  const tail = history.tail(mark);
  expect(tail.history.metrics).toEqual([]);
  expect(tail.history.gates).toBeUndefined();
  expect(tail.history.learningRate).toBeUndefined();
  expect(appendHistory(known, tail)).toEqual(history.toBundle());
});

test('what the whole has alone stays: model, snapshots, the line to the kernel', () => {
  const history = new History(10, 3);
  train(history, 2, 0);
  const known: Bundle = {
    ...history.toBundle(),
    live: { session: 's', revision: 0 },
    view: { step: 3 },
    snapshots: []
  };
  const mark = markOf(history);
  train(history, 1, 0);
  expect(appendHistory(known, history.tail(mark))).toMatchObject({
    live: { session: 's' },
    view: { step: 3 },
    snapshots: [],
    epochs: { done: 3 }
  });
});

test('a whole that came later than the last tail is followed all the same', () => {
  const history = new History(10, 3);
  train(history, 2, 0);
  const mark = markOf(history);
  train(history, 2, 1);
  const late = history.toBundle();
  train(history, 1, 0);
  expect(appendHistory(late, history.tail(mark))).toEqual(history.toBundle());
});

test('what was missed is seen: epochs, batches, and columns that nobody has heard of', () => {
  const history = new History(10, 3);
  train(history, 1, 0, false);
  const early = history.toBundle();
  train(history, 2, 1);
  const mark = markOf(history);
  train(history, 0, 1);
  expect(appendHistory(early, history.tail(mark))).toBeNull();
  train(history, 1, 0);
  expect(appendHistory(early, history.tail(mark))).toBeNull();
  // Gates that were counted from the second epoch on.
  expect(
    appendHistory(early, history.tail({ epochs: 1, batches: 3 }))
  ).toBeNull();
});

test('epochs without statistics of gates are NaN in the whole', () => {
  const history = new History(10, 3);
  train(history, 1, 0, false);
  train(history, 1, 0, true);
  const { gates } = history.toBundle();
  expect([...(gates?.[0].mean.values ?? [])]).toEqual([NaN, 0.01]);
  expect([...(gates?.[1].histogram?.values ?? [])].slice(18, 22)).toEqual([
    NaN,
    NaN,
    1,
    2
  ]);
});

test('batch losses are thinned to means of equal stretches, at most 2,000', () => {
  const history = new History(10_000, 3);
  train(history, 0, 2001);
  const losses = history.toBundle().batchLoss;
  expect(losses?.shape).toEqual([1001]);
  expect([...(losses?.values ?? [])].slice(0, 2)).toEqual([0.5, 2.5]);
  expect(losses?.values.at(-1)).toBe(2000);
});

test('a run says how long an epoch takes and how long it goes on, by its batches so far', () => {
  const history = new History(10, 3);
  train(history, 2, 0);
  history.elapsed = 12_000;
  // Six batches in 12 s: 6 s for the three of an epoch, 48 s for eight epochs.
  expect(history.tail(markOf(history)).history.progress).toMatchObject({
    secondsPerEpoch: 6,
    secondsLeft: 48
  });
});

test('a run in words has the digits of numbers below 0, too', () => {
  const history = new History(1, 3);
  train(history, 1, 0);
  const [row] = history.epochs;
  history.epochs[0] = {
    ...row,
    logs: { loss: -2.5, mae: -0.00025, valLoss: 0 }
  };
  expect(String(history)).toContain(
    'loss -2.5000  mae -2.50e-4  valLoss 0.0000'
  );
});
