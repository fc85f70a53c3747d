import fc from 'fast-check';
import type {
  Callback,
  FitOptions,
  Metric,
  Sequential
} from '../../../../src/engine';
import {
  callbacks,
  layers,
  optimizers,
  random,
  readSafetensors,
  schedules,
  sequential,
  writeSafetensors
} from '../../../../src/engine';
import { memoryFiles } from '../memoryFiles';

// Whatever is trained, however, and wherever it is cut: a training that goes on from a checkpoint in
// another process, or after a stop, is the training that was never interrupted, bit for bit.

interface Plan {
  readonly seed: number;
  readonly cell: 'simpleRNN' | 'lstm' | 'gru';
  readonly both: boolean;
  readonly stateful: boolean;
  readonly rate: number;
  readonly compute: 'tape' | 'auto';
  readonly optimizer: keyof typeof makers;
  readonly shuffle: boolean;
  readonly validation: boolean;
  readonly classWeight: boolean;
  readonly statistics: boolean;
  /** 0 keeps no snapshots. */
  readonly every: number;
  readonly patience: number;
  readonly epochs: number;
  /** Share of all batches after which it is cut. */
  readonly cut: number;
}

const makers = {
  sgd: () => optimizers.sgd({ learningRate: 0.1 }),
  momentum: () => optimizers.sgd({ momentum: 0.9, nesterov: true }),
  adam: () =>
    optimizers.adam({
      learningRate: schedules.exponential({
        initialLearningRate: 0.05,
        decaySteps: 3,
        decayRate: 0.5
      }),
      clipNorm: 1
    }),
  adamW: () => optimizers.adamW({ globalClipNorm: 0.5 }),
  rmsprop: () =>
    optimizers.rmsprop({ momentum: 0.5, centered: true, clipValue: 0.1 }),
  adagrad: () => optimizers.adagrad({ convention: 'pytorch' })
};

const plans: fc.Arbitrary<Plan> = fc.record({
  seed: fc.nat(100_000),
  cell: fc.constantFrom('simpleRNN', 'lstm', 'gru'),
  both: fc.boolean(),
  stateful: fc.boolean(),
  rate: fc.constantFrom(0, 0.3),
  compute: fc.constantFrom('tape', 'auto'),
  optimizer: fc.constantFrom(
    'sgd',
    'momentum',
    'adam',
    'adamW',
    'rmsprop',
    'adagrad'
  ),
  shuffle: fc.boolean(),
  validation: fc.boolean(),
  classWeight: fc.boolean(),
  statistics: fc.boolean(),
  every: fc.nat(3),
  patience: fc.integer({ min: 1, max: 3 }),
  epochs: fc.integer({ min: 1, max: 4 }),
  cut: fc.double({ min: 0, max: 1, noNaN: true })
});

const BATCHES = 3;
const BATCH = 4;

function modelOf(plan: Plan): Sequential {
  const layer = layers[plan.cell]({
    units: 3,
    dropout: plan.rate,
    recurrentDropout: plan.rate,
    stateful: plan.stateful
  });
  const model = sequential(
    [
      layers.embedding({ inputDim: 5, outputDim: 2, maskZero: true }),
      plan.both ? layers.bidirectional({ layer }) : layer,
      layers.dropout({ rate: plan.rate }),
      layers.dense({ units: 1, activation: 'sigmoid' })
    ],
    { seed: plan.seed, compute: plan.compute }
  );
  model.compile({
    optimizer: makers[plan.optimizer](),
    loss: 'binaryCrossentropy',
    metrics: ['accuracy', 'f1']
  });
  return model;
}

function dataOf({ seed }: Plan): { x: number[][]; y: number[] } {
  const stream = random(seed, 'data');
  const x = Array.from({ length: BATCHES * BATCH }, () =>
    Array.from({ length: 4 }, () => Math.floor(stream.uniform() * 5))
  );
  return { x, y: x.map(() => Number(stream.uniform() < 0.5)) };
}

function fitOptions(plan: Plan, more: readonly Callback[]): FitOptions {
  const { x, y } = dataOf(plan);
  return {
    epochs: plan.epochs,
    batchSize: BATCH,
    shuffle: plan.shuffle,
    gateStatistics: plan.statistics,
    ...(plan.validation && {
      validationData: [x.slice(0, BATCH), y.slice(0, BATCH)] as const
    }),
    ...(plan.classWeight && { classWeight: { 0: 0.5, 1: 2 } }),
    ...(plan.every > 0 && {
      snapshots: { x: x[0], target: [y[0]], every: plan.every }
    }),
    callbacks: [
      callbacks.earlyStopping({
        monitor: 'loss',
        patience: plan.patience,
        restoreBestWeights: true
      }),
      // A schedule has the rate of that one.
      ...(plan.optimizer === 'adam'
        ? []
        : [
            callbacks.reduceLearningRateOnPlateau({
              monitor: 'loss',
              patience: 1,
              factor: 0.5
            })
          ]),
      ...more
    ]
  };
}

/** Everything that a training leaves but times and names. */
function leftBy(model: Sequential): unknown {
  const history = model.history!;
  const plain = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (key, part: unknown) =>
        key === 'id'
          ? undefined
          : ArrayBuffer.isView(part)
            ? Array.from(part as Float64Array, String)
            : part
      )
    );
  return plain({
    weights: Object.entries(model.getWeights()).map(([name, { values }]) => [
      name,
      values
    ]),
    optimizer: model.compiled!.optimizer.state(),
    epochs: history.epochs.map(row => ({ ...row, seconds: 0 })),
    batchLosses: history.batchLosses,
    bestEpoch: history.bestEpoch,
    status: history.status,
    reason: history.reason,
    snapshots: history.snapshots,
    kept: [...history.kept.epochs],
    states: model.layers.map(layer => layer.states?.() ?? null)
  });
}

/** Calls back after so many batches in all. */
function after(
  batches: number,
  call: NonNullable<Callback['onBatchEnd']>
): Callback {
  let count = 0;
  return {
    async onBatchEnd(...given) {
      count++;
      if (count === batches) {
        await call(...given);
      }
    }
  };
}

it('a training that goes on from any batch is the one that was never interrupted', async () => {
  await fc.assert(
    fc.asyncProperty(plans, async plan => {
      const files = memoryFiles();
      const { x, y } = dataOf(plan);
      const cut = 1 + Math.floor(plan.cut * (plan.epochs * BATCHES - 1));

      const whole = modelOf(plan);
      await whole.fit(
        x,
        y,
        fitOptions(plan, [
          after(cut, (_batch, _logs, control) => {
            files.set('cut', control.checkpoint());
          })
        ])
      );
      const wanted = leftBy(whole);
      // Early stopping may have come before the cut.
      fc.pre(files.has('cut'));

      const elsewhere = modelOf(plan);
      await elsewhere.fit(x, y, {
        ...fitOptions(plan, [after(0, () => undefined)]),
        resumeFrom: 'cut'
      });
      expect(leftBy(elsewhere)).toEqual(wanted);

      const stopped = modelOf(plan);
      const history = await stopped.fit(
        x,
        y,
        fitOptions(plan, [
          after(cut, (_batch, _logs, control) => control.history.stop())
        ])
      );
      if (history.status === 'stopped' && history.reason === 'stopped') {
        await history.resume();
      }
      expect(leftBy(stopped)).toEqual(wanted);
    }),
    { numRuns: 40 }
  );
});

it('snapshots leave the training as it is', async () => {
  await fc.assert(
    fc.asyncProperty(plans, async plan => {
      const { x, y } = dataOf(plan);
      const [watched, alone] = [1, 0].map(every => ({ ...plan, every }));
      const a = modelOf(watched);
      await a.fit(x, y, fitOptions(watched, []));
      const b = modelOf(alone);
      await b.fit(x, y, fitOptions(alone, []));
      expect(a.history!.batchLosses).toEqual(b.history!.batchLosses);
      expect(a.history!.snapshots).toHaveLength(a.history!.epochs.length);
    }),
    { numRuns: 20 }
  );
});

it('a longer training taken up from a checkpoint has only the snapshots that it would have', async () => {
  const files = memoryFiles();
  const plan: Plan = {
    seed: 3,
    cell: 'gru',
    both: false,
    stateful: false,
    rate: 0,
    compute: 'tape',
    optimizer: 'adam',
    shuffle: true,
    validation: false,
    classWeight: false,
    statistics: false,
    every: 3,
    patience: 3,
    epochs: 2,
    cut: 1
  };
  const { x, y } = dataOf(plan);
  const short = modelOf(plan);
  const end = callbacks.checkpoint({ path: 'end' });
  await short.fit(x, y, { ...fitOptions(plan, []), callbacks: [end] });
  expect(short.history!.snapshots.map(({ epoch }) => epoch)).toEqual([0, 1]);
  expect(files.has('end')).toBe(true);

  const longer = modelOf(plan);
  const options = { ...fitOptions({ ...plan, epochs: 5 }, []), callbacks: [] };
  await longer.fit(x, y, { ...options, resumeFrom: 'end' });
  const whole = modelOf(plan);
  await whole.fit(x, y, options);
  expect(leftBy(longer)).toEqual(leftBy(whole));
  expect(longer.history!.snapshots.map(({ epoch }) => epoch)).toEqual([
    0, 3, 4
  ]);
});

it('a metric that was no finite number is the same in the history that goes on', async () => {
  const values = fc.constantFrom(NaN, Infinity, -Infinity, 0.5);
  await fc.assert(
    fc.asyncProperty(fc.tuple(values, values), async results => {
      const files = memoryFiles();
      const trained = async (options: FitOptions) => {
        let passes = 0;
        const own: Metric = {
          name: 'own',
          start: () => {
            const result = results[passes++ % 2];
            return { add: () => undefined, result: () => result };
          }
        };
        const model = sequential(
          [layers.dense({ units: 1, inputShape: [1] })],
          { seed: 1 }
        );
        model.compile({ loss: 'meanSquaredError', metrics: [own] });
        return model.fit([[1], [2]], [1, 0], { verbose: 0, ...options });
      };
      const end = callbacks.checkpoint({ path: 'end' });
      const first = await trained({ epochs: 2, callbacks: [end] });
      const again = await trained({ epochs: 3, resumeFrom: 'end' });
      expect(first.history.own).toEqual(expect.arrayContaining([results[0]]));
      expect(again.history.own.slice(0, 2)).toEqual(first.history.own);

      // As files were written before.
      const file = readSafetensors(files.get('end')!);
      const training = file.metadata.training.replace(
        /\{"notFinite":"[^"]*"\}/g,
        'null'
      );
      files.set(
        'end',
        writeSafetensors(file.tensors, { ...file.metadata, training })
      );
      const old = await trained({ epochs: 3, resumeFrom: 'end' });
      expect(old.history.own.slice(0, 2)).toEqual(
        first.history.own.map(value => (Number.isFinite(value) ? value : NaN))
      );
    }),
    { numRuns: 10 }
  );
});
