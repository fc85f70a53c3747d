import { layers } from '../../../../src/engine/layers/layers';
import type { Layer } from '../../../../src/engine/layers/layer';
import { sequential } from '../../../../src/engine/models/sequential';
import type { Compute } from '../../../../src/engine/models/sequentialOptions';
import type { Optimizer } from '../../../../src/engine/training/optimizer';
import type { OptimizerName } from '../../../../src/engine/training/optimizers';
import { optimizers } from '../../../../src/engine/training/optimizers';
import { optimizerRows } from '../optimizerRows';
import { randomTensor, randomTokens } from './modelSupport';
import { relativeError } from './support';

const x = randomTensor([24, 10, 2], 'x');
const y = randomTensor([24, 1], 'y');

/** Trains the same network on a path; answers the loss of each batch and the weights. */
async function trained(
  compute: Compute,
  make: () => Layer[],
  optimizer: Optimizer,
  { steps = 200, tokens = false } = {}
) {
  const model = sequential(make(), { seed: 2, compute });
  model.compile({ optimizer, loss: 'mse' });
  const history = await model.fit(
    tokens ? randomTokens(24, 10, 9, 'behind') : x,
    y,
    { epochs: steps / 3, batchSize: 8 }
  );
  return {
    losses: history.batchLosses,
    weights: Object.values(model.getWeights())
  };
}

const recurrent: [string, () => Layer[]][] = [
  ['LSTM', () => [layers.lstm({ units: 6 }), layers.dense({ units: 1 })]],
  ['GRU', () => [layers.gru({ units: 6 }), layers.dense({ units: 1 })]],
  [
    'plain layer',
    () => [layers.simpleRNN({ units: 6 }), layers.dense({ units: 1 })]
  ]
];

describe('training by the kernels', () => {
  it.each(recurrent)(
    'keeps within a thousandth of the f64 curve over 200 steps: %s',
    async (_, make) => {
      const plan = { steps: 201 };
      const tape = await trained('tape', make, optimizers.adam(), plan);
      const fused = await trained('fused', make, optimizers.adam(), plan);
      expect(fused.losses).toHaveLength(201);
      expect(tape.losses[200]).toBeLessThan(0.8 * tape.losses[0]);
      tape.losses.forEach((loss, step) =>
        expect(Math.abs(fused.losses[step] / loss - 1)).toBeLessThan(1e-3)
      );
    }
  );

  const rules: [string, () => Optimizer][] = [
    ['adam', () => optimizers.adam()],
    ["PyTorch's adam", () => optimizers.adam({ convention: 'pytorch' })],
    ['adamW', () => optimizers.adamW({ weightDecay: 0.1 })],
    ['sgd', () => optimizers.sgd()],
    ['momentum', () => optimizers.sgd({ momentum: 0.9 })],
    ['nesterov', () => optimizers.sgd({ momentum: 0.9, nesterov: true })],
    [
      "PyTorch's nesterov",
      () =>
        optimizers.sgd({ momentum: 0.9, nesterov: true, convention: 'pytorch' })
    ],
    ['rmsprop', () => optimizers.rmsprop()],
    [
      'centered rmsprop with momentum',
      () => optimizers.rmsprop({ centered: true, momentum: 0.5 })
    ],
    [
      "PyTorch's rmsprop",
      () => optimizers.rmsprop({ momentum: 0.5, convention: 'pytorch' })
    ],
    ['adagrad', () => optimizers.adagrad()],
    [
      'adam with the largest mean square',
      () => optimizers.adam({ amsgrad: true })
    ],
    ['nadam', () => optimizers.nadam()],
    [
      "PyTorch's dampened SGD",
      () =>
        optimizers.sgd({
          momentum: 0.9,
          dampening: 0.3,
          learningRate: 0.1,
          convention: 'pytorch'
        })
    ],
    [
      "Keras's SGD with weight decay",
      () => optimizers.sgd({ weightDecay: 0.3, learningRate: 0.1 })
    ],
    [
      "PyTorch's Adam with weight decay",
      () => optimizers.adam({ weightDecay: 0.3, convention: 'pytorch' })
    ],
    ["PyTorch's nadam", () => optimizers.nadam({ convention: 'pytorch' })],
    [
      'a rule without a kernel, with the whole norm bounded',
      () => optimizers.nadam({ globalClipNorm: 0.1 })
    ],
    [
      'a rule without a kernel, with each norm bounded',
      () => optimizers.nadam({ clipNorm: 0.1 })
    ],
    ['a bound on each number', () => optimizers.adam({ clipValue: 0.01 })],
    ['a bound on each norm', () => optimizers.sgd({ clipNorm: 0.1 })],
    [
      'a bound on the whole 1-norm',
      () => optimizers.sgd({ globalClipNorm: 0.1, normType: 1 })
    ],
    [
      'a bound on the largest number',
      () => optimizers.nadam({ globalClipNorm: 0.001, normType: 'infinity' })
    ],
    [
      'a bound on each 1-norm',
      () => optimizers.sgd({ clipNorm: 0.1, normType: 1 })
    ],
    [
      'a bound on each largest number',
      () => optimizers.sgd({ clipNorm: 0.001, normType: 'infinity' })
    ],
    [
      'a bound on the whole norm',
      () => optimizers.sgd({ globalClipNorm: 0.1, convention: 'pytorch' })
    ],
    ...Object.entries(optimizerRows).map(
      ([name, options]): [string, () => Optimizer] => [
        `${name} with all of its options`,
        () =>
          (optimizers[name as OptimizerName] as (given: object) => Optimizer)(
            options
          )
      ]
    )
  ];

  it.each(rules)(
    'changes weights and tables as the tape does: %s',
    async (_, optimizer) => {
      const make = () => [
        layers.embedding({ inputDim: 9, outputDim: 5, maskZero: true }),
        layers.lstm({ units: 5 }),
        layers.dense({ units: 1 })
      ];
      const plan = { steps: 15, tokens: true };
      const tape = await trained('tape', make, optimizer(), plan);
      const fused = await trained('fused', make, optimizer(), plan);
      tape.weights.forEach((weight, at) =>
        expect(
          relativeError(fused.weights[at].values, weight.values)
        ).toBeLessThan(2e-4)
      );
    }
  );

  it('leaves what is not trainable as it is', async () => {
    const model = sequential(
      [layers.lstm({ units: 4, trainable: false }), layers.dense({ units: 1 })],
      { seed: 2, compute: 'fused' }
    );
    model.build([null, 2]);
    const before = model.getWeights();
    model.compile({ loss: 'mse' });
    await model.fit(x, y, { epochs: 2 });
    const after = model.getWeights();
    expect(after['lstm/kernel'].toArray()).toEqual(
      before['lstm/kernel'].toArray()
    );
    expect(after['dense/kernel'].toArray()).not.toEqual(
      before['dense/kernel'].toArray()
    );
  });

  it('goes on where it stopped when it is trained again', async () => {
    const make = () => {
      const model = sequential(recurrent[0][1](), {
        seed: 2,
        compute: 'fused'
      });
      model.compile({ loss: 'mse' });
      return model;
    };
    const once = make();
    await once.fit(x, y, { epochs: 4, shuffle: false });
    const twice = make();
    await twice.fit(x, y, { epochs: 2, shuffle: false });
    await twice.fit(x, y, { epochs: 2, shuffle: false });
    expect(Object.values(twice.getWeights()).map(w => w.toArray())).toEqual(
      Object.values(once.getWeights()).map(w => w.toArray())
    );
  });

  it('says which layer, loss or optimizer the kernels do not have', async () => {
    const asked = (last: Layer) =>
      sequential([layers.lstm({ units: 2 }), last], { compute: 'fused' });
    await expect(async () =>
      asked(layers.layerNormalization()).predict(x)
    ).rejects.toThrow(
      "compute 'fused' was asked for, but 'layer_normalization' is a LayerNormalization"
    );
    const model = asked(layers.dense({ units: 2, activation: 'softmax' }));
    model.compile({ loss: 'binaryCrossentropy' });
    await expect(model.fit(x, y)).rejects.toThrow(
      "no loss 'binaryCrossentropy' for this last layer"
    );
  });

  it('shows in the summary', () => {
    const path = (compute: Compute) => {
      const model = sequential(
        [layers.lstm({ units: 2, inputShape: [null, 1] })],
        { compute }
      );
      return model.summary().layers[0].path;
    };
    expect(path('auto')).toMatch(/^fused, /);
    expect(path('tape')).toBe('step by step');
  });

  it('compiles the cells of a network with a layer that the kernels do not have, and says what they refuse of a training', async () => {
    const between = sequential(
      [
        layers.lstm({ units: 2 }),
        layers.layerNormalization(),
        layers.dense({ units: 1 })
      ],
      { seed: 1 }
    );
    between.compile({ loss: 'mse' });
    await between.fit(x, y);
    const summary = between.summary();
    expect(summary.notes).toEqual([]);
    expect(summary.layers[0].path).toMatch(/^compiled, /);
    const model = sequential(
      [
        layers.lstm({ units: 2 }),
        layers.dense({ units: 2, activation: 'softmax' })
      ],
      { seed: 1 }
    );
    model.compile({ loss: 'binaryCrossentropy' });
    model.build([null, 2]);
    expect(model.summary().notes).toEqual([
      "trained layer by layer, because the kernels have no loss 'binaryCrossentropy' for this last layer"
    ]);
    model.compile({ loss: 'categoricalCrossentropy' });
    expect(model.summary().notes).toEqual([]);
  });
});
