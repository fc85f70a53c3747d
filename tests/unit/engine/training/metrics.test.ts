import * as fc from 'fast-check';
import {
  layers,
  losses,
  metrics,
  sequential,
  tensor,
  type Tensor
} from '../../../../src/engine';

const truth = [2, 0];
const answers = [
  [0.2, 0.3, 0.5],
  [0.3, 0.6, 0.1]
];

describe('perplexity', () => {
  it('is exp of the mean cross-entropy, also of what does not sum to 1', () => {
    for (const factor of [1, 3]) {
      const output = tensor(answers).mul(factor);
      const running = metrics.perplexity().start();
      running.add(tensor(truth), output);
      // (1/0.5 · 1/0.3)^(1/2); of three times as much what is above 1 counts as 1, and then the sum is
      // 2.5 and 2.2
      expect(running.result()).toBeCloseTo(
        (factor === 1 ? 0.5 * 0.3 : (1 / 2.5) * (0.9 / 2.2)) ** -0.5,
        5
      );
      const loss = losses.sparseCategoricalCrossentropy();
      expect(Math.log(running.result())).toBeCloseTo(
        loss.of(tensor(truth), output).item(),
        12
      );
    }
  });

  it('takes one-hot truths and logits that overflow exp', () => {
    const oneHot = metrics.perplexity().start();
    oneHot.add(tensor([[0, 0, 1]]), tensor([answers[0]]));
    expect(oneHot.result()).toBeCloseTo(2, 12);
    const logits = metrics.perplexity({ fromLogits: true }).start();
    logits.add(tensor([0]), tensor([[1000, 1000, 1000]]));
    expect(logits.result()).toBeCloseTo(3, 12);
    const later = metrics.perplexity({ fromLogits: true }).start();
    later.add(
      tensor([0, 2]),
      tensor([
        [0, 0, 0],
        [0, 0, 1000]
      ])
    );
    expect(later.result()).toBeCloseTo(Math.sqrt(3), 12);
  });

  it('goes by its name in a model', async () => {
    const model = sequential(
      [
        layers.embedding({ inputDim: 4, outputDim: 2, inputShape: [null] }),
        layers.gru({ units: 2, returnSequences: true }),
        layers.dense({ units: 4, activation: 'softmax' })
      ],
      { seed: 1 }
    );
    model.compile({
      optimizer: 'adam',
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['perplexity', 'topKCategoricalAccuracy']
    });
    const scores = await model.evaluate([[1, 2, 3]], [[2, 3, 1]]);
    expect(scores.perplexity).toBeCloseTo(Math.exp(scores.loss), 5);
    expect(scores.topKCategoricalAccuracy).toBe(1);
  });
});

it.each(['perplexity', 'topKCategoricalAccuracy'] as const)(
  '%s refuses a class that is none',
  name => {
    for (const id of [3, -1, 0.5]) {
      expect(() =>
        metrics[name]()
          .start()
          .add(tensor([id]), tensor([answers[0]]))
      ).toThrow(
        `metrics.${name}: truth must hold class ids, whole numbers from 0 to 2, got ${id}`
      );
    }
  }
);

describe('the shapes of a batch', () => {
  const names = Object.keys(metrics) as (keyof typeof metrics)[];
  const byIds = ['accuracy', 'topKCategoricalAccuracy', 'perplexity'];
  const zeros = (shape: number[]) =>
    tensor(new Float64Array(shape.reduce((a, b) => a * b, 1)), { shape });

  it.each(names)(
    '%s takes a truth that goes with the output, and refuses every other',
    name => {
      const extent = fc.integer({ min: 1, max: 4 });
      const shape = fc.array(extent, { minLength: 1, maxLength: 3 });
      const long = (of: number[]) => String(of.filter(each => each > 1));
      fc.assert(
        fc.property(shape, shape, (truth, output) => {
          const fits =
            long(truth) === long(output) ||
            (byIds.includes(name) &&
              output.length > 1 &&
              long(truth) === long(output.slice(0, -1)));
          const running = metrics[name]().start();
          const call = () => running.add(zeros(truth), zeros(output));
          if (fits) {
            expect(call).not.toThrow();
            expect(running.result()).not.toBeNaN();
          } else {
            expect(call).toThrow(`metrics.${name}: the truth`);
          }
        })
      );
    }
  );

  it.each(names)('%s refuses a mask of other rows', name =>
    expect(() =>
      metrics[name]()
        .start()
        .add(zeros([3, 2]), zeros([3, 2]), tensor([1, 0]))
    ).toThrow(`metrics.${name}: the mask has shape [2], but the output [3, 2]`)
  );

  it('accuracy refuses a class that is none', () => {
    expect(() =>
      metrics
        .accuracy()
        .start()
        .add(tensor([7]), tensor([[0.2, 0.8]]))
    ).toThrow(
      'metrics.accuracy: truth must hold class ids, whole numbers from 0 to 1, got 7'
    );
  });

  it.each(['accuracy', 'topKCategoricalAccuracy', 'perplexity'] as const)(
    '%s leaves out the rows that the loss ignores',
    async name => {
      const model = sequential(
        [layers.dense({ units: 3, activation: 'softmax', inputShape: [1] })],
        { seed: 1 }
      );
      model.compile({
        loss: losses.sparseCategoricalCrossentropy({ ignoreIndex: -1 }),
        metrics: [name]
      });
      const all = await model.evaluate([[1], [2], [3]], [2, -1, 1]);
      const counted = await model.evaluate([[1], [3]], [2, 1]);
      expect(all[name]).toBeCloseTo(counted[name], 12);
    }
  );
});

describe('a metric that is handed its batches', () => {
  const batch = [tensor([[1], [0]]), tensor([[0.5], [0.2]])] as const;
  const mask = tensor([1, 1]);

  it.each(Object.keys(metrics) as (keyof typeof metrics)[])(
    '%s refuses what is no tensor, and names it',
    name => {
      for (const value of [[1, 0], [[0.5, 0.5]], null, 5, 'a', {}]) {
        ['truth', 'output', 'mask'].forEach((argument, at) => {
          const given = [...batch, mask].with(at, value as never);
          const running = metrics[name]().start();
          expect(() =>
            running.add(...(given as [Tensor, Tensor, Tensor]))
          ).toThrow(
            new RegExp(`^metrics\\.${name}: ${argument} must be a tensor, got `)
          );
        });
      }
      expect(() =>
        metrics[name]()
          .start()
          .add(...([] as unknown as [Tensor, Tensor]))
      ).toThrow(`metrics.${name}: truth must be a tensor, got undefined`);
    }
  );
});
