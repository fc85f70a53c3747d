import type { Callback, FitOptions } from '../../../../src/engine';
import {
  callbacks,
  layers,
  loadModel,
  losses,
  metrics,
  optimizers,
  sequential,
  setHost
} from '../../../../src/engine';
import { decodeBundle, encode } from '../../../../src/trace';
import { memoryFiles } from '../memoryFiles';

/** Next value of a sine, from ten values before it. */
function waves(count: number): { x: number[][]; y: number[] } {
  const value = (n: number, t: number) => Math.sin(0.7 * n + 0.4 * t);
  const examples = Array.from({ length: count }, (_, n) => n);
  return {
    x: examples.map(n => Array.from({ length: 10 }, (_, t) => value(n, t))),
    y: examples.map(n => value(n, 10))
  };
}
const { x, y } = waves(50);

function network(options: { dropout?: number; seed?: number } = {}) {
  const model = sequential(
    [
      layers.lstm({
        units: 4,
        dropout: options.dropout,
        recurrentDropout: options.dropout
      }),
      layers.dense({ units: 1 })
    ],
    { seed: options.seed ?? 3 }
  );
  model.compile({
    optimizer: optimizers.adam({ learningRate: 0.02 }),
    loss: 'meanSquaredError',
    metrics: ['mae']
  });
  return model;
}

const weightsOf = (model: ReturnType<typeof network>) =>
  Object.values(model.getWeights()).map(tensor => tensor.toArray());

const plan: FitOptions = { epochs: 4, batchSize: 8, validationSplit: 0.2 };

describe('fit', () => {
  it('learns, and says so for training and held-out examples', async () => {
    const model = network();
    const history = await model.fit(x, y, { ...plan, epochs: 25 });
    expect(history.status).toBe('finished');
    expect(history.history.loss).toHaveLength(25);
    expect(history.last.loss).toBeLessThan(0.1 * history.history.loss[0]);
    expect(history.last.valLoss).toBeLessThan(0.1);
    expect(history.history.valMeanAbsoluteError).toHaveLength(25);
    expect(model.history).toBe(history);
  });

  it('reports the held-out loss that evaluate finds', async () => {
    const model = network();
    const history = await model.fit(x, y, plan);
    const scores = await model.evaluate(x.slice(40), y.slice(40));
    expect(history.last.valLoss).toBeCloseTo(scores.loss, 12);
    expect(history.last.valMeanAbsoluteError).toBeCloseTo(
      scores.meanAbsoluteError,
      12
    );
  });

  it('gives the same weights for the same seed, also with dropout, and others for another', async () => {
    const trained = async (seed: number) => {
      const model = network({ dropout: 0.3, seed });
      await model.fit(x, y, plan);
      return weightsOf(model);
    };
    const first = await trained(1);
    expect(await trained(1)).toEqual(first);
    expect(await trained(2)).not.toEqual(first);
  });

  it('visits every example once an epoch, in another order each', async () => {
    const seen: number[][] = [];
    const model = sequential([layers.dense({ units: 1 })], { seed: 1 });
    model.compile({ loss: 'mse', optimizer: 'sgd' });
    const numbers = Array.from({ length: 10 }, (_, n) => [n]);
    const forward = model.forward.bind(model);
    model.forward = (input, pass) => {
      if (pass.training) {
        seen.push([...input.values]);
      }
      return forward(input, pass);
    };
    await model.fit(numbers, numbers, { epochs: 2, batchSize: 4 });
    const epochs = [seen.slice(0, 3).flat(), seen.slice(3).flat()];
    for (const epoch of epochs) {
      expect([...epoch].sort((a, b) => a - b)).toEqual(numbers.flat());
    }
    expect(epochs[0]).not.toEqual(epochs[1]);
    seen.length = 0;
    await model.fit(numbers, numbers, { shuffle: false, batchSize: 4 });
    expect(seen.flat()).toEqual(numbers.flat());
  });

  it('holds out the last examples, before shuffling', async () => {
    const model = network();
    const history = await model.fit(x, y, { ...plan, validationSplit: 0.5 });
    expect(history.batches).toBe(Math.ceil(25 / 8));
  });

  it('weighs classes as it is told to', async () => {
    const model = sequential(
      [layers.dense({ units: 1, activation: 'sigmoid' })],
      {
        seed: 1
      }
    );
    model.compile({ loss: 'binaryCrossentropy', optimizer: 'sgd' });
    const data = [[1], [-1]];
    const start = (await model.evaluate(data, [1, 0])).loss;
    const history = await model.fit(data, [1, 0], {
      classWeight: { 0: 3, 1: 3 }
    });
    // Both classes three times as important: three times the loss.
    expect(history.batchLosses[0]).toBeCloseTo(3 * start, 12);
  });

  it('keeps gate statistics and snapshots when asked', async () => {
    const model = network();
    const history = await model.fit(x, y, {
      ...plan,
      gateStatistics: true,
      snapshots: { x: x[0], target: [y[0]], every: 2 }
    });
    expect(history.snapshots.map(({ epoch }) => epoch)).toEqual([0, 2, 3]);
    const bundle = history.toBundle();
    expect(bundle.gates!.map(({ channel }) => channel)).toEqual([
      'f',
      'i',
      'o'
    ]);
    const means = bundle.gates![0].mean.values;
    expect(means).toHaveLength(4);
    means.forEach(mean => expect(mean).toBeGreaterThan(0.3));
  });

  it('writes a bundle that views can read, at every stage', async () => {
    const model = network();
    const kinds: string[] = [];
    const check: Callback = {
      onBatchEnd: () => {
        const bundle = decodeBundle(
          JSON.parse(JSON.stringify(encode(model.history!.toBundle())))
        );
        kinds.push(bundle.kind);
      }
    };
    await model.fit(x, y, {
      ...plan,
      gateStatistics: true,
      callbacks: [check]
    });
    expect(new Set(kinds)).toEqual(new Set(['history']));
    expect(kinds).toHaveLength(20);
  });
});

describe('stop and resume', () => {
  it('go on bit for bit as if nothing had been', async () => {
    const whole = network({ dropout: 0.2 });
    const reference = await whole.fit(x, y, plan);

    const parts = network({ dropout: 0.2 });
    let batches = 0;
    const history = await parts.fit(x, y, {
      ...plan,
      callbacks: [
        {
          onBatchEnd(_batch, _logs, control) {
            batches++;
            if (batches === 7) {
              control.history.stop();
            }
          }
        }
      ]
    });
    expect(history.status).toBe('stopped');
    expect(history.batchLosses).toHaveLength(7);
    await history.resume({ batches: 3 });
    expect(history.status).toBe('stopped');
    expect(history.batchLosses).toHaveLength(10);
    await history.resume();
    expect(history.status).toBe('finished');
    expect(history.batchLosses).toEqual(reference.batchLosses);
    expect(history.history).toEqual(reference.history);
    expect(weightsOf(parts)).toEqual(weightsOf(whole));
  });

  it('add epochs to a finished run', async () => {
    const model = network();
    const history = await model.fit(x, y, plan);
    await history.resume({ epochs: 2 });
    expect(history.epochs).toHaveLength(6);
    expect(history.planned).toBe(6);
    const longer = network();
    await longer.fit(x, y, { ...plan, epochs: 6 });
    expect(weightsOf(model)).toEqual(weightsOf(longer));
  });

  it('refuse to go on while it runs', async () => {
    const model = network();
    let refused = '';
    await model.fit(x, y, {
      ...plan,
      callbacks: [
        {
          async onEpochEnd(_epoch, _logs, { history }) {
            await history.resume().catch(error => (refused = String(error)));
          }
        }
      ]
    });
    expect(refused).toContain('the training is still running');
  });

  it('keep weights and history after an interrupt', async () => {
    const model = network();
    const before = weightsOf((model.build([null, 1]), model));
    let count = 0;
    setHost({ interrupted: () => ++count === 5 });
    try {
      await expect(model.fit(x, y, plan)).rejects.toThrow(
        'fit: interrupted after 5 batches; the weights and model.history are kept, history.resume() goes on'
      );
    } finally {
      setHost({ interrupted: () => false });
    }
    const history = model.history!;
    expect(history.status).toBe('stopped');
    expect(history.reason).toBe('interrupted');
    expect(weightsOf(model)).not.toEqual(before);
    await history.resume();
    const whole = network();
    await whole.fit(x, y, plan);
    expect(weightsOf(model)).toEqual(weightsOf(whole));
  });

  it('give the event loop a turn while training', async () => {
    let turns = 0;
    let clock = 0;
    setHost({
      now: () => (clock += 20),
      pause: async () => {
        turns++;
      }
    });
    await network().fit(x, y, plan);
    expect(turns).toBeGreaterThan(5);
  });
});

describe('checkpoints', () => {
  it('go on in another process bit for bit, from the end of any epoch', async () => {
    const files = memoryFiles();
    const watch = () => [
      callbacks.checkpoint({ path: 'at-{epoch}' }),
      callbacks.reduceLearningRateOnPlateau({ patience: 1, factor: 0.5 }),
      callbacks.earlyStopping({ patience: 5, restoreBestWeights: true })
    ];
    const model = network({ dropout: 0.2 });
    const reference = await model.fit(x, y, {
      ...plan,
      callbacks: watch()
    });
    for (const epoch of [1, 3]) {
      expect(files.has(`at-${epoch}`)).toBe(true);
      const other = network({ dropout: 0.2 });
      const history = await other.fit(x, y, {
        ...plan,
        resumeFrom: `at-${epoch}`,
        callbacks: watch()
      });
      expect(history.batchLosses).toEqual(reference.batchLosses);
      expect(history.history).toEqual(reference.history);
      expect(weightsOf(other)).toEqual(weightsOf(model));
    }
  });

  it('go on from the middle of an epoch', async () => {
    const files = memoryFiles();
    const model = network({ dropout: 0.2 });
    let batches = 0;
    const reference = await model.fit(x, y, {
      ...plan,
      callbacks: [
        {
          onBatchEnd(_batch, _logs, control) {
            if (++batches === 7) {
              files.set('middle', control.checkpoint());
            }
          }
        }
      ]
    });
    const other = network({ dropout: 0.2 });
    const history = await other.fit(x, y, { ...plan, resumeFrom: 'middle' });
    expect(history.history).toEqual(reference.history);
    expect(weightsOf(other)).toEqual(weightsOf(model));
  });

  it('are models that can be loaded', async () => {
    memoryFiles();
    const model = network();
    await model.fit(x, y, {
      ...plan,
      callbacks: [callbacks.checkpoint({ path: 'last' })]
    });
    const loaded = await loadModel('last');
    expect(loaded.predict(x).toArray()).toEqual(model.predict(x).toArray());
  });

  it('of the best epoch only', async () => {
    const files = memoryFiles();
    const model = network();
    const history = await model.fit(x, y, {
      ...plan,
      epochs: 8,
      callbacks: [
        callbacks.checkpoint({ path: 'best-{epoch}', saveBestOnly: true })
      ]
    });
    let best = Infinity;
    const expected = history.history.valLoss.flatMap((loss, epoch) => {
      const better = loss < best;
      best = Math.min(best, loss);
      return better ? [`best-${epoch + 1}`] : [];
    });
    expect([...files.keys()]).toEqual(expected);
  });

  it('of the best epoch only: as good as the best is not better', async () => {
    const files = memoryFiles();
    await network().fit(x, y, {
      ...plan,
      epochs: 4,
      callbacks: [
        callbacks.learningRateScheduler(() => 0),
        callbacks.checkpoint({ path: 'best-{epoch}', saveBestOnly: true })
      ]
    });
    expect([...files.keys()]).toEqual(['best-1']);
  });

  it('that are none are refused', async () => {
    const files = memoryFiles();
    const model = network();
    await model.fit(x, y, { epochs: 1 });
    await model.save('model');
    await expect(network().fit(x, y, { resumeFrom: 'model' })).rejects.toThrow(
      'holds a model, but no training to go on with'
    );
    files.set('noise', Uint8Array.of(1, 2, 3));
    await expect(network().fit(x, y, { resumeFrom: 'noise' })).rejects.toThrow(
      'this is no safetensors file'
    );
  });
});

describe('callbacks', () => {
  it('end training when nothing improves, and put the best weights back', async () => {
    const model = network();
    const rows: unknown[][] = [];
    const history = await model.fit(x, y, {
      ...plan,
      epochs: 200,
      callbacks: [
        callbacks.learningRateScheduler(epoch => (epoch < 3 ? 0.02 : 3)),
        { onEpochEnd: () => void rows.push(weightsOf(model)) },
        callbacks.earlyStopping({ patience: 4, restoreBestWeights: true })
      ]
    });
    expect(history.status).toBe('stopped');
    expect(history.reason).toBe('valLoss did not improve for 4 epochs');
    const losses = history.history.valLoss;
    const best = losses.indexOf(Math.min(...losses));
    expect(history.bestEpoch).toBe(best);
    expect(history.epochs).toHaveLength(best + 5);
    expect(weightsOf(model)).toEqual(rows[best]);
  });

  it('are told of each stage in order', async () => {
    const stages: string[] = [];
    await network().fit(x, y, {
      epochs: 1,
      batchSize: 25,
      callbacks: [
        {
          onTrainBegin: () => void stages.push('begin'),
          onEpochBegin: epoch => void stages.push(`epoch ${epoch}`),
          onBatchEnd: batch => void stages.push(`batch ${batch}`),
          onEpochEnd: (_, logs) => void stages.push(Object.keys(logs).join()),
          onTrainEnd: () => void stages.push('end')
        }
      ]
    });
    expect(stages).toEqual([
      'begin',
      'epoch 0',
      'batch 0',
      'batch 1',
      'loss,meanAbsoluteError',
      'end'
    ]);
  });
});

describe('mistakes', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    [
      'no compile',
      () => sequential([layers.dense({ units: 1 })]).fit([[1]], [1]),
      "model.fit: the model has no loss yet; call model.compile({ optimizer: 'adam', loss: … }) first"
    ],
    [
      'other numbers of examples',
      () => network().fit(x, y.slice(1)),
      'model.fit: x holds 50 examples, but y 49'
    ],
    ['no examples', () => network().fit([], []), 'model.fit: x is empty'],
    [
      'NaN in x',
      () => network().fit([[1, NaN]], [1]),
      'model.fit: x holds NaN at [0, 1]'
    ],
    [
      'NaN in y',
      () => network().fit([[1, 2]], [NaN]),
      'model.fit: y holds NaN at [0]'
    ],
    [
      'an answer of another shape',
      () =>
        network().fit(
          x,
          y.map(v => [v, v])
        ),
      'model.fit: the model answers with shape [1] for each example, but y holds [2]'
    ],
    [
      'a typing error',
      () => network().fit(x, y, { epoch: 3 } as never),
      "model.fit: there is no option 'epoch' (did you mean 'epochs'?)"
    ],
    [
      'half an epoch',
      () => network().fit(x, y, { epochs: 0.5 }),
      'model.fit: epochs must be a whole number of at least 1, got the number 0.5'
    ],
    [
      'a split that leaves nothing',
      () => network().fit(x, y, { validationSplit: 0.999 }),
      'model.fit: validationSplit 0.999 of 50 examples leaves 0 for training and 50 for validation'
    ],
    [
      'a split above one',
      () => network().fit(x, y, { validationSplit: 1.5 }),
      'model.fit: validationSplit must be a number between 0 and 1, got the number 1.5'
    ],
    [
      'validation data that is no pair',
      () => network().fit(x, y, { validationData: x as never }),
      'model.fit: validationData must be [x, y]'
    ],
    [
      'a number to watch that is not there',
      () => network().fit(x, y, { callbacks: [callbacks.earlyStopping()] }),
      "there is no number 'valLoss' in an epoch"
    ],
    [
      'a learning rate that explodes',
      async () => {
        const model = network();
        model.compile({
          loss: 'mse',
          optimizer: optimizers.sgd({ learningRate: 1e200 })
        });
        await model.fit(x, y, { epochs: 3 });
      },
      'lower the learning rate or clip the gradients (clipNorm)'
    ]
  ])('%s', async (_, call, message) => {
    await expect(call()).rejects.toThrow(message);
  });

  it.each<[string, () => unknown, string]>([
    [
      'two kinds of clipping',
      () => optimizers.adam({ clipNorm: 1, clipValue: 1 }),
      'optimizers.adam: only one of clipNorm, clipValue and globalClipNorm may be given, got clipNorm and clipValue'
    ],
    [
      'a clipping to nothing',
      () => optimizers.sgd({ clipNorm: 0 }),
      'optimizers.sgd: clipNorm must be greater than 0, got 0'
    ],
    [
      'a negative rate',
      () => optimizers.sgd({ learningRate: -1 }),
      'optimizers.sgd: learningRate must be a number of at least 0, got the number -1'
    ],
    [
      'a rate that is no number',
      () => optimizers.sgd({ learningRate: 'fast' as never }),
      "optimizers.sgd: learningRate must be a number or one of schedules, got the string 'fast'"
    ],
    [
      'an unknown optimizer',
      () => network().compile({ optimizer: 'adm' as never, loss: 'mse' }),
      `model.compile: optimizer must be '${Object.keys(optimizers)[0]}'`
    ],
    [
      'an unknown loss',
      () => network().compile({ loss: 'crossentropy' as never }),
      `model.compile: loss must be '${Object.keys(losses)[0]}'`
    ],
    [
      'no loss',
      () => network().compile({} as never),
      'model.compile: loss must be'
    ],
    [
      'an unknown metric',
      () => network().compile({ loss: 'mse', metrics: ['acc' as never] }),
      `model.compile: metrics must be '${Object.keys(metrics)[0]}'`
    ],
    [
      'metrics that are no list',
      () => network().compile({ loss: 'mse', metrics: 'mae' as never }),
      "model.compile: metrics must be a list such as ['accuracy'], got the string 'mae'"
    ],
    [
      'a checkpoint without a file',
      () => callbacks.checkpoint({} as never),
      'callbacks.checkpoint: path must name a file, got undefined'
    ],
    [
      'half a patience',
      () => callbacks.earlyStopping({ patience: 0.5 }),
      'callbacks.earlyStopping: patience must be a whole number of at least 0, got the number 0.5'
    ]
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe('useEpoch', () => {
  const watched: FitOptions = { ...plan, snapshots: { x: x[0] } };

  it.each(['auto', 'tape'] as const)(
    'gives the model the weights of an epoch, and back (%s)',
    async compute => {
      const make = () => {
        const model = sequential(
          [layers.gru({ units: 3 }), layers.dense({ units: 1 })],
          { seed: 5, compute }
        );
        model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
        return model;
      };
      const short = make();
      await short.fit(x, y, { ...plan, epochs: 2 });
      const afterTwo = short.predict(x).toArray();

      const model = make();
      const history = await model.fit(x, y, watched);
      const afterFour = model.predict(x).toArray();
      const { revision } = model;
      expect(history.useEpoch(1)).toBe(1);
      expect(model.predict(x).toArray()).toEqual(afterTwo);
      expect(model.revision).toBeGreaterThan(revision);
      expect(history.toBundle().usedEpoch).toBe(1);
      // The snapshot of that epoch is what the model answers now.
      const { outputs } = history.snapshots[1].trace;
      expect(model.trace(x[0]).output?.item()).toBeCloseTo(
        outputs[0].values.values[9],
        6
      );
      expect(history.useEpoch('last')).toBe(3);
      expect(model.predict(x).toArray()).toEqual(afterFour);
      expect(history.toBundle().usedEpoch).toBeUndefined();
    }
  );

  it('takes nobody for a listener who cannot listen, and no reason without words', async () => {
    const history = await network().fit(x, y, watched);
    expect(() => history.subscribe('me' as never)).toThrow(
      'history.subscribe: listener must be a function'
    );
    expect(() => history.stop(1 as never)).toThrow(
      'history.stop: reason must be a text, got the number 1'
    );
  });

  it('tells who listens', async () => {
    const model = network();
    const history = await model.fit(x, y, watched);
    const heard: (number | null)[] = [];
    history.subscribe(({ usedEpoch }) => heard.push(usedEpoch));
    history.useEpoch(0);
    history.useEpoch('last');
    expect(heard).toEqual([0, null]);
  });

  it('resumes from where training stood, whatever epoch is used meanwhile', async () => {
    const straight = network();
    await straight.fit(x, y, { ...watched, epochs: 6 });
    const looked = network();
    const history = await looked.fit(x, y, watched);
    history.useEpoch(0);
    await history.resume({ epochs: 2 });
    expect(history.usedEpoch).toBeNull();
    expect(weightsOf(looked)).toEqual(weightsOf(straight));
    expect(history.useEpoch(5)).toBe(5);
  });

  it('names the epoch whose weights early stopping left', async () => {
    const model = network();
    const history = await model.fit(x, y, {
      ...watched,
      epochs: 8,
      callbacks: [
        callbacks.earlyStopping({
          monitor: 'loss',
          mode: 'max',
          patience: 2,
          restoreBestWeights: true
        })
      ]
    });
    expect(history.epochs).toHaveLength(3);
    expect(history.useEpoch('last')).toBe(0);
  });

  it.each([
    [{ evry: 2 }, "there is no option 'evry' (did you mean 'every'?)"],
    [{ every: 0 }, 'every must be a whole number of at least 1'],
    [{ x: [[1, 2, 3]] }, 'x must be'],
    [{ target: [1, 2] }, 'the target has shape [2], but the output [1]'],
    [{ labels: ['a'] }, 'labels must be one a step (10), got 1']
  ])('looks at snapshots %j before the first epoch', async (wrong, message) => {
    const model = network();
    model.build([null, 1]);
    const before = weightsOf(model);
    let begun = false;
    const fitting = model.fit(x, y, {
      ...plan,
      snapshots: { x: x[0], ...wrong } as never,
      callbacks: [{ onTrainBegin: () => void (begun = true) }]
    });
    await expect(fitting).rejects.toThrow(message);
    await expect(fitting).rejects.toThrow('model.fit: snapshots: ');
    expect(begun).toBe(false);
    expect(weightsOf(model)).toEqual(before);
  });

  it('is refused without snapshots, for an epoch that was not kept, and while training runs', async () => {
    const model = network();
    const bare = await model.fit(x, y, plan);
    expect(() => bare.useEpoch(0)).toThrow(
      'history.useEpoch: no weights were kept in this training; give fit a sequence to watch, as in snapshots: { x: sequence }'
    );
    const history = await model.fit(x, y, {
      ...watched,
      snapshots: { x: x[0], every: 2 }
    });
    for (const wrong of [1, 4, -1, 0.5, NaN, '0' as unknown as number]) {
      expect(() => history.useEpoch(wrong)).toThrow(
        /epoch must be 'last' or one whose snapshot was kept \(0, 2, 3; epochs count from 0\), got/
      );
    }
    const errors: string[] = [];
    const refused = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        errors.push((error as Error).message);
      }
    };
    const onEpochEnd: Callback['onEpochEnd'] = (epoch, _logs, control) => {
      if (epoch === 1) {
        refused(() => control.history.useEpoch(0));
        refused(() => history.useEpoch(0));
      }
    };
    await model.fit(x, y, { ...watched, callbacks: [{ onEpochEnd }] });
    expect(errors).toEqual([
      'history.useEpoch: the training is still running; stop it first, or wait for its end',
      'history.useEpoch: the model is being trained again; wait for its end'
    ]);
  });
});
