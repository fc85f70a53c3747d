import fc from 'fast-check';
import type {
  Layer,
  Loss,
  Metric,
  Sequential,
  Tensor
} from '../../../../src/engine';
import {
  confusionMatrix,
  layers,
  loadModel,
  losses,
  metrics,
  sequential,
  tensor
} from '../../../../src/engine';
import type { LossKind } from '../../../../src/engine/spec/losses';
import type { Activation } from '../../../../src/engine/tensor/activations';
import type { MetricName } from '../../../../src/engine/training/metrics';
import { memoryFiles } from '../memoryFiles';

// What a last layer gives out, a loss takes and a metric reads: every triple is either refused by a
// sentence that says the way out, or says the same of a network whether it ends in its sigmoid or
// softmax, or before it.

const COUNT = 12;
const FEATURES = 3;
const metricNames = Object.keys(metrics) as (keyof typeof metrics)[];
const lossKinds = Object.keys(losses) as LossKind[];
const crossentropies = lossKinds.filter(kind => /rossentropy/.test(kind));
const undone = (kind: LossKind): 'sigmoid' | 'softmax' =>
  kind === 'binaryCrossentropy' ? 'sigmoid' : 'softmax';

function lossOf(kind: LossKind, fromLogits: boolean): Loss {
  return losses[kind]((fromLogits ? { fromLogits } : {}) as never);
}

interface Case {
  readonly kind: LossKind;
  readonly units: number;
  readonly weights: readonly number[];
  readonly x: readonly number[];
  readonly ids: readonly number[];
}

// Eighths: no sum of products is so near 0 that its sigmoid rounds to one half.
const size = fc.integer({ min: -8, max: 8 }).map(value => value / 8);
const cases: fc.Arbitrary<Case> = fc
  .record({
    kind: fc.constantFrom(...crossentropies),
    several: fc.integer({ min: 2, max: 4 }),
    one: fc.boolean()
  })
  .chain(({ kind, several, one }) => {
    const units = kind === 'binaryCrossentropy' && one ? 1 : several;
    const list = (length: number) =>
      fc.array(size, { minLength: length, maxLength: length });
    return fc.record({
      kind: fc.constant(kind),
      units: fc.constant(units),
      weights: list(FEATURES * units + units),
      x: list(COUNT * FEATURES),
      ids: fc.array(fc.integer({ min: 0, max: Math.max(units, 2) - 1 }), {
        minLength: COUNT,
        maxLength: COUNT
      })
    });
  });

function network(
  { units, weights }: Pick<Case, 'units' | 'weights'>,
  activation: Activation
): Sequential {
  const model = sequential(
    [layers.dense({ units, activation, inputShape: [FEATURES] })],
    { seed: 1, dtype: 'f64', compute: 'tape' }
  );
  model.build([FEATURES]);
  const split = FEATURES * units;
  model.setWeights([
    tensor(weights.slice(0, split)).reshape([FEATURES, units]),
    tensor(weights.slice(split))
  ]);
  return model;
}

function examplesOf({ kind, units, x, ids }: Case): {
  x: number[][];
  y: number[] | number[][];
} {
  const rows = Array.from({ length: COUNT }, (_, at) =>
    x.slice(at * FEATURES, (at + 1) * FEATURES)
  );
  const oneHot = ids.map(id =>
    Array.from({ length: units }, (_, k) => Number(k === id))
  );
  const y =
    units === 1 || kind === 'sparseCategoricalCrossentropy' ? [...ids] : oneHot;
  return { x: rows, y };
}

type Tensors = Readonly<Record<string, Tensor>>;

/** What `compile` says, or null when it takes the triple. */
function refusal(
  model: Sequential,
  loss: Loss,
  metric?: MetricName | Metric
): string | null {
  try {
    model.compile({ loss, metrics: metric ? [metric] : [] });
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return (error as Error).message;
  }
}

describe('every last layer, loss and metric', () => {
  it('say the same from probabilities and from logits, or are refused', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async one => {
        const { kind } = one;
        const { x, y } = examplesOf(one);
        const both = () =>
          [
            [network(one, 'linear'), lossOf(kind, true)],
            [network(one, undone(kind)), lossOf(kind, false)]
          ] as const;
        const taken = metricNames.filter(metric => {
          const why = both()
            .map(([model, loss]) => refusal(model, loss, metric))
            .filter(each => each !== null);
          why.forEach(each => expect(each).toMatch(/^model\.compile: .*; /));
          return why.length === 0;
        });
        expect(taken).toContain('accuracy');
        const [logits, shares] = await Promise.all(
          both().map(async ([model, loss]) => {
            model.compile({ loss, metrics: taken });
            return {
              scores: await model.evaluate(x, y),
              matrix: confusionMatrix(model, x, y)
            };
          })
        );
        for (const [name, score] of Object.entries(shares.scores)) {
          expect(logits.scores[name]).toBeCloseTo(score, 5);
        }
        expect(logits.matrix.counts).toEqual(shares.matrix.counts);
        expect(logits.scores.accuracy).toBeCloseTo(logits.matrix.accuracy, 12);
      }),
      { numRuns: 20 }
    );
  });

  const endings: readonly Activation[] = [
    'linear',
    'sigmoid',
    'hardSigmoid',
    'softmax',
    'tanh',
    'relu',
    'softplus'
  ];
  const inRange = ['sigmoid', 'hardSigmoid', 'softmax'];

  it.each(
    lossKinds.flatMap(kind =>
      endings.flatMap(ending =>
        (crossentropies.includes(kind) ? [false, true] : [false]).map(
          fromLogits => [kind, ending, fromLogits] as const
        )
      )
    )
  )(
    '%s after %s, from logits: %s, is taken where it fits',
    (kind, ending, fromLogits) => {
      const model = network(
        { units: 3, weights: new Array(12).fill(0) },
        ending
      );
      const why = refusal(model, lossOf(kind, fromLogits));
      if (kind === 'ctc') {
        // It takes the softmax itself.
        expect(why === null).toBe(!inRange.includes(ending));
        expect(why ?? 'leave out its activation').toContain(
          'leave out its activation'
        );
        return;
      }
      const fits =
        !crossentropies.includes(kind) ||
        inRange.includes(ending) !== fromLogits;
      expect(why === null).toBe(fits);
      if (why !== null) {
        expect(why).toContain(
          fromLogits
            ? `fromLogits: true }) is for numbers before a ${ending}`
            : `Give it activation: '${undone(kind)}', or take losses.${kind}({ fromLogits: true })`
        );
      }
    }
  );

  it('see through layers that hand probabilities on', () => {
    const loss = lossOf('categoricalCrossentropy', false);
    const behind = (after: Layer): Sequential =>
      sequential([layers.dense({ units: 3, activation: 'softmax' }), after]);
    expect(refusal(behind(layers.dropout(0.5)), loss)).toBeNull();
    expect(refusal(behind(layers.layerNormalization()), loss)).toContain(
      'ends in no softmax'
    );
    const each = sequential([
      layers.gru({ units: 2, returnSequences: true }),
      layers.timeDistributed({
        layer: layers.dense({ units: 3, activation: 'softmax' })
      })
    ]);
    expect(refusal(each, loss)).toBeNull();
  });

  it('leave a layer or a loss of your own to you', () => {
    const own = sequential([
      layers.recurrent({
        cell: {
          name: 'Half',
          state: ['h'],
          parameters: ['W'],
          step: ({ x }: Tensors, { W }: Tensors) => ({
            h: x.matmul(W).sigmoid()
          })
        },
        units: 2
      } as never)
    ]);
    expect(refusal(own, lossOf('binaryCrossentropy', false))).toBeNull();
    expect(own.compiled!.answer).toBeNull();
  });
});

describe('an answer', () => {
  it('of one unit is no choice among classes', () => {
    const model = sequential([
      layers.gru({ units: 2 }),
      layers.dense({ units: 1 })
    ]);
    for (const kind of [
      'sparseCategoricalCrossentropy',
      'categoricalCrossentropy'
    ] as const) {
      expect(refusal(model, lossOf(kind, true))).toContain(
        "the last layer ('dense_1') has one unit, which is always right: use binaryCrossentropy, or one unit for each class".replace(
          'dense_1',
          model.layers[1].name
        )
      );
    }
  });

  it.each([
    [0.3, 1],
    [-0.3, 0]
  ])('of a right logit of %d is right', async (logit, truth) => {
    const model = network({ units: 1, weights: [0, 0, 0, logit] }, 'linear');
    model.compile({
      loss: lossOf('binaryCrossentropy', true),
      metrics: ['accuracy', 'binaryAccuracy', 'f1', 'precision', 'recall']
    });
    const found = await model.evaluate([[1, 2, 3]], [truth]);
    expect(found).toMatchObject({
      accuracy: 1,
      binaryAccuracy: 1,
      f1: truth,
      precision: truth,
      recall: truth
    });
    expect(confusionMatrix(model, [[1, 2, 3]], [truth]).accuracy).toBe(1);
  });

  it('from logits has the perplexity of its probabilities, also from its file', async () => {
    memoryFiles();
    const model = network(
      { units: 2, weights: [0, 0, 0, 0, 0, 0, 1.3, 0] },
      'linear'
    );
    model.compile({
      loss: lossOf('sparseCategoricalCrossentropy', true),
      metrics: ['perplexity']
    });
    const expected = 1 + Math.exp(-1.3);
    const { perplexity } = await model.evaluate([[1, 2, 3]], [0]);
    expect(perplexity).toBeCloseTo(expected, 12);
    await model.save('logits');
    const again = await loadModel('logits');
    expect((await again.evaluate([[1, 2, 3]], [0])).perplexity).toBe(
      perplexity
    );
    expect(
      refusal(
        model,
        lossOf('sparseCategoricalCrossentropy', true),
        metrics.perplexity({ fromLogits: false })
      )
    ).toContain('but the network answers with logits; leave fromLogits out');
  });

  it('that is a quantity has no classes to weigh', async () => {
    const model = network({ units: 1, weights: [0, 0, 0, 0] }, 'linear');
    model.compile({ loss: 'meanSquaredError' });
    await expect(
      model.fit([[1, 2, 3]], [1], { classWeight: { 1: 5 } })
    ).rejects.toThrow(
      'model.fit: classWeight is of classes, but the network answers with quantities'
    );
  });
});
