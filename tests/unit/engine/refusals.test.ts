import type {
  Callback,
  Cell,
  FloatType,
  Layer,
  LossName,
  Sequential,
  TensorLike
} from '../../../src/engine';
import {
  cell,
  concat,
  deltaNet,
  encoderDecoder,
  fitScaler,
  fitVocabulary,
  gridSearch,
  gru,
  History,
  initializers,
  layers,
  linearAttention,
  loadModel,
  losses,
  lstm,
  metrics,
  minGru,
  minLstm,
  mLstm,
  naiveBayes,
  ones,
  optimizers,
  padSequences,
  pipeline,
  ridge,
  rnn,
  schedules,
  selectiveStateSpace,
  sequential,
  sLstm,
  standardScaler,
  tanh,
  tensor,
  timeSeriesSplit,
  windows
} from '../../../src/engine';
import { importKeras } from '../../../src/engine/models/importKeras';
import type { Compute } from '../../../src/engine/models/sequentialOptions';
import { readSafetensors, writeSafetensors } from '../../../src/engine';
import { memoryFiles } from './memoryFiles';

// Mistakes that once went unnoticed, or were put down to something else.

interface CellSize {
  inputSize: number;
  units: number;
  seed: number;
  dtype: FloatType;
}

const untyped = (value: unknown) => value as never;
const x = [
  [1, 2, 3],
  [3, 2, 1],
  [2, 2, 2]
];

function compiled(
  loss: LossName | ReturnType<typeof losses.huber> = 'mse',
  last: Layer = layers.dense({ units: 1 }),
  compute: Compute = 'auto'
) {
  const model = sequential([layers.gru({ units: 2 }), last], {
    seed: 1,
    compute
  });
  model.compile({ loss, optimizer: 'sgd' });
  return model;
}

describe('numbers that are none', () => {
  const own = lstm({ inputSize: 1, units: 2, seed: 1 });

  it.each<[string, () => unknown, string]>([
    [
      'a scaler',
      () => fitScaler([[1], [NaN]]),
      'fitScaler: rows holds NaN at [1, 0]'
    ],
    [
      'windows',
      () => windows([1, 2, Infinity, 4], { steps: 2 }),
      'windows: series holds Infinity at [2]'
    ],
    [
      'x of a step',
      () => own.step({ x: [NaN] }),
      'lstm.step: x holds NaN at [0]'
    ],
    [
      'a state of a step',
      () => own.step({ x: [1], h: [0, NaN] }),
      'lstm.step: h holds NaN at [1]'
    ],
    [
      'an initializer',
      () =>
        gru({
          inputSize: 1,
          units: 1,
          kernelInitializer: () => new Float64Array(3).fill(NaN)
        }),
      'gru: kernel: its initializer must return finite numbers, got the number NaN at position 0'
    ],
    [
      'a parameter of a cell of your own',
      () =>
        cell({
          name: 'mine',
          inputSize: 1,
          units: 1,
          state: ['h'],
          parameters: { W: tensor([[NaN]]) },
          step: ({ x, h }, { W }) => ({ h: tanh(x.matmul(W).add(h)) })
        }),
      'its initializer must return finite numbers'
    ],
    [
      'weights of a cell of your own',
      () =>
        cell({
          name: 'mine',
          inputSize: 1,
          units: 1,
          state: ['h'],
          parameters: ['W'],
          step: ({ x, h }, { W }) => ({ h: tanh(x.matmul(W).add(h)) })
        }).setWeights([[[NaN]]]),
      'mine.setWeights: W holds NaN at [0, 0]'
    ]
  ])('are refused by %s', (_, call, words) => {
    expect(call).toThrow(words);
  });
});

describe('misspelt names', () => {
  it('are refused by a step', () => {
    const own = gru({ inputSize: 1, units: 2, seed: 1 });
    expect(() => own.step(untyped({ x: [1], hidden: [0, 0] }))).toThrow(
      "gru.step: there is no input 'hidden'; a step takes x, h"
    );
    expect(() => own.step(untyped({ x: [1], H: [0, 0] }))).toThrow(
      "did you mean 'h'?"
    );
    // What a step returned goes in whole.
    const after = own.step({ x: [1] });
    expect(() => own.step({ x: [1], ...after })).not.toThrow();
  });

  it('are refused among the hooks of a callback', async () => {
    const fit = (callback: object) =>
      compiled().fit(x, [1, 2, 3], { callbacks: [callback as Callback] });
    await expect(fit({ onEpochEnded() {} })).rejects.toThrow(
      "model.fit: callbacks[0] has 'onEpochEnded', which is never called (did you mean 'onEpochEnd'?)"
    );
    await expect(fit({ epochEnd() {} })).rejects.toThrow(
      'callbacks[0] has none of the hooks onTrainBegin'
    );
    await expect(fit({ onEpochEnd: 3 })).rejects.toThrow(
      'callbacks[0].onEpochEnd must be a function, got the number 3'
    );
    class Counter {
      count = 0;
      onEpochEnd() {
        this.count++;
      }
    }
    const counter = new Counter();
    await fit(counter);
    expect(counter.count).toBe(1);
  });

  it('are refused among the classes of classWeight', async () => {
    const fit = (classWeight: object, last?: Layer) =>
      compiled(
        last ? 'sparseCategoricalCrossentropy' : 'binaryCrossentropy',
        last ?? layers.dense({ units: 1, activation: 'sigmoid' })
      ).fit(x, [0, 1, 0], { classWeight: untyped(classWeight) });
    await expect(fit({ one: 5 })).rejects.toThrow(
      "model.fit: classWeight must name classes by their ids, 0 and 1, got 'one'"
    );
    await expect(
      fit({ 2: 5 }, layers.dense({ units: 2, activation: 'softmax' }))
    ).rejects.toThrow(
      "model.fit: classWeight must name classes by their ids from 0 to 1, got '2'"
    );
  });
});

describe('options that cannot be meant', () => {
  it.each<[string, () => unknown, string]>([
    [
      'an inputShape that is a number',
      () => layers.gru({ units: 2, inputShape: untyped(5) }),
      'layers.gru: inputShape must be a list of extents such as [null, 3], null where any length fits, got the number 5'
    ],
    [
      'an inputShape of parts of a number',
      () => layers.dense({ units: 2, inputShape: [0.5] }),
      'layers.dense: inputShape must be a list of extents'
    ],
    [
      'a softmax over one unit',
      () => layers.dense({ units: 1, activation: 'softmax' }),
      'layers.dense: a softmax over one unit is 1 whatever it is given'
    ],
    [
      'logits after a sigmoid',
      () =>
        compiled(
          losses.binaryCrossentropy({ fromLogits: true }),
          layers.dense({ units: 1, activation: 'sigmoid' })
        ),
      "model.compile: loss: losses.binaryCrossentropy({ fromLogits: true }) is for numbers before a sigmoid, but the last layer ('dense') ends in one"
    ],
    [
      'logits after a softmax at each step',
      () =>
        compiled(
          losses.sparseCategoricalCrossentropy({ fromLogits: true }),
          layers.timeDistributed({
            layer: layers.dense({ units: 2, activation: 'softmax' })
          })
        ),
      'is for numbers before a softmax'
    ],
    [
      'a mean that never moves',
      () => optimizers.adam({ beta1: 1 }),
      'optimizers.adam: beta1 must be a number of at least 0 and below 1, got the number 1'
    ],
    [
      'a mean of squares that never moves',
      () => optimizers.rmsprop({ rho: 1 }),
      'optimizers.rmsprop: rho must be a number of at least 0 and below 1'
    ],
    [
      'no weights',
      () => gru({ inputSize: 1, units: 1 }).setWeights(untyped(null)),
      'gru.setWeights: expected a list of 3 weights'
    ],
    [
      'layers beside one another',
      () =>
        sequential(
          untyped(layers.gru({ units: 1 })),
          untyped(layers.dense({ units: 1 }))
        ),
      'sequential: layers must be a list of at least one layer, got a layer by itself; write sequential([first, second])'
    ],
    [
      'a layer in place of options',
      () => layers.bidirectional(untyped(layers.gru({ units: 1 }))),
      'layers.bidirectional: expected options { layer }, got a layer by itself; write layers.bidirectional({ layer })'
    ],
    [
      'a layer in place of options',
      () => layers.timeDistributed(untyped(layers.dense({ units: 1 }))),
      'layers.timeDistributed: expected options { layer }'
    ],
    [
      'a layer in place of options',
      () => layers.residual(untyped(layers.dense({ units: 1 }))),
      'layers.residual: expected options { layers }'
    ]
  ])('are refused: %s', (_, call, words) => {
    expect(call).toThrow(words);
  });

  it('are refused when training goes on', async () => {
    const model = compiled();
    const history = await model.fit(x, [1, 2, 3], { verbose: 0 });
    await expect(history.resume({ epochs: -1 })).rejects.toThrow(
      'history.resume: epochs must be a whole number of at least 1, got the number -1'
    );
    await expect(history.resume({ batches: 0.5 })).rejects.toThrow(
      'history.resume: batches must be a whole number'
    );
    await expect(history.resume(untyped({ epoch: 1 }))).rejects.toThrow(
      "history.resume: there is no option 'epoch'"
    );
    expect(history).toBeInstanceOf(History);
    expect(history.epochs).toHaveLength(1);
  });
});

describe.each<Compute>(['tape', 'fused'])('binary targets (%s)', compute => {
  const fit = (y: TensorLike) =>
    compiled(
      'binaryCrossentropy',
      layers.dense({ units: 1, activation: 'sigmoid' }),
      compute
    ).fit(x, y, { verbose: 0 });

  it.each([[[0, 1, 2]], [[-1, 1, 1]]])(
    'outside 0 to 1 are refused: %j',
    async y => {
      await expect(fit(y)).rejects.toThrow(
        `losses.binaryCrossentropy: the truth must lie between 0 and 1, got ${y.find(value => value < 0 || value > 1)}`
      );
    }
  );

  it('may be probabilities', async () => {
    await expect(fit([0.2, 0.5, 1])).resolves.toBeInstanceOf(History);
  });

  it('are not looked at where a step is padding', async () => {
    const losses = ['binaryCrossentropy', 'sparseCategoricalCrossentropy'];
    for (const loss of losses as LossName[]) {
      const binary = loss === 'binaryCrossentropy';
      const model = sequential(
        [
          layers.embedding({ inputDim: 5, outputDim: 2, maskZero: true }),
          layers.gru({ units: 2, returnSequences: true }),
          layers.dense({
            units: binary ? 1 : 2,
            activation: binary ? 'sigmoid' : 'softmax'
          })
        ],
        { seed: 1, compute }
      );
      model.compile({ loss });
      const tokens = [
        [1, 2, 0],
        [3, 0, 0]
      ];
      const y = (padding: number) => [
        [0, 1, padding],
        [1, padding, padding]
      ];
      const scored = await model.evaluate(tokens, y(-1));
      expect(scored).toEqual(await model.evaluate(tokens, y(0)));
    }
  });
});

describe('training that cannot begin', () => {
  it('is refused while the model is being trained', async () => {
    const model = compiled();
    const first = model.fit(x, [1, 2, 3], { epochs: 3, verbose: 0 });
    await expect(model.fit(x, [1, 2, 3])).rejects.toThrow(
      'model.fit: the model is being trained already; await that training, or stop it with model.history.stop()'
    );
    const history = await first;
    const second = history.resume({ epochs: 1 });
    await expect(model.fit(x, [1, 2, 3])).rejects.toThrow('already');
    await second;
    await expect(
      model.fit(x, [1, 2, 3], { verbose: 0 })
    ).resolves.toBeInstanceOf(History);
    expect(history.epochs).toHaveLength(4);
  });

  it('is possible again after it failed', async () => {
    const model = compiled();
    const broken: Callback = {
      onEpochBegin() {
        throw new Error('mine');
      }
    };
    await expect(
      model.fit(x, [1, 2, 3], { callbacks: [broken], verbose: 0 })
    ).rejects.toThrow('mine');
    await expect(
      model.fit(x, [1, 2, 3], { verbose: 0 })
    ).resolves.toBeInstanceOf(History);
  });

  it.each<Compute>(['tape', 'fused'])(
    'says that weights are no numbers rather than blame the learning rate (%s)',
    async compute => {
      const model = compiled('mse', layers.dense({ units: 1 }), compute);
      model.build([null, 1]);
      model.variables[0].tensor.values[0] = NaN;
      await expect(model.fit(x, [1, 2, 3], { verbose: 0 })).rejects.toThrow(
        'model.fit: the weight gru/kernel holds NaN before training begins'
      );
    }
  );

  it.each<Compute>(['tape', 'fused'])(
    'says that all targets are ignored rather than blame the learning rate (%s)',
    async compute => {
      const model = compiled(
        losses.sparseCategoricalCrossentropy({ ignoreIndex: -1 }),
        layers.dense({ units: 2, activation: 'softmax' }),
        compute
      );
      await expect(model.fit(x, [-1, -1, -1], { verbose: 0 })).rejects.toThrow(
        'each of its targets is -1, which ignoreIndex leaves out'
      );
    }
  );

  it.each<[Compute, string]>([
    [
      'tape',
      'no weight has moved yet, so the numbers of x or y are too large: scale them'
    ],
    ['fused', 'y holds 1e+300, but the network computes in float32']
  ])(
    'says that the numbers are too large rather than blame the learning rate (%s)',
    async (compute, said) => {
      const model = compiled('mse', layers.dense({ units: 1 }), compute);
      await expect(model.fit(x, [1e300, 2, 3], { verbose: 0 })).rejects.toThrow(
        said
      );
    }
  );

  it('does not let one optimizer remember two models', async () => {
    const optimizer = optimizers.adam();
    const [first, second] = [compiled(), compiled()];
    first.compile({ loss: 'mse', optimizer });
    await first.fit(x, [1, 2, 3], { verbose: 0 });
    second.compile({ loss: 'mse', optimizer });
    await expect(second.fit(x, [1, 2, 3], { verbose: 0 })).rejects.toThrow(
      'model.fit: the optimizer adam has trained another model, whose means it remembers; make one for each model, or call its reset()'
    );
    await first.fit(x, [1, 2, 3], { verbose: 0 });
    optimizer.reset();
    await second.fit(x, [1, 2, 3], { verbose: 0 });
    expect(optimizer.iterations).toBe(1);
  });
});

it('takes layers with weights of another framework into a second model', async () => {
  const files = memoryFiles();
  const first = sequential(
    [
      layers.lstm({ units: 2, inputShape: [null, 1] }),
      layers.dense({ units: 1 })
    ],
    { seed: 1 }
  );
  const reference = lstm({ inputSize: 1, units: 2, seed: 3 });
  const entries = Object.entries(
    reference.getWeights({ convention: 'pytorch' })
  ).map(([name, value]) => [`lstm.${name}_l0`, value] as const);
  files.set(
    'torch',
    writeSafetensors({
      ...Object.fromEntries(entries),
      'dense.weight': tensor([[1, 1]]),
      'dense.bias': tensor([0])
    })
  );
  expect(
    Object.keys(readSafetensors(files.get('torch')!).tensors)
  ).toHaveLength(6);
  await first.loadWeights('torch');
  const answer = first.predict([[1, 2]]).item();
  const second = sequential(first.layers);
  second.build([null, 1]);
  expect(second.predict([[1, 2]]).item()).toBe(answer);
  expect(first.predict([[1, 2]]).item()).toBe(answer);
});

describe('what other libraries have and this does not', () => {
  it.each<[string, (options: never) => unknown]>([
    ['standardScaler', standardScaler],
    ...(
      ['accuracy', 'binaryAccuracy', 'precision', 'recall', 'f1'] as const
    ).map(
      name => [`metrics.${name}`, metrics[name]] as [string, () => unknown]
    ),
    ...(['zeros', 'glorotUniform', 'heNormal'] as const).map(
      name =>
        [`initializers.${name}`, initializers[name]] as [string, () => unknown]
    )
  ])('is refused by name: options of %s', (who, make) => {
    expect(() => make({ threshold: 0.9 } as never)).toThrow(
      `${who} takes no options, got 'threshold'`
    );
    expect(() => make(5 as never)).toThrow(`${who} takes no options, got`);
    // An object of options in which nothing stands is none.
    expect(() => make({} as never)).not.toThrow();
  });
});

describe('numbers beyond what is computed in', () => {
  const cells: Record<string, (size: CellSize) => Cell> = {
    rnn,
    lstm,
    gru,
    minGru,
    minLstm,
    sLstm,
    selectiveStateSpace,
    linearAttention,
    mLstm,
    deltaNet
  };
  const model = () => {
    const made = compiled();
    made.build([3, 1]);
    return made;
  };

  it('are refused among targets, in fit, in evaluate and in a trace', async () => {
    const said = 'y holds 1e+39, but the network computes in float32';
    await expect(
      model().fit([[1, 1, 3]], [1e39], { verbose: 0 })
    ).rejects.toThrow(`model.fit: ${said}`);
    await expect(model().evaluate([[1, 1, 3]], [1e39])).rejects.toThrow(
      `model.evaluate: ${said}`
    );
    expect(() => model().trace([1, 1, 3], { target: [1e39] })).toThrow(
      'model.trace: target holds 1e+39'
    );
  });

  it.each(Object.entries(cells))(
    'are refused by %s in f32, and computed in f64',
    (_, make) => {
      const of = (dtype: 'f32' | 'f64') =>
        make({ inputSize: 1, units: 1, seed: 1, dtype });
      const said = `x holds 1e+39, but the cell computes in float32, which ends at 3.4e38: scale x (fitScaler), or make the cell with dtype: 'f64'`;
      expect(() => of('f32').run([1, 1e39])).toThrow(
        `${of('f32').who}.run: ${said}`
      );
      expect(() => of('f32').step({ x: [1e39] })).toThrow(
        `${of('f32').who}.step: ${said}`
      );
      const { values } = of('f64').run([1, 1e39]).channel('h');
      expect(values.every(Number.isFinite)).toBe(true);
      of('f64').step({ x: [1e39] });
    }
  );

  it.each(Object.entries(cells))(
    'are refused among the weights given to %s in f32, and taken in f64',
    (_, make) => {
      const of = (dtype: 'f32' | 'f64') =>
        make({ inputSize: 1, units: 1, seed: 1, dtype });
      const large = Object.entries(of('f32').getWeights()).map(
        ([name, { shape }]) => ({
          name,
          weights: { [name]: ones(shape).mul(1e39) }
        })
      );
      for (const { name, weights } of large) {
        const whole = (dtype: 'f32' | 'f64') => ({
          ...of(dtype).getWeights(),
          ...weights
        });
        expect(() => of('f32').setWeights(whole('f32'))).toThrow(
          `${of('f32').who}.setWeights: ${name} holds 1e+39, but the cell computes in float32, which ends at 3.4e38: make the cell with dtype: 'f64'`
        );
        const wide = of('f64');
        wide.setWeights(whole('f64'));
        expect(wide.getWeights()[name].values).toContain(1e39);
      }
    }
  );

  it('are refused among a network’s weights, wherever they come from', async () => {
    const made = (dtype?: 'f32' | 'f64') =>
      sequential(
        [
          layers.lstm({ units: 1, inputShape: [null, 1] }),
          layers.dense({ units: 1 })
        ],
        { seed: 1, ...(dtype && { dtype }) }
      );
    const said = (name: string): string =>
      `${name} holds 1e+39, but the network computes in float32, which ends at 3.4e38: make the network with dtype: 'f64'`;
    const large = (name: string) => {
      const weights = made().getWeights();
      return { ...weights, [name]: ones(weights[name].shape).mul(1e39) };
    };
    const numbersOf = (model: Sequential): string =>
      JSON.stringify(
        Object.values(model.getWeights()).map(weight => weight.toArray())
      );
    const files = memoryFiles();
    const torch = (large: string) =>
      writeSafetensors(
        Object.fromEntries(
          Object.entries({
            'lstm.weight_ih_l0': [4, 1],
            'lstm.weight_hh_l0': [4, 1],
            'lstm.bias_ih_l0': [4],
            'lstm.bias_hh_l0': [4],
            'head.weight': [1, 1],
            'head.bias': [1]
          }).map(([name, shape]) => [
            name,
            ones(shape).mul(name === large ? 1e39 : 1)
          ])
        )
      );
    // The default network has weights of f64 and is computed in f32.
    for (const model of [made(), made('f32')]) {
      const before = numbersOf(model);
      for (const name of ['lstm/kernel', 'dense/bias']) {
        expect(() => model.setWeights(large(name))).toThrow(
          `model.setWeights: ${said(name)}`
        );
        const keras = Object.values(large(name));
        expect(() =>
          importKeras(
            model,
            [
              { name: 'lstm', weights: keras.slice(0, 3) },
              { name: 'dense', weights: keras.slice(3) }
            ],
            {},
            'model.loadWeights'
          )
        ).toThrow('holds 1e+39, but the network computes in float32');
        files.set('own', writeSafetensors(large(name)));
        await expect(model.loadWeights('own')).rejects.toThrow(said(name));
      }
      for (const name of ['lstm.weight_hh_l0', 'head.weight']) {
        files.set('torch', torch(name));
        await expect(model.loadWeights('torch')).rejects.toThrow(
          `model.loadWeights: ${said(name)}`
        );
      }
      expect(numbersOf(model)).toEqual(before);
    }
    const translator = encoderDecoder({
      sourceSize: 2,
      targetSize: 3,
      units: 1,
      dtype: 'f32'
    });
    expect(() =>
      translator.setWeights(
        translator.variables.map(({ tensor: { shape } }) =>
          ones(shape).mul(1e39)
        )
      )
    ).toThrow('holds 1e+39, but the network computes in float32');
    const wide = made('f64');
    wide.setWeights(large('dense/bias'));
    await wide.loadWeights('torch');
    expect(() =>
      sequential(
        [
          layers.dense({
            units: 1,
            inputShape: [1],
            kernelInitializer: initializers.constant(1e39)
          })
        ],
        { dtype: 'f32' }
      )
    ).toThrow(
      'kernel: its initializer must return finite numbers, in float32 up to 3.4e38, got the number 1e+39 at position 0'
    );
  });

  it('are refused by a stream that computes in f32', () => {
    const stream = (dtype: 'f32' | 'f64') => {
      const made = sequential([layers.gru({ units: 1 })], { seed: 1, dtype });
      made.build([null, 1]);
      return made.stream();
    };
    expect(() => stream('f32').step([1e39])).toThrow(
      'stream.step: x holds 1e+39, but the network computes in float32'
    );
    expect(stream('f64').step([1e39]).values.every(Number.isFinite)).toBe(true);
  });

  it('are refused from a schedule of one’s own, and rates below 0 in ours', async () => {
    const made = sequential([layers.dense({ units: 1 })], { seed: 1 });
    made.compile({
      loss: 'mse',
      optimizer: optimizers.sgd({
        learningRate: { name: 'mine', at: () => NaN } as never
      })
    });
    await expect(made.fit([[1]], [1], { verbose: 0 })).rejects.toThrow(
      "learningRate of schedule 'mine' at step 0"
    );
    expect(() =>
      schedules.exponential({
        initialLearningRate: -1,
        decaySteps: 1,
        decayRate: 0.5
      })
    ).toThrow('initialLearningRate');
    expect(() =>
      schedules.cosine({ initialLearningRate: 1, decaySteps: 4, alpha: -3 })
    ).toThrow('alpha');
  });
});

describe('what no memory holds', () => {
  const itself: unknown[] = [];
  itself.push(itself);

  it.each<[string, () => unknown, string]>([
    ['an array in itself', () => tensor(untyped(itself)), 'nested 64 deep'],
    [
      'classes up to ten million',
      () =>
        naiveBayes(
          [
            [1, 0, 2, 0, 1, 1, 0, 0, 1, 2, 3],
            [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
          ],
          [0, 1e7]
        ),
      'naiveBayes: y names class 10000000'
    ],
    [
      'splits of ten billion',
      () => timeSeriesSplit({ splits: 2 }).split(1e10),
      'timeSeriesSplit.split: x must be at most'
    ],
    [
      'steps of a trillion',
      () => padSequences([[1]], { maxLength: 1e12 }),
      'padSequences: 1 sequences of maxLength 1000000000000 are more than'
    ]
  ])('is refused: %s', (_, call, said) => {
    expect(call).toThrow(said);
  });
});

it('refuses what a naive Bayes without alpha rules out, and special tokens without room', () => {
  const model = naiveBayes(
    [
      [1, 0],
      [0, 1]
    ],
    [0, 1],
    { alpha: 0 }
  );
  expect(model.predict([[1, 0]]).toArray()).toEqual([0]);
  expect(() => model.predict([[1, 1]])).toThrow(
    'naiveBayes.predict: example 0 has together what no class had'
  );
  expect(() =>
    fitVocabulary(['a b'], { special: ['<s>', '</s>'], maxSize: 3 })
  ).toThrow('fitVocabulary: maxSize must leave room');
});

it('refuses for Keras a network of both directions whose forward layer goes backwards', () => {
  const model = sequential(
    [
      layers.bidirectional({
        layer: layers.gru({ units: 1, goBackwards: true }),
        inputShape: [2, 1]
      })
    ],
    { seed: 1 }
  );
  expect(() => model.toKeras()).toThrow('its forward layer goes backwards');
});

it('takes a feature for constant whose deviation is below the smallest number', () => {
  expect(
    fitScaler([[5e-324], [1e-323]])
      .apply([[5e-324]])
      .toArray()
  ).toEqual([[-5e-324]]);
});

describe('what was taken in silence, or answered by JavaScript', () => {
  const ridges = (fit: object) =>
    gridSearch({
      estimator: ({ alpha }: { alpha: number }) =>
        pipeline({ model: ridge({ alpha }) }),
      paramGrid: { alpha: [0, 1] },
      x: [[1], [2], [4], [3]],
      y: [1, 2, 4, 3],
      cv: 2,
      fit,
      verbose: 0
    });

  it('is refused by name: options of training where a search has ridges alone', async () => {
    await expect(ridges({ epochs: 3 })).rejects.toThrow(
      "gridSearch: fit: 'epochs' is for the training of a network, but none of these settings makes one; leave it out"
    );
    await expect(ridges({})).resolves.toBeDefined();
  });

  it('is refused by name: a channel that a cell has not, in gradientsOf and in a step of one’s own', () => {
    expect(() =>
      lstm({ inputSize: 1, units: 1, seed: 1 }).run([1, 2], {
        gradientsOf: untyped(({ hh }: { hh: { sum(): unknown } }) => hh.sum())
      })
    ).toThrow("lstm.run: gradientsOf: there is no channel 'hh'");
    // One function for every cell asks for what some have not, and goes on without it.
    const ofAny = untyped(
      ({ h, c }: { h: { sum(): unknown }; c?: { sum(): unknown } }) =>
        (c ?? h).sum()
    );
    expect(() =>
      rnn({ inputSize: 1, units: 1, seed: 1 }).run([1, 2], {
        gradientsOf: ofAny
      })
    ).not.toThrow();
    expect(() =>
      cell({
        name: 'mine',
        inputSize: 1,
        units: 1,
        state: ['h'],
        parameters: ['W'],
        step: untyped(({ y }: { y: { tanh(): unknown } }) => ({ h: y.tanh() }))
      }).run([1])
    ).toThrow("mine.step: there is no input 'y'");
  });

  it('is refused by name: what a preparation or a model of one’s own gives back', async () => {
    const fit = (parts: object) =>
      pipeline({ model: ridge(), ...parts }).fit([[1], [2]], [1, 2]);
    await expect(
      fit({ steps: { own: { name: 'own', fit: () => undefined } } })
    ).rejects.toThrow('what steps.own.fit returns must be an object');
    await expect(
      fit({
        steps: { own: { name: 'own', fit: () => ({ apply: () => [[1]] }) } }
      })
    ).rejects.toThrow(
      'pipeline: steps.own.apply must return a tensor of 2 rows, as many as it is given, got an array'
    );
    await expect(
      fit({ model: { name: 'own', fit: () => ({}) } })
    ).rejects.toThrow('predict of what model.fit returns must be a function');
  });

  it('is refused by name: a hole in a list of tensors', () => {
    const holed: number[][] = [[1], [2]];
    delete holed[0];
    expect(() => concat(holed)).toThrow('concat');
    expect(() => concat(holed)).not.toThrow('Cannot read');
  });
});

it('keeps in a file each metric of the library with its options, two of one name too, and none of one’s own', async () => {
  memoryFiles();
  const model = sequential(
    [layers.dense({ units: 3, activation: 'softmax', inputShape: [3] })],
    { seed: 1 }
  );
  const own = {
    name: 'accuracy',
    start: () => ({ add: () => undefined, result: () => 7 })
  };
  model.compile({
    loss: 'sparseCategoricalCrossentropy',
    metrics: [
      'accuracy',
      metrics.topKCategoricalAccuracy({ k: 1 }),
      metrics.topKCategoricalAccuracy({ k: 2 }),
      'accuracy',
      'perplexity'
    ]
  });
  await model.save('twice');
  const again = await loadModel('twice');
  const y = [0, 1, 2];
  expect(again.evaluate(x, y)).toEqual(model.evaluate(x, y));
  expect(again.compiled?.metrics.map(({ name }) => name)).toEqual([
    'accuracy',
    'topKCategoricalAccuracy',
    'topKCategoricalAccuracy_1',
    'accuracy_1',
    'perplexity'
  ]);
  model.compile({
    loss: 'sparseCategoricalCrossentropy',
    metrics: [own, 'perplexity']
  });
  await model.save('own');
  expect(
    (await loadModel('own')).compiled?.metrics.map(({ name }) => name)
  ).toEqual(['perplexity']);
});
