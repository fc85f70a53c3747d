import {
  gridSearch,
  kFold,
  layers,
  losses,
  ones,
  optimizers,
  pipeline,
  sequential,
  standardScaler,
  tensor,
  type Scoring,
  type Sequential,
  type Tensor
} from '../../../../src/engine';
import { requireScoring } from '../../../../src/engine/study/scoring';

// What a search and a pipeline count is what `evaluate` counts.

/** Two words each, and padding behind them. */
const x = Array.from({ length: 24 }, (_, row) => [
  1 + (row % 3),
  1 + ((row * 5) % 4),
  0,
  0,
  0,
  0,
  0,
  0
]);
const labels = (padding: number) =>
  x.map(row => row.map(id => (id === 0 ? padding : 1 + (id % 2))));

function tagger({
  lr = 0.05,
  loss = losses.sparseCategoricalCrossentropy(),
  compute = 'auto' as 'auto' | 'tape'
} = {}): Sequential {
  const model = sequential(
    [
      layers.embedding({ inputDim: 6, outputDim: 4, maskZero: true }),
      layers.gru({ units: 6, returnSequences: true }),
      layers.dense({ units: 3, activation: 'softmax' })
    ],
    { seed: 2, compute }
  );
  model.compile({
    loss,
    optimizer: optimizers.adam({ learningRate: lr }),
    metrics: ['accuracy', 'perplexity']
  });
  return model;
}

const fit = { epochs: 30, verbose: 0 } as const;

describe('padding', () => {
  it.each([
    ['0', 0],
    ['−1', -1]
  ])('of %s counts in no score of a search', async (_, padding) => {
    const y = labels(padding);
    const found = await gridSearch({
      estimator: ({ lr }: { lr: number }) => tagger({ lr }),
      paramGrid: { lr: [1e-4, 0.05] },
      x,
      y,
      cv: 2,
      scoring: 'accuracy',
      fit,
      refit: false,
      verbose: 0
    });
    for (const { params, scores } of found.cvResults) {
      const expected: number[] = [];
      for (const { training, validation } of kFold({ splits: 2 }).split(x)) {
        const model = tagger({ lr: Number(params.lr) });
        await model.fit(
          training.map(at => x[at]),
          training.map(at => y[at]),
          fit
        );
        const { accuracy } = await model.evaluate(
          validation.map(at => x[at]),
          validation.map(at => y[at])
        );
        expected.push(accuracy);
      }
      expect(scores).toEqual(expected);
    }
    expect(found.bestScore).toBe(1);
  });

  it.each([
    ['by the kernels', 'auto', losses.sparseCategoricalCrossentropy()],
    ['by the tape', 'tape', losses.sparseCategoricalCrossentropy()],
    [
      'with a class that does not count',
      'auto',
      losses.sparseCategoricalCrossentropy({ ignoreIndex: 1 })
    ]
  ] as const)(
    'counts in no score of a pipeline, %s',
    async (_, compute, loss) => {
      // More than one batch.
      const many = [...x, ...x];
      const y = [...labels(-1), ...labels(-1)];
      const pipe = pipeline({ model: tagger({ loss, compute }), fit });
      await pipe.fit(many, y);
      const { accuracy, perplexity } = await pipe.network!.evaluate(many, y);
      expect(pipe.score(many, y, 'accuracy')).toBe(accuracy);
      expect(pipe.score(many, y, 'perplexity')).toBe(perplexity);
    }
  );

  it('is told to a score of your own', async () => {
    const seen: (Tensor | undefined)[] = [];
    const scoring: Scoring = {
      name: 'real steps',
      of(_truth, _answers, _answer, mask) {
        seen.push(mask);
        return mask!.sum().item();
      }
    };
    const found = await gridSearch({
      estimator: ({ lr }: { lr: number }) => tagger({ lr }),
      paramGrid: { lr: [0.05] },
      x,
      y: labels(0),
      cv: 2,
      scoring,
      fit,
      refit: false,
      verbose: 0
    });
    expect(seen.map(mask => mask!.shape)).toEqual([
      [12, 8],
      [12, 8]
    ]);
    expect(found.cvResults[0].scores).toEqual([24, 24]);
  });

  it.each([2, 3])(
    'hides no answer that is NaN at a real step: %s numbers a step',
    width => {
      const scoring = requireScoring('a search', 'accuracy');
      const [rows, steps, real] = [4, 3, 2];
      const mask = tensor(
        Array.from({ length: rows }, () =>
          Array.from({ length: steps }, (_, step) => Number(step < real))
        )
      );
      for (let at = 0; at < rows * steps * width; at++) {
        const answers = ones([rows, steps, width]);
        answers.values[at] = NaN;
        const truth = ones([rows, steps, width]);
        const isPadding = Math.floor(at / width) % steps >= real;
        const score = scoring.of({ truth, answers, mask });
        expect([at, Number.isNaN(score)]).toEqual([at, !isPadding]);
      }
    }
  );

  it('counts in no error in the unit of a target that was scaled', async () => {
    const series = x.map(row => row.map(id => [id === 0 ? -1 : id]));
    const lengths = x.map(row => row.map(id => [100 + 10 * id]));
    const model = sequential(
      [
        layers.masking({ maskValue: -1 }),
        layers.gru({ units: 3, returnSequences: true }),
        layers.dense({ units: 1 })
      ],
      { seed: 1 }
    );
    model.compile({ loss: 'meanSquaredError' });
    const pipe = pipeline({ target: standardScaler(), model, fit });
    await pipe.fit(series, lengths);
    const error = pipe.predict(series).sub(tensor(lengths)).abs();
    const real = (error.toArray() as number[][][]).map(row => row.slice(0, 2));
    expect(pipe.score(series, lengths, 'meanAbsoluteError')).toBeCloseTo(
      tensor(real).mean().item(),
      4
    );
  });
});
