import * as fc from 'fast-check';
import type { Loss, Metric } from '../../../../src/engine';
import {
  callbacks,
  confusionMatrix,
  encoderDecoder,
  layers,
  regularizers,
  sequential,
  tensor
} from '../../../../src/engine';

// Losses and metrics of the user's own beside those of the library.

const untyped = (value: unknown) => value as never;

const ownLoss: Loss = {
  name: 'my',
  of: (truth, output) =>
    output
      .sub(tensor(truth as never))
      .square()
      .mean()
};

const sumOfErrors = (name: string): Metric => ({
  name,
  start() {
    let sum = 0;
    return {
      add(truth, output) {
        sum += output.sub(truth).abs().sum().item();
      },
      result: () => sum
    };
  }
});

function compiled(
  loss: Loss | 'meanSquaredError',
  metrics: readonly (Metric | 'mae' | 'accuracy')[] = []
) {
  const model = sequential(
    [layers.gru({ units: 2, inputShape: [3, 1] }), layers.dense({ units: 1 })],
    { seed: 1 }
  );
  model.compile({ loss, metrics });
  return model;
}

const x = [
  [1, 2, 3],
  [2, 3, 4],
  [3, 4, 5],
  [4, 5, 6]
];

describe('a truth of one number a row', () => {
  it('reaches a loss and a metric of your own in the shape of the output, as Keras hands it on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -9, max: 9 }), {
          minLength: 4,
          maxLength: 4
        }),
        async y => {
          const right = await compiled('meanSquaredError', ['mae']).evaluate(
            x,
            y
          );
          for (const given of [y, y.map(each => [each])]) {
            const own = await compiled(ownLoss, [
              sumOfErrors('errors')
            ]).evaluate(x, given);
            expect(own.loss).toBeCloseTo(right.loss, 6);
            expect(own.errors).toBeCloseTo(4 * right.meanAbsoluteError, 5);
          }
        }
      ),
      { numRuns: 10 }
    );
  });

  it('is learned from alike', async () => {
    const y = [1, -2, 3, -4];
    const how = { epochs: 3, shuffle: false };
    const own = await compiled(ownLoss).fit(x, y, how);
    const right = await compiled('meanSquaredError').fit(x, y, how);
    own.epochs.forEach(({ logs }, at) =>
      expect(logs.loss).toBeCloseTo(right.epochs[at].logs.loss, 5)
    );
  });
});

describe('metrics of one name', () => {
  it('are told apart by a number, as in Keras', async () => {
    const model = compiled('meanSquaredError', [
      sumOfErrors('mine'),
      'mae',
      { ...sumOfErrors('mine'), start: () => ({ add() {}, result: () => 7 }) }
    ]);
    const y = [1, 2, 3, 4];
    const scores = await model.evaluate(x, y);
    expect(Object.keys(scores)).toEqual([
      'loss',
      'mine',
      'meanAbsoluteError',
      'mine_1'
    ]);
    expect(scores.mine).toBeCloseTo(4 * scores.meanAbsoluteError, 5);
    expect(scores.mine_1).toBe(7);
    const { epochs } = await model.fit(x, y, { validationData: [x, y] });
    expect(epochs[0].logs.valMine_1).toBe(7);
  });

  it('are told apart by an encoder–decoder, too', () => {
    const model = encoderDecoder({
      cell: 'gru',
      units: 2,
      sourceSize: 4,
      targetSize: 4,
      seed: 1
    });
    model.compile({ metrics: ['accuracy', 'accuracy'] });
    expect(model.compiled?.metrics.map(({ name }) => name)).toEqual([
      'accuracy',
      'accuracy_1'
    ]);
  });

  it.each(['loss', 'valLoss', 'valMine', ''])(
    "cannot be called '%s', which is another number of an epoch",
    name =>
      expect(() => compiled('meanSquaredError', [sumOfErrors(name)])).toThrow(
        `model.compile: metrics: a metric cannot be called '${name}'`
      )
  );
});

describe('what a function of your own returns', () => {
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'got undefined'],
    ['a number', 3, 'got the number 3'],
    ['one number a row', tensor([1, 2]), 'got a tensor of shape [2]']
  ])('is asked for by name of a loss: %s', async (_, returned, words) => {
    const model = compiled({ name: 'my', of: () => untyped(returned) });
    const message = `model.compile: loss.of must return one number as a tensor, ${words}`;
    await expect(model.evaluate(x, [1, 2, 3, 4])).rejects.toThrow(message);
    await expect(model.fit(x, [1, 2, 3, 4])).rejects.toThrow(message);
  });

  it('is asked for by name of a regularizer', async () => {
    const nothing = {
      ...regularizers.l1(),
      name: 'mine',
      options: undefined,
      of: () => untyped(undefined)
    };
    for (const option of ['activityRegularizer', 'kernelRegularizer']) {
      const model = sequential(
        [
          layers.gru({ units: 2, inputShape: [3, 1] }),
          layers.dense({ units: 1, [option]: untyped(nothing) })
        ],
        { seed: 1 }
      );
      model.compile({ loss: 'meanSquaredError' });
      await expect(model.fit(x, [1, 2, 3, 4])).rejects.toThrow(
        "regularizer 'mine': of must return one number as a tensor, got undefined"
      );
    }
  });

  it.each<[string, object, string]>([
    [
      'nothing that is under way',
      { start: () => undefined },
      'what start returns must be an object, got undefined'
    ],
    [
      'no add',
      { start: () => ({ result: () => 1 }) },
      'add must be a function, got undefined'
    ],
    [
      'no result',
      { start: () => ({ add() {} }) },
      'result must be a function, got undefined'
    ],
    [
      'a result that is no number',
      { start: () => ({ add() {}, result() {} }) },
      'result must return a number, got undefined'
    ]
  ])('is asked for by name of a metric: %s', async (_, metric, words) => {
    const model = compiled('meanSquaredError', [
      { name: 'mine', ...metric } as Metric
    ]);
    await expect(model.evaluate(x, [1, 2, 3, 4])).rejects.toThrow(
      `model.compile: metric 'mine': ${words}`
    );
  });
});

it.each(['constructor', 'toString', '__proto__'])(
  'a callback does not take %s, which every object has, for a number of an epoch',
  async monitor => {
    const fit = compiled('meanSquaredError').fit(x, [1, 2, 3, 4], {
      callbacks: [callbacks.earlyStopping({ monitor })]
    });
    await expect(fit).rejects.toThrow(`there is no number '${monitor}'`);
  }
);

it.each([-1, 1.5])('a matrix refuses %d as a probability', threshold => {
  const model = compiled('meanSquaredError');
  expect(() => confusionMatrix(model, x, [0, 1, 0, 1], { threshold })).toThrow(
    `confusionMatrix: threshold must be a number between 0 and 1, got the number ${threshold}`
  );
});
