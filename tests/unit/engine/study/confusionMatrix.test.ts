import {
  confusionMatrix,
  layers,
  losses,
  sequential,
  type ConfusionOptions
} from '../../../../src/engine';
import { decodeBundle, encode } from '../../../../src/trace';
import { fixture } from '../../../parity/fixture';

interface Case {
  readonly name: string;
  readonly truth: number[];
  readonly scores: number[][];
  readonly counts: number[][];
  readonly accuracy: number;
  readonly precision: (number | null)[];
  readonly recall: (number | null)[];
  readonly f1: (number | null)[];
  readonly support: number[];
}

/** A network that answers with what it reads. */
function echo(width: number) {
  const model = sequential([
    layers.dense({ units: width, inputShape: [width] })
  ]);
  const identity = Array.from({ length: width }, (_, row) =>
    Array.from({ length: width }, (__, column) => Number(row === column))
  );
  model.setWeights([identity, new Array<number>(width).fill(0)]);
  return model;
}

describe('confusionMatrix', () => {
  it.each(fixture<Case>('sklearn/confusion.json').map(one => [one.name, one]))(
    'counts and scores as scikit-learn: %s',
    (_, one) => {
      const width = one.scores[0].length;
      const matrix = confusionMatrix(echo(width), one.scores, one.truth);
      expect(matrix.counts).toEqual(one.counts);
      expect(matrix.accuracy).toBeCloseTo(one.accuracy, 15);
      const column = (name: 'precision' | 'recall' | 'f1' | 'support') =>
        matrix.classes.map(each => each[name]);
      expect(column('support')).toEqual(one.support);
      for (const name of ['precision', 'recall', 'f1'] as const) {
        column(name).forEach((value, at) => {
          const expected = one[name][at];
          if (value === null || expected === null) {
            expect(value).toBe(expected);
          } else {
            expect(value).toBeCloseTo(expected, 15);
          }
        });
      }
    }
  );

  it('takes no NaN for a class', () => {
    // Infinity minus infinity.
    const model = sequential([
      layers.dense({ units: 2, inputShape: [1] }),
      layers.dense({ units: 2 })
    ]);
    model.setWeights([
      [[1e308, -1e308]],
      [0, 0],
      [
        [1, 1],
        [1, 1]
      ],
      [0, 0]
    ]);
    expect(() => confusionMatrix(model, [[1e3]], [0])).toThrow(
      'confusionMatrix: the network answers with NaN at position 0, which is no class'
    );
  });

  // Answers 0, 0, 1, 1 for truths 0, 1, 1, 0.
  const x = [[0.1], [0.4], [0.9], [0.7]];
  const y = [0, 1, 1, 0];
  const texts = ['fine', 'good', 'great', 'poor'];

  it('keeps wrong examples to read', () => {
    const matrix = confusionMatrix(echo(1), x, y, {
      labels: ['blame', 'praise'],
      texts,
      title: 'Reviews'
    });
    const bundle = matrix.toBundle();
    expect(bundle).toMatchObject({
      title: 'Reviews',
      content: {
        form: 'confusion',
        classes: ['blame', 'praise'],
        examples: [
          { text: 'good', truth: 1, answer: 0 },
          { text: 'poor', truth: 0, answer: 1 }
        ]
      }
    });
    expect(decodeBundle(JSON.parse(JSON.stringify(encode(bundle))))).toEqual(
      bundle
    );
    expect(matrix.toString()).toBe(
      'truth \\ answer  blame  praise\n' +
        'blame               1       1\n' +
        'praise              1       1\n' +
        'accuracy 0.5000 of 4'
    );
  });

  it('keeps so many of each pair of truth and answer', () => {
    const { content } = confusionMatrix(
      echo(1),
      [[0.1], [0.9], [0.2], [0.8], [0.3]],
      [1, 0, 1, 1, 1],
      { texts: ['a', 'b', 'c', 'd', 'e'], examples: 2 }
    ).toBundle();
    expect(content).toMatchObject({
      examples: [{ text: 'a' }, { text: 'b' }, { text: 'c' }]
    });
  });

  it('answers class 1 above the threshold', () => {
    const matrix = confusionMatrix(echo(1), x, y, { threshold: 0.8 });
    expect(matrix.counts).toEqual([
      [2, 0],
      [1, 1]
    ]);
  });

  it('takes one-hot truths, and an answer at each step without padding', () => {
    const model = sequential(
      [
        layers.masking({ maskValue: 0, inputShape: [null, 2] }),
        layers.gru({ units: 2, returnSequences: true }),
        layers.dense({ units: 2, activation: 'softmax' })
      ],
      { seed: 3 }
    );
    const sequences = [
      [
        [1, 2],
        [2, 1],
        [0, 0]
      ],
      [
        [1, 1],
        [0, 0],
        [0, 0]
      ]
    ];
    const answers = model.predict(sequences).toArray() as number[][][];
    const ids = [
      [0, 1, 0],
      [1, 0, 0]
    ];
    const expected = [
      [0, 0],
      [0, 0]
    ];
    for (const [n, t] of [
      [0, 0],
      [0, 1],
      [1, 0]
    ]) {
      const [first, second] = answers[n][t];
      expected[ids[n][t]][Number(second > first)]++;
    }
    const byId = confusionMatrix(model, sequences, ids);
    expect(byId.counts).toEqual(expected);
    const oneHot = ids.map(row => row.map(id => [1 - id, id]));
    expect(confusionMatrix(model, sequences, oneHot).counts).toEqual(expected);
  });

  // The accuracy is that of `evaluate`, which leaves out the same rows.
  it.each([
    ['0', 0],
    ['−100', -100]
  ])(
    'leaves out rows whose id is the ignoreIndex of the loss, %s',
    async (_, ignored) => {
      const model = sequential(
        [layers.dense({ units: 3, activation: 'softmax', inputShape: [2] })],
        { seed: 1 }
      );
      model.compile({
        loss: losses.sparseCategoricalCrossentropy({ ignoreIndex: ignored }),
        metrics: ['accuracy']
      });
      const points = [
        [1, 0],
        [0, 1],
        [1, 1],
        [-1, 0],
        [2, 1],
        [0, -1]
      ];
      const ids = [ignored, ignored, 1, 2, ignored, 1];
      const { accuracy } = await model.evaluate(points, ids);
      const matrix = confusionMatrix(model, points, ids);
      expect(matrix.accuracy).toBeCloseTo(accuracy, 12);
      expect(matrix.classes.map(({ support }) => support)).toEqual([0, 2, 1]);
      // A one-hot truth names no id that could be left out.
      const oneHot = ids.map(id => [0, 1, 2].map(k => Number(k === id)));
      const all = () => confusionMatrix(model, points, oneHot).counts.flat();
      if (ignored === 0) {
        expect(all().reduce((sum, count) => sum + count)).toBe(6);
      } else {
        expect(all).toThrow(
          'y must be one-hot, 1 for one class, got [0, 0, 0]'
        );
      }
    }
  );

  it.each([
    ['first, by the kernels', 'auto', false],
    ['first, by the tape', 'tape', false],
    ['after another layer', 'auto', true]
  ] as const)(
    'does not look at the ids of steps that are masked %s',
    async (_, compute, late) => {
      const model = sequential(
        [
          ...(late ? [layers.dropout({ rate: 0.5 })] : []),
          layers.masking({ maskValue: 0 }),
          layers.gru({ units: 2, returnSequences: true }),
          layers.dense({ units: 2, activation: 'softmax' })
        ],
        { seed: 3, compute }
      );
      model.compile({
        loss: 'sparseCategoricalCrossentropy',
        metrics: ['accuracy']
      });
      const sequences = Array.from({ length: 5 }, (__, row) => [
        [[row + 1], [-row - 1], [0]],
        [[row + 2], [0], [0]]
      ]).flat();
      const ids = sequences.map(steps =>
        steps.map(([value], at) => (value === 0 ? -1 : at % 2))
      );
      const { accuracy } = await model.evaluate(sequences, ids);
      const matrix = confusionMatrix(model, sequences, ids, { batchSize: 4 });
      expect(matrix.accuracy).toBeCloseTo(accuracy, 12);
      expect(matrix.counts.flat().reduce((sum, count) => sum + count)).toBe(15);
    }
  );

  it.each([
    ['meanSquaredError', 'quantities; use'],
    ['ctc', 'sequences of labels; use a metric of your own over what ctcDecode']
  ] as const)('is of no network that learns by %s', (loss, words) => {
    const model = sequential([
      layers.dense({ units: 3, inputShape: [null, 2] })
    ]);
    model.compile({ loss });
    expect(() => confusionMatrix(model, [[[1, 2]]], [[1]])).toThrow(
      `confusionMatrix: the matrix is of classes, but the network answers with ${words}`
    );
  });

  it('takes no row that is of several classes at once', () => {
    expect(() => confusionMatrix(echo(2), [[1, 2]], [[1, 1]])).toThrow(
      'y must be one-hot, 1 for one class, got [1, 1] at position 0'
    );
  });

  it.each<[unknown[], string]>([
    [[{}, x, y], 'expected a model (sequential([…])), got'],
    [[echo(1), x, [0, 1]], 'x holds 4 examples, but y 2'],
    [[echo(1), x, [0, 1, 2, 0]], 'class ids from 0 to 1, got 2 at position 2'],
    [
      [echo(1), x, y, { labels: ['a'] } satisfies ConfusionOptions],
      'labels must be 2 texts, one a class, got'
    ],
    [
      [echo(1), x, y, { texts: ['a'] }],
      'texts must be one an example (4), got 1'
    ],
    [
      [echo(1), x, y, { label: ['a'] }],
      "there is no option 'label' (did you mean 'labels'?)"
    ],
    [
      [
        echo(1),
        x,
        [
          [0, 1],
          [1, 1],
          [0, 0],
          [1, 0]
        ]
      ],
      'the network gives 4 answers of 2 classes, but y has shape [4, 2]'
    ],
    [
      [echo(1), x, y, { threshold: NaN }],
      'threshold must be a number between 0 and 1'
    ]
  ])('says what is wrong (%#)', (given, message) => {
    expect(() =>
      confusionMatrix(...(given as Parameters<typeof confusionMatrix>))
    ).toThrow(message);
  });
});
