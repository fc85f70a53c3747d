import type { Metric, Seq2seqFitOptions } from '../../../../src/engine';
import {
  callbacks,
  compareRuns,
  encoderDecoder,
  gradients,
  loadEncoderDecoder,
  optimizers,
  schedules,
  setHost,
  tensor,
  weightsByGate
} from '../../../../src/engine';
import { encode, forcedLogits } from '../../../../src/engine/seq2seq/network';
import { nextTokenLoss } from '../../../../src/engine/seq2seq/compileEncoderDecoder';
import { memoryFiles } from '../memoryFiles';

const END = 2;
const source = [
  [3, 4, 5],
  [4, 3, 0],
  [5, 0, 0],
  [3, 5, 0]
];
const target = [
  [5, 4, 3, END],
  [3, 4, END, 0],
  [5, END, 0, 0],
  [5, 3, END, 0]
];
const RATE = 0.5;

type Given = Partial<Parameters<typeof encoderDecoder>[0]>;

function modelOf(options: Given = {}) {
  const model = encoderDecoder({
    sourceSize: 6,
    targetSize: 6,
    units: 3,
    embedding: 2,
    seed: 4,
    ...options
  });
  model.compile({ optimizer: optimizers.sgd({ learningRate: RATE }) });
  return model;
}
type Model = ReturnType<typeof modelOf>;

const weightsOf = (model: Model) =>
  model.variables.map(({ tensor: { values } }) => [...values]);

/** Loss and accuracy of pairs, token by token, in plain numbers. */
function byHand(model: Model, from: number[][], to: number[][]) {
  const { logits } = forcedLogits(
    model,
    tensor(to),
    encode(model, tensor(from))
  );
  let loss = 0;
  let right = 0;
  let count = 0;
  to.forEach((row, n) =>
    row.forEach((id, t) => {
      if (id !== 0) {
        const scores = [...logits.at(n).at(t).values];
        const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
        loss += Math.log(total) - scores[id];
        right += Number(scores.indexOf(Math.max(...scores)) === id);
        count++;
      }
    })
  );
  return { loss: loss / count, accuracy: right / count };
}

/** One step of plain gradient descent over all pairs. */
function descend(model: Model) {
  const { logits } = forcedLogits(
    model,
    tensor(target),
    encode(model, tensor(source))
  );
  const variables = model.variables.map(({ tensor: weight }) => weight);
  gradients(nextTokenLoss.of(target, logits), variables).forEach((slope, at) =>
    slope.values.forEach((value, index) => {
      variables[at].values[index] -= RATE * value;
    })
  );
}

/** The share of steps at which the end is the likeliest token. */
const ends: Metric = {
  name: 'ends',
  start() {
    const sums = new Float64Array(2);
    return {
      sums,
      add(truth, output, mask) {
        const written = output.argMax(-1).values;
        written.forEach((id, at) => {
          sums[0] += mask!.values[at] * Number(id === END);
          sums[1] += mask!.values[at];
        });
        expect(truth.shape).toEqual(mask!.shape);
      },
      result: () => sums[0] / sums[1]
    };
  }
};

describe('the history of an encoder–decoder', () => {
  it('has the losses and metrics that are computed by hand', async () => {
    const model = modelOf();
    const other = modelOf();
    const held = [source.slice(0, 2), target.slice(0, 2)] as const;
    const history = await model.fit(source, target, {
      epochs: 3,
      shuffle: false,
      validationData: held
    });
    for (const { logs } of history.epochs) {
      const before = byHand(other, source, target);
      expect(logs.loss).toBeCloseTo(before.loss, 12);
      expect(logs.accuracy).toBe(before.accuracy);
      descend(other);
      const after = byHand(other, ...held);
      expect(logs.valLoss).toBeCloseTo(after.loss, 12);
      expect(logs.valAccuracy).toBe(after.accuracy);
    }
    expect(history.last.loss).toBeLessThan(history.epochs[0].logs.loss);
    weightsOf(model).forEach((values, at) =>
      values.forEach((value, index) =>
        expect(value).toBeCloseTo(weightsOf(other)[at][index], 12)
      )
    );
  });

  it('has metrics of your own, also in evaluate', async () => {
    const model = modelOf();
    model.compile({ optimizer: 'adam', metrics: ['accuracy', ends] });
    const history = await model.fit(source, target, {
      epochs: 2,
      validationSplit: 0.25
    });
    expect(Object.keys(history.history)).toEqual([
      'loss',
      'accuracy',
      'ends',
      'valLoss',
      'valAccuracy',
      'valEnds'
    ]);
    const { logits } = forcedLogits(
      model,
      tensor(target),
      encode(model, tensor(source))
    );
    const written = [...logits.argMax(-1).values];
    const real = target.flat().map(id => id !== 0);
    const share =
      written.filter((id, at) => real[at] && id === END).length /
      real.filter(Boolean).length;
    for (const batchSize of [1, 3, 32]) {
      const scores = await model.evaluate(source, target, { batchSize });
      expect(scores.ends).toBeCloseTo(share, 14);
      expect(scores.loss).toBeCloseTo(byHand(model, source, target).loss, 12);
    }
    model.compile({ metrics: [] });
    expect(Object.keys(await model.evaluate(source, target))).toEqual([
      'loss',
      'exact'
    ]);
  });

  it('is drawn unless verbose is 0, or says in a line how far it is', async () => {
    const drawn: unknown[] = [];
    setHost({ fitStarted: (...shown) => drawn.push(shown) });
    const model = modelOf();
    await model.fit(source, target, { verbose: 0 });
    expect(drawn).toHaveLength(0);
    const shown = await model.fit(source, target);
    const told = await model.fit(source, target, { verbose: 2 });
    expect(drawn).toEqual([
      [shown, 'curves'],
      [told, 'line']
    ]);
    setHost({ fitStarted: undefined });
  });
});

describe('teacher forcing', () => {
  it('is asked for with the epoch, whatever the batches are', async () => {
    const model = modelOf();
    model.compile();
    const asked: number[] = [];
    await model.fit(source, target, {
      epochs: 3,
      batchSize: 2,
      verbose: 0,
      teacherForcing(epoch) {
        asked.push(epoch);
        return 0.5;
      }
    });
    expect([...new Set(asked)]).toEqual([0, 1, 2]);
  });
});

describe('statistics of an epoch', () => {
  it('are the gates of every real step of both networks', async () => {
    const model = modelOf({ bidirectional: true });
    const history = await model.fit(source, target, { gateStatistics: true });
    const rows = history.epochs[0].gates!;
    const runs = source.map((row, at) =>
      model.trace(
        row.filter(id => id !== 0),
        { target: target[at].filter(id => id !== 0) }
      )
    );
    expect([...new Set(rows.map(({ layer }) => layer))].sort()).toEqual([
      'backEncoder',
      'decoder',
      'encoder'
    ]);
    for (const { layer, channel, mean, low, high, histogram } of rows) {
      const values = runs.flatMap(({ encoder, decoder }) => [
        ...(layer === 'decoder' ? decoder : encoder).layer(layer).channels[
          channel
        ].values
      ]);
      const share = (is: (value: number) => boolean) =>
        values.filter(is).length / values.length;
      expect(mean).toBeCloseTo(share(() => true) * meanOf(values), 12);
      expect(low).toBeCloseTo(
        share(value => value < 0.1),
        12
      );
      expect(high).toBeCloseTo(
        share(value => value > 0.9),
        12
      );
      expect(histogram.reduce((sum, bin) => sum + bin, 0)).toBeCloseTo(1, 12);
    }
  });

  it('are the norms of weights and of the derivatives by them', async () => {
    const model = modelOf({ cell: 'rnn' });
    const history = await model.fit(source, target, {
      weightStatistics: true,
      epochs: 2
    });
    const { logits } = forcedLogits(
      model,
      tensor(target),
      encode(model, tensor(source))
    );
    const slopes = gradients(
      nextTokenLoss.of(target, logits),
      model.variables.map(({ tensor: weight }) => weight)
    );
    const rows = history.epochs[1].weights!;
    expect(rows).toHaveLength(6);
    for (const { layer, parameter, norm, gradientNorm } of rows) {
      const kind = { W: 'kernel', U: 'recurrentKernel', b: 'bias' }[
        parameter[0] as 'W'
      ];
      const at = model.variables.findIndex(
        ({ name }) => name === `${layer}/${kind}`
      );
      expect(norm).toBeCloseTo(
        Math.hypot(...model.variables[at].tensor.values),
        12
      );
      expect(gradientNorm).toBeCloseTo(Math.hypot(...slopes[at].values), 12);
    }
    const view = weightsByGate(model, { x: source, y: target });
    expect(view.layers.map(({ name }) => name)).toEqual(['encoder', 'decoder']);
    const [first] = view.layers[0].parameters;
    expect(first.norms!.shape).toEqual([2]);
    expect(view.toBundle().loss!.value).toBeCloseTo(
      byHand(model, source, target).loss,
      12
    );
    expect(first.gradient!.norm).toBeCloseTo(
      rows.find(
        ({ layer, parameter }) =>
          layer === 'encoder' && parameter === first.name
      )!.gradientNorm,
      10
    );
    expect(
      weightsByGate(model).layers.every(({ parameters }) =>
        parameters.every(({ gradient }) => gradient === undefined)
      )
    ).toBe(true);
  });
});

function meanOf(values: readonly number[]) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('snapshots', () => {
  const watched = { source: [3, 4, 5], target: [5, 4, 3, END] };

  it('keep traces and weights, and give the weights back', async () => {
    const model = modelOf();
    const left: number[][][] = [];
    const history = await model.fit(source, target, {
      epochs: 4,
      snapshots: { ...watched, every: 2 },
      callbacks: [{ onEpochEnd: () => void left.push(weightsOf(model)) }]
    });
    expect(history.snapshots.map(({ epoch }) => epoch)).toEqual([0, 2, 3]);
    for (const { epoch, trace } of history.snapshots) {
      expect(history.useEpoch(epoch)).toBe(epoch);
      expect(weightsOf(model)).toEqual(left[epoch]);
      const { decoder } = model.trace(watched.source, {
        target: watched.target
      });
      expect(trace.layers).toEqual(decoder.toBundle().layers);
      expect(trace.loss!.value).toBe(decoder.loss);
    }
    expect(history.useEpoch('last')).toBe(3);
    expect(weightsOf(model)).toEqual(left[3]);
  });

  it('are of the encoder when asked for', async () => {
    const model = modelOf();
    const history = await model.fit(source, target, {
      snapshots: { ...watched, side: 'encoder' }
    });
    expect(history.snapshots[0].trace.layers).toEqual(
      model.trace(watched.source, { target: watched.target }).encoder.toBundle()
        .layers
    );
  });
});

describe('a checkpoint', () => {
  const plan: Seq2seqFitOptions = {
    epochs: 5,
    batchSize: 3,
    teacherForcing: epoch => 1 - 0.2 * epoch,
    validationSplit: 0.25,
    gateStatistics: true,
    weightStatistics: true,
    snapshots: { source: [3, 4], target: [4, 3, END], every: 2 }
  };
  const compiled = () => {
    const model = modelOf({ attention: 'additive', cell: 'lstm' });
    model.compile({
      optimizer: optimizers.adam({
        learningRate: schedules.exponential({
          initialLearningRate: 0.05,
          decayRate: 0.9,
          decaySteps: 2
        })
      }),
      metrics: ['accuracy', ends]
    });
    return model;
  };
  const numbersOf = (model: Model) => ({
    weights: weightsOf(model),
    losses: model.history!.batchLosses,
    epochs: model.history!.epochs.map(row => ({ ...row, seconds: 0 })),
    snapshots: model.history!.snapshots.map(({ epoch, trace }) => ({
      epoch,
      layers: trace.layers,
      loss: trace.loss
    }))
  });

  it.each([1, 2, 4])('of epoch %i goes on bit for bit', async epoch => {
    memoryFiles();
    const whole = compiled();
    await whole.fit(source, target, {
      ...plan,
      callbacks: [callbacks.checkpoint({ path: 'at-{epoch}' })]
    });
    const other = compiled();
    await other.fit(source, target, { ...plan, resumeFrom: `at-${epoch}` });
    expect(numbersOf(other)).toEqual(numbersOf(whole));
    expect(whole.history!.useEpoch(2)).toBe(2);
    expect(other.history!.useEpoch(2)).toBe(2);
    expect(weightsOf(other)).toEqual(weightsOf(whole));
  });

  it('that was paused in the middle of an epoch does as well', async () => {
    const whole = compiled();
    await whole.fit(source, target, plan);
    const paused = compiled();
    let batches = 0;
    await paused.fit(source, target, {
      ...plan,
      callbacks: [
        {
          onBatchEnd: () => {
            if (++batches === 3) {
              paused.history!.stop('enough');
            }
          }
        }
      ]
    });
    expect(paused.history!.status).toBe('stopped');
    await paused.history!.resume();
    expect(numbersOf(paused)).toEqual(numbersOf(whole));
  });
});

describe('files', () => {
  it('of weights alone bring them back', async () => {
    memoryFiles();
    const model = modelOf();
    await model.fit(source, target, { epochs: 2 });
    await model.saveWeights('weights');
    const other = modelOf({ seed: 9 });
    const { revision } = other;
    await other.loadWeights('weights');
    expect(weightsOf(other)).toEqual(weightsOf(model));
    expect(other.revision).toBeGreaterThan(revision);
    await model.save('model');
    const third = modelOf({ seed: 10 });
    await third.loadWeights('model');
    expect(weightsOf(third)).toEqual(weightsOf(model));
  });

  it('of a model keep what compile settled', async () => {
    memoryFiles();
    const model = modelOf();
    model.compile({
      optimizer: optimizers.adam({ learningRate: 0.125, beta1: 0.5 }),
      metrics: ['accuracy']
    });
    await model.save('model');
    const loaded = await loadEncoderDecoder('model');
    expect(loaded.compiled!.optimizer.spec).toEqual(
      model.compiled!.optimizer.spec
    );
    expect(loaded.compiled!.metrics.map(({ name }) => name)).toEqual([
      'accuracy'
    ]);
    await loaded.fit(source, target);
    await model.fit(source, target);
    expect(weightsOf(loaded)).toEqual(weightsOf(model));
    await encoderDecoder({ sourceSize: 4, targetSize: 4, units: 1 }).save(
      'raw'
    );
    expect((await loadEncoderDecoder('raw')).compiled).toBeNull();
  });
});

describe('a run of an encoder–decoder', () => {
  it('knows its training and scores held-out pairs as evaluate does', async () => {
    const model = modelOf();
    const trace = () =>
      model.trace([3, 4, 5], { target: [5, 4, 3, END] }).decoder;
    expect(trace().record.training!()).toBeNull();
    await model.fit(source, target, { epochs: 3 });
    expect([...trace().record.training!()!.loss.training.values]).toEqual(
      model.history!.history.loss
    );
    const { accuracy, loss } = await model.evaluate(source, target);
    const score = trace().record.score!;
    expect(score('test', source, target, null)).toEqual({
      name: 'accuracy',
      value: accuracy
    });
    expect(score('test', source, target, 'loss')).toEqual({
      name: nextTokenLoss.name,
      value: loss
    });
    const { rows } = compareRuns([trace(), trace()], {
      testData: [source, target]
    }).toBundle();
    expect(rows[1].metric).toEqual({ name: 'accuracy', mean: accuracy });
  });

  it('says that its cells are compiled', () => {
    const { layers: rows, notes } = modelOf().summary();
    expect(rows.find(({ name }) => name === 'decoder')?.path).toMatch(
      /^compiled, /
    );
    expect(notes).toEqual([]);
  });
});

describe('mistakes in training', () => {
  it.each<[string, () => unknown, string]>([
    [
      'a metric of numbers',
      () => modelOf().compile({ metrics: ['mae' as never] }),
      "model.compile: metrics: 'meanAbsoluteError' compares numbers, but an encoder–decoder writes one of several tokens at each step"
    ],
    [
      'a metric that does not exist',
      () => modelOf().compile({ metrics: ['acuracy' as never] }),
      "model.compile: metrics must be 'accuracy'"
    ],
    [
      'metrics that are no list',
      () => modelOf().compile({ metrics: 'accuracy' as never }),
      'model.compile: metrics must be a list'
    ],
    [
      'derivatives over half of a pair',
      () => weightsByGate(modelOf(), { x: source }),
      'weightsByGate: x and y belong together; only x was given'
    ],
    [
      'a score of numbers',
      () =>
        compareRuns(
          [1, 2].map(
            seed => modelOf({ seed }).trace([3], { target: [END] }).decoder
          ),
          { testData: [source, target], metric: 'mse' }
        ),
      "compareRuns: testData: metrics: 'meanSquaredError' compares numbers"
    ]
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });

  const fit = (options: object) => () =>
    modelOf().fit(source, target, options as Seq2seqFitOptions);
  it.each<[string, () => Promise<unknown>, string]>([
    [
      'statistics that are no flag',
      fit({ gateStatistics: 'yes' }),
      'model.fit: gateStatistics must be true or false'
    ],
    [
      'a misspelt option',
      fit({ weightStatistic: true }),
      "model.fit: there is no option 'weightStatistic' (did you mean 'weightStatistics'?)"
    ],
    [
      'snapshots of nothing',
      fit({ snapshots: {} }),
      'model.fit: snapshots: source must be the token ids [T] of one sequence, got undefined'
    ],
    [
      'snapshots without a target',
      fit({ snapshots: { source: [3] } }),
      'model.fit: snapshots: target must be the token ids [T] of one sequence, got undefined'
    ],
    [
      'a misspelt option of snapshots',
      fit({ snapshots: { source: [3], target: [END], titel: 'mine' } }),
      "model.fit: snapshots: there is no option 'titel' (did you mean 'title'?)"
    ],
    [
      'snapshots of no side',
      fit({ snapshots: { source: [3], target: [END], side: 'left' } }),
      "model.fit: snapshots.side must be 'encoder' or 'decoder', got the string 'left'"
    ],
    [
      'snapshots every 0 epochs',
      fit({ snapshots: { source: [3], target: [END], every: 0 } }),
      'model.fit: snapshots.every must be a whole number of at least 1, got the number 0'
    ],
    [
      'an optimizer of another model',
      async () => {
        const [one, other] = [modelOf(), modelOf()];
        const optimizer = optimizers.adam();
        one.compile({ optimizer });
        other.compile({ optimizer });
        await one.fit(source, target);
        await other.fit(source, target);
      },
      'model.fit: the optimizer adam has trained another model'
    ],
    [
      'a file of another model',
      async () => {
        memoryFiles();
        await modelOf({ attention: 'none' }).saveWeights('weights');
        await modelOf({ attention: 'general' }).loadWeights('weights');
      },
      "model.loadWeights: the file has no weight 'attention/"
    ],
    [
      'weights of another size',
      async () => {
        memoryFiles();
        await modelOf({ units: 5 }).saveWeights('weights');
        await modelOf().loadWeights('weights');
      },
      'must have shape'
    ],
    [
      'a file of Keras',
      async () => {
        memoryFiles().set('model.h5', hdf5);
        await modelOf().loadWeights('model.h5');
      },
      'model.loadWeights: path is a file of Keras, whose layers do not say which of them reads and which writes'
    ],
    [
      'no path',
      () => modelOf().saveWeights(undefined as never),
      'model.saveWeights: expected the name of a file, got undefined'
    ],
    [
      'a weight that is no number',
      async () => {
        memoryFiles();
        const model = modelOf();
        model.variables[0].tensor.values[0] = NaN;
        await model.save('model');
      },
      'model.save: the weight sourceEmbedding holds NaN, which no file should keep'
    ]
  ])('%s', async (_, call, message) => {
    await expect(call()).rejects.toThrow(message);
  });
});

/** How a file of HDF5 begins. */
const hdf5 = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);
