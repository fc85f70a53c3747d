import {
  constraints,
  initializers,
  layers,
  losses,
  loadModel,
  optimizers,
  regularizers,
  sequential
} from '../../../../src/engine';
import type { Constraint, Regularizer } from '../../../../src/engine';
import { memoryFiles } from '../memoryFiles';

const x = Array.from({ length: 12 }, (_, row) =>
  Array.from({ length: 5 }, (_, step) => [Math.sin(row + 2 * step)])
);
const y = x.map(sequence => [sequence[4][0] - sequence[0][0]]);

const lstm = {
  units: 3,
  kernelRegularizer: regularizers.l1l2({ l1: 0.01, l2: 0.02 }),
  // Of an orthogonal start the rows' cosines are nothing but rounding, and so are their signs.
  recurrentInitializer: initializers.glorotUniform(),
  recurrentRegularizer: regularizers.orthogonal({ factor: 0.2 }),
  recurrentConstraint: constraints.minMaxNorm({ minValue: 0.5, rate: 0.5 }),
  biasConstraint: constraints.maxNorm({ maxValue: 0.7 })
};

function made(
  options: object = {},
  compute: 'auto' | 'tape' = 'auto',
  more: object = {}
) {
  const model = sequential(
    [
      layers.lstm({ ...lstm, ...options, inputShape: [null, 1] }),
      layers.dense({ units: 1, activityRegularizer: undefined, ...more })
    ],
    { seed: 3, compute }
  );
  model.compile({
    optimizer: optimizers.adam({ learningRate: 0.05, globalClipNorm: 0.5 }),
    loss: 'meanSquaredError'
  });
  return model;
}

const weightsOf = (model: ReturnType<typeof made>) =>
  Object.values(model.getWeights()).flatMap(({ values }) => [...values]);

describe('what holds weights', () => {
  it.each(['keras', 'pytorch'] as const)(
    'trains alike by kernels and tape in the layout of %s',
    async convention => {
      const [kernels, tape] = [
        made({ convention }),
        made({ convention }, 'tape')
      ];
      expect(kernels.summary().notes).toEqual([]);
      const histories = [
        await kernels.fit(x, y, { epochs: 3, batchSize: 5 }),
        await tape.fit(x, y, { epochs: 3, batchSize: 5 })
      ];
      const [some, others] = [kernels, tape].map(weightsOf);
      some.forEach((weight, at) =>
        expect(Math.abs(weight - others[at])).toBeLessThan(2e-5)
      );
      histories[0].history.loss.forEach((loss, epoch) =>
        expect(loss).toBeCloseTo(histories[1].history.loss[epoch], 5)
      );
    }
  );

  it("means by rows and axes those of Keras in PyTorch's layout, too", () => {
    const ours = made();
    const theirs = made({ convention: 'pytorch' });
    const kernel = ours.layers[0].variables[1];
    const turned = theirs.layers[0].variables[1];
    expect(turned.tensor.shape).toEqual([12, 3]);
    const values = kernel.tensor.values.slice();
    kernel.constraint!.hold(values, [3, 12]);
    const transposed = kernel.tensor.transpose();
    expect(turned.regularizer!.of(transposed).item()).toBeCloseTo(
      kernel.regularizer!.of(kernel.tensor).item(),
      12
    );
    const other = transposed.values.slice();
    turned.constraint!.hold(other, [12, 3]);
    values.forEach((value, at) =>
      expect(other[(at % 12) * 3 + Math.floor(at / 12)]).toBeCloseTo(value, 12)
    );
  });

  it('adds to the loss that is shown, and not where a layer does not learn', async () => {
    const model = made();
    const { loss } = await model.evaluate(x, y);
    const held = model.layers[0].variables.reduce(
      (sum, { tensor, regularizer }) =>
        sum + (regularizer?.of(tensor).item() ?? 0),
      0
    );
    model.layers[0].trainable = false;
    const frozen = await model.evaluate(x, y);
    expect(held).toBeGreaterThan(0.01);
    expect(loss - frozen.loss).toBeCloseTo(held, 6);
  });

  it('goes with a model into its file', async () => {
    memoryFiles();
    const model = made({}, 'auto', {
      kernelConstraint: constraints.nonNeg(),
      activityRegularizer: regularizers.l1({ l1: 0.3 })
    });
    await model.save('held.safetensors');
    const again = await loadModel('held.safetensors');
    await model.fit(x, y, { epochs: 1 });
    await again.fit(x, y, { epochs: 1 });
    expect(weightsOf(again)).toEqual(weightsOf(model));
    expect(again.summary().notes).toEqual([
      "trained layer by layer, because 'dense' has an activityRegularizer"
    ]);
  });

  it('of your own is trained with and not saved', async () => {
    const own: Regularizer = {
      name: 'mine',
      of: weights => weights.square().sum().mul(0.1)
    };
    const [mine, theirs] = [
      made({ kernelRegularizer: own }),
      made({ kernelRegularizer: regularizers.l2({ l2: 0.1 }) })
    ];
    await mine.fit(x, y, { epochs: 1 });
    await theirs.fit(x, y, { epochs: 1 });
    expect(weightsOf(mine)).toEqual(weightsOf(theirs));
    await expect(mine.save('mine.safetensors')).rejects.toThrow(
      "model.save: kernelRegularizer of layer 'lstm' is a function of your own"
    );
  });

  it('says when the layer is built that it does not fit', () => {
    expect(() => made({ biasRegularizer: regularizers.orthogonal() })).toThrow(
      'regularizers.orthogonal: the weight must be a matrix, got shape'
    );
    expect(() =>
      made({ biasConstraint: constraints.unitNorm({ axis: 1 }) })
    ).toThrow('constraints.unitNorm');
    expect(() => made({ kernelRegularizer: 0.01 })).toThrow(
      'layers.lstm: kernelRegularizer must be one of regularizers such as regularizers.l2(), got the number 0.01'
    );
  });
});

describe('epochs that went before', () => {
  it.each([0, 0.3])(
    'leave a training in two parts the same as in one, with dropout %d',
    async dropout => {
      const [whole, parts] = [made({ dropout }), made({ dropout })];
      const settings = { batchSize: 5, verbose: 0 } as const;
      const one = await whole.fit(x, y, { ...settings, epochs: 4 });
      await parts.fit(x, y, { ...settings, epochs: 2 });
      const rest = await parts.fit(x, y, {
        ...settings,
        epochs: 4,
        initialEpoch: 2
      });
      expect(rest.history.loss).toEqual(one.history.loss.slice(2));
      expect(weightsOf(parts)).toEqual(weightsOf(whole));
      expect(rest.toString()).toContain('epoch 3/4');
      expect(rest.toBundle().epochs).toEqual({ done: 2, planned: 2 });
    }
  );

  it('must be fewer than all epochs, and go with no checkpoint', async () => {
    const model = made();
    await expect(
      model.fit(x, y, { epochs: 2, initialEpoch: 2 })
    ).rejects.toThrow(
      'model.fit: initialEpoch must be less than epochs (2), which counts the epochs before as well, got 2'
    );
    await expect(
      model.fit(x, y, { epochs: 3, initialEpoch: 2, resumeFrom: 'file' })
    ).rejects.toThrow('give initialEpoch or resumeFrom, not both');
  });
});

describe('importances of examples', () => {
  it('are multiplied with those of their classes, and leave out what counts 0', async () => {
    const [both, one] = [made(), made()];
    for (const model of [both, one]) {
      model.compile({
        optimizer: optimizers.adam({ learningRate: 0.05, globalClipNorm: 0.5 }),
        loss: losses.binaryCrossentropy({ fromLogits: true })
      });
    }
    const classes = y.map(([value]) => (value > 0 ? 1 : 0));
    const each = classes.map((_, at) => at % 3);
    await both.fit(x, classes, {
      classWeight: { 0: 0.5, 1: 3 },
      sampleWeight: each
    });
    await one.fit(x, classes, {
      sampleWeight: each.map((weight, at) => weight * (classes[at] ? 3 : 0.5))
    });
    expect(weightsOf(both)).toEqual(weightsOf(one));
  });

  it.each([
    [
      [1, 2],
      'sampleWeight must hold one number for each example, so have shape [12], got [2]'
    ],
    [
      x.map(() => -1),
      'sampleWeight[0] must be a number of at least 0, got the number -1'
    ]
  ])('are refused when they do not fit', async (sampleWeight, words) => {
    await expect(made().fit(x, y, { sampleWeight })).rejects.toThrow(
      `model.fit: ${words}`
    );
    await expect(made().evaluate(x, y, { sampleWeight })).rejects.toThrow(
      `model.evaluate: ${words}`
    );
  });
});

it('constraints without options are those of Keras: norms to 2, from 0 to 1, along axis 0', () => {
  const held = (constraint: Constraint): string[] => {
    const weights = Float64Array.of(3, 0.3, 4, 0.4);
    constraint.hold(weights, [2, 2]);
    return Array.from(weights, weight => weight.toFixed(3));
  };
  expect(held(constraints.maxNorm())).toEqual([
    ...['1.200', '0.300', '1.600', '0.400']
  ]);
  expect(held(constraints.minMaxNorm())).toEqual([
    ...['0.600', '0.300', '0.800', '0.400']
  ]);
  expect(held(constraints.unitNorm())).toEqual([
    ...['0.600', '0.600', '0.800', '0.800']
  ]);
});
