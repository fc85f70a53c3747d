import {
  compareRuns,
  layers,
  lstm,
  optimizers,
  sequential,
  setHost,
  study,
  type HeldOutOptions,
  type StudyOptions
} from '../../../../src/engine';
import { decodeBundle, encode } from '../../../../src/trace';

const signal = [
  [0.1, 0],
  [0.5, 1],
  [-0.3, 0]
];

describe('compareRuns', () => {
  it('says of a trained network how its loss went and how long an epoch took', async () => {
    const model = sequential(
      [layers.gru({ units: 3 }), layers.dense({ units: 1 })],
      { seed: 1 }
    );
    model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
    await model.fit([signal, signal], [[0.2], [0.4]], { epochs: 3 });
    const trained = model.trace(signal, { target: [0.2] });
    const plain = lstm({ inputSize: 2, units: 3, seed: 2 }).run(signal);
    const { rows } = compareRuns([trained, plain]).toBundle();
    expect(rows[0].training?.training.values).toHaveLength(3);
    expect(Array.from(rows[0].training!.training.values)).toEqual(
      model.history?.history.loss
    );
    expect(rows[0].secondsPerEpoch).toBeGreaterThan(0);
    expect(rows[0].loss?.value).toBeGreaterThanOrEqual(0);
    expect(rows[1].training).toBeUndefined();
    expect(rows[1].secondsPerEpoch).toBeUndefined();
  });

  it('says of a run from before a training nothing of it, and of one amid it what was done', async () => {
    const model = sequential([layers.gru({ units: 3 })], { seed: 1 });
    model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
    const y = [[0.2, 0, 0]];
    const before = model.trace(signal, { target: y[0] });
    await model.fit([signal], y, { epochs: 2, verbose: 0 });
    const amid = model.trace(signal, { target: y[0] });
    await model.fit([signal], y, { epochs: 5, verbose: 0 });
    const { rows } = compareRuns([
      before,
      amid,
      model.trace(signal, { target: y[0] })
    ]).toBundle();
    expect(
      rows.map(({ training }) => training?.training.values.length ?? 0)
    ).toEqual([0, 2, 5]);
  });

  it('names a network by its cells, not by what these are made of, and both directions as one', () => {
    const traced = (layer: Parameters<typeof sequential>[0][number]) =>
      sequential([layer], { seed: 1 }).trace(signal);
    const inner = { units: 2, returnSequences: true };
    const { rows } = compareRuns([
      traced(layers.mLstm({ ...inner, inputShape: [null, 2] })),
      traced(
        layers.bidirectional({
          layer: layers.selectiveStateSpace(inner),
          inputShape: [null, 2]
        })
      )
    ]).toBundle();
    expect(rows.map(({ name }) => name)).toEqual([
      'mLSTM',
      'bidirectional selective SSM'
    ]);
    expect(rows[0].parameters.arithmetic).not.toMatch(/\+ 0\b/);
  });

  it('takes one to eight runs', () => {
    const cell = lstm({ inputSize: 2, units: 3, seed: 2 });
    const runs = Array.from({ length: 9 }, () => cell.run(signal));
    expect(compareRuns(runs.slice(0, 1)).toBundle().rows).toHaveLength(1);
    expect(compareRuns(runs.slice(0, 8)).toBundle().rows).toHaveLength(8);
    expect(() => compareRuns(runs)).toThrow('got 9');
  });

  it('refuses no run and runs of different lengths', () => {
    const cell = lstm({ inputSize: 2, units: 3, seed: 2 });
    expect(() => compareRuns([])).toThrow(
      'one to eight runs can be compared, got 0'
    );
    expect(() =>
      compareRuns([cell.run(signal), cell.run(signal.slice(1))])
    ).toThrow('3 and 2 steps');
  });
});

describe('held-out scores', () => {
  const x = [
    [0.1, 0.9, 0.3],
    [0.7, 0.2, 0.4],
    [0.5, 0.5, 0.5],
    [0.9, 0.1, 0.8]
  ];
  const y = [0.3, 0.4, 0.5, 0.8];
  const network = (kind: 'gru' | 'lstm', seed: number) => {
    const model = sequential(
      [
        layers[kind]({ units: 3, inputShape: [null, 1] }),
        layers.dense({ units: 1 })
      ],
      { seed }
    );
    model.compile({
      optimizer: 'adam',
      loss: 'meanSquaredError',
      metrics: ['mae']
    });
    return model;
  };
  const models = [network('gru', 1), network('lstm', 1)];
  const runs = models.map((model, at) =>
    model.trace(x[0], { title: at === 0 ? 'GRU' : 'LSTM' })
  );
  const rowsOf = (options: HeldOutOptions) =>
    compareRuns(runs, options)
      .toBundle()
      .rows.map(({ metric }) => metric!);

  it('are those that evaluate gives: the first metric, or the one asked for', async () => {
    const scores = await Promise.all(models.map(model => model.evaluate(x, y)));
    const first = rowsOf({ testData: [x, y] });
    expect(first.map(({ name }) => name)).toEqual([
      'meanAbsoluteError',
      'meanAbsoluteError'
    ]);
    first.forEach(({ mean, deviation, seeds }, at) => {
      expect(mean).toBe(scores[at].meanAbsoluteError);
      // One network: there is no spread to show.
      expect(deviation).toBeUndefined();
      expect(seeds).toBeUndefined();
    });
    const losses = rowsOf({ testData: [x, y], metric: 'loss' });
    expect(losses[1]).toEqual({
      name: 'meanSquaredError',
      mean: scores[1].loss
    });
    const rmse = rowsOf({ testData: [x, y], metric: 'rmse' });
    expect(rmse[0].mean).toBeCloseTo(Math.sqrt(scores[0].loss), 12);
  });

  it('have a spread over seeds and a baseline beside them', () => {
    // Mean 3; squares of the distances 4 + 0 + 4 = 8; 8 / (3 − 1) = 4; its root is 2.
    const rows = rowsOf({
      scores: { name: 'mean error', unit: '°C', values: [[1, 3, 5], 2] },
      baseline: { name: 'same as today', value: 4 }
    });
    const baseline = { name: 'same as today', value: 4 };
    expect(rows).toEqual([
      {
        name: 'mean error',
        unit: '°C',
        mean: 3,
        deviation: 2,
        seeds: 3,
        scores: [1, 3, 5],
        baseline
      },
      { name: 'mean error', unit: '°C', mean: 2, baseline }
    ]);
  });

  it('survive saving, and are printed', () => {
    const view = compareRuns(runs, {
      title: 'Two cells',
      scores: { name: 'mean error', values: [[1, 3, 5], 2] },
      baseline: { name: 'always 1', value: 4 }
    });
    const bundle = view.toBundle();
    expect(decodeBundle(JSON.parse(JSON.stringify(encode(bundle))))).toEqual(
      bundle
    );
    expect(bundle.title).toBe('Two cells');
    // 3((1+3)·3 + 2·3) = 54 and 4((1+3)·3 + 3) = 60.
    expect(view.toString()).toBe(
      'GRU: 54 parameters, held out: mean error 3.000 ± 2.0 (3 seeds)\n' +
        'LSTM: 60 parameters, held out: mean error 2.000\n' +
        'always 1: 4.000'
    );
  });

  it('come from a study: the same networks from several seeds', async () => {
    const found = await study({
      networks: {
        LSTM: seed => network('lstm', seed),
        GRU: seed => network('gru', seed)
      },
      x,
      y,
      testData: [x, y],
      seeds: [1, 2, 4],
      epochs: 2,
      metric: 'loss',
      baseline: { name: 'the mean', value: 0.035 }
    });
    // The same training by hand.
    const losses: number[] = [];
    for (const seed of [1, 2, 4]) {
      const model = network('gru', seed);
      await model.fit(x, y, { epochs: 2 });
      losses.push((await model.evaluate(x, y)).loss);
    }
    const { scores, mean, lowest, highest, parameters } = found.network('GRU');
    expect(scores).toEqual(losses);
    expect(mean).toBeCloseTo((losses[0] + losses[1] + losses[2]) / 3, 12);
    expect([lowest, highest]).toEqual([
      Math.min(...losses),
      Math.max(...losses)
    ]);
    // 54 of the GRU, 3 + 1 of the dense layer.
    expect(parameters).toBe(58);
    // By the runs' names, whatever their order.
    const rows = rowsOf({ study: found });
    expect(rows[0].scores).toEqual(losses);
    expect(rows[1].scores).toEqual(found.network('LSTM').scores);
    expect(rows[0].baseline).toEqual({ name: 'the mean', value: 0.035 });
    const own = found.compare(x[1], { target: 0.4 }).toBundle();
    expect(own.rows.map(({ name }) => name)).toEqual(['LSTM', 'GRU']);
    expect(own.rows[1].metric?.scores).toEqual(losses);
    expect(own.rows[1].training?.training.values).toHaveLength(2);
    expect(found.rows.map(({ network: name }) => name)).toEqual([
      'LSTM',
      'GRU',
      'the mean'
    ]);
    expect(String(found)).toMatch(
      /^meanSquaredError on held-out data, 3 seeds\n {2}LSTM: 0\.\d+ ± 0\.\d+\n/
    );
  });

  it('draw the training of the first seed of each network; of the others a line says how far they are', async () => {
    let shown: unknown[] = [];
    setHost({
      fitStarted: (history, by) =>
        void shown.push(`${(history as { title?: string }).title}: ${by}`)
    });
    const both = (verbose?: 0 | 1 | 2) =>
      study({
        networks: {
          LSTM: seed => network('lstm', seed),
          GRU: seed => network('gru', seed)
        },
        ...{ x, y, testData: [x, y] as const, seeds: [1, 2], epochs: 1 },
        verbose
      });
    await both();
    expect(shown).toEqual([
      'LSTM, seed 1: curves',
      'LSTM, seed 2: line',
      'GRU, seed 1: curves',
      'GRU, seed 2: line'
    ]);
    shown = [];
    await both(2);
    expect(shown.filter(each => !String(each).endsWith('line'))).toEqual([]);
    expect(shown).toHaveLength(4);
    shown = [];
    await both(0);
    expect(shown).toEqual([]);
    setHost({ fitStarted: undefined });
  });

  it('name the network whose training diverged', async () => {
    const wild = (seed: number) => {
      const model = sequential(
        [layers.gru({ units: 3 }), layers.dense({ units: 1 })],
        { seed }
      );
      model.compile({
        optimizer: optimizers.sgd({ learningRate: 1e30 }),
        loss: 'meanSquaredError'
      });
      return model;
    };
    await expect(
      study({
        networks: { GRU: seed => network('gru', seed), wild },
        x,
        y,
        testData: [x, y],
        seeds: [3],
        epochs: 4,
        metric: 'loss',
        verbose: 0
      })
    ).rejects.toThrow(/^study: wild, seed 3: fit: .* lower the learning rate/);
  });

  it('may be a score of your own', async () => {
    const found = await study({
      networks: { GRU: seed => network('gru', seed) },
      x,
      y,
      seeds: 2,
      verbose: 0,
      metric: { name: 'seed', unit: 's', of: model => model.seed }
    });
    expect(found.network('GRU')).toMatchObject({ scores: [1, 2], mean: 1.5 });
    expect(found.rows[0]).toMatchObject({ 'seed, s': 1.5 });
  });

  const cell = lstm({ inputSize: 1, units: 2, seed: 1 });
  it.each<[HeldOutOptions, string]>([
    [
      { testData: [x, y], scores: { name: 'e', values: [1, 2] } },
      'held-out scores come from one place, got testData and scores'
    ],
    [{ metric: 'mae' }, 'there is no testData'],
    [{ baseline: { name: 'a', value: 1 } }, 'a baseline needs scores'],
    [{ testData: x as never }, 'testData must be [x, y], got'],
    [
      { testData: [x, [1, 2]] },
      'compareRuns: testData: x holds 4 examples, but y 2'
    ],
    [
      { testData: [x, y], metric: 'maes' as never },
      'compareRuns: metrics must be'
    ],
    [
      { scores: { name: 'e', values: [1] } },
      'scores.values must be one a run (2), got 1'
    ],
    [
      { scores: { name: 'e', values: [1, NaN] } },
      'scores.values[1] must be a number, or one for each seed, got'
    ],
    [
      { scores: { name: 'e', values: [[], 1] } },
      'scores.values[0] must be a number, or one for each seed, got an empty list'
    ],
    [{ scores: { name: '', values: [1, 2] } }, 'scores.name must be text'],
    [
      {
        scores: { name: 'e', values: [1, 2] },
        baseline: { name: 'b', value: NaN }
      },
      "baseline must be { name: 'same as yesterday', value: 2.2 }, got"
    ],
    [
      { study: Promise.resolve() as never },
      'study must be what study({ … }) gives (with await before it), got'
    ],
    [{ tests: [x, y] } as never, "there is no option 'tests'"]
  ])('say what is wrong with %j', (options, message) => {
    expect(() => compareRuns(runs, options)).toThrow(message);
  });

  it('cannot be those of a bare cell', () => {
    expect(() =>
      compareRuns([cell.run(x[0]), runs[0]], { testData: [x, y] })
    ).toThrow('element 0 is a run of a bare cell');
  });

  const plan: StudyOptions = {
    networks: { GRU: seed => network('gru', seed) },
    x,
    y,
    testData: [x, y]
  };
  it.each<[Partial<StudyOptions>, string]>([
    [{ networks: {} }, 'networks must name at least one function'],
    [
      { networks: { GRU: models[0] as never } },
      'networks.GRU must be a function of a seed'
    ],
    [
      { networks: { GRU: () => 1 as never } },
      'networks.GRU must return a model, got the number 1'
    ],
    [
      { networks: { GRU: () => sequential([layers.gru({ units: 1 })]) } },
      'networks.GRU must compile the model'
    ],
    [{ seeds: [] }, 'seeds must be whole numbers'],
    [
      { seeds: [1, 2, 1] },
      'each of seeds must be there once; the number 1 is at 0 and 2'
    ],
    [{ seeds: 0 }, 'seeds must be a whole number of at least 1'],
    [{ testData: undefined }, 'testData must be [x, y], or metric'],
    [
      { metric: { name: 'none', of: () => NaN } },
      'the score of GRU with seed 1 is'
    ],
    [
      { epoch: 3 } as never,
      "there is no option 'epoch' (did you mean 'epochs'?)"
    ]
  ])('study says what is wrong with %j', async (options, message) => {
    await expect(study({ ...plan, ...options })).rejects.toThrow(message);
  });
});
