import type { Loss } from '../../../../src/engine';
import type { Trace } from '../../../../src/trace';
import { layers, losses, sequential } from '../../../../src/engine';

// A network that is trained on logits is looked at as the same network with its sigmoid or softmax:
// what is drawn, compared with a target and followed to the input are probabilities.

const x = [
  [0.3, -0.8],
  [1.2, 0.4],
  [-0.5, 0.9]
];

function traced(
  units: number,
  activation: 'linear' | 'sigmoid' | 'softmax',
  loss: Loss,
  target: number[]
) {
  const model = sequential(
    [
      layers.gru({ units: 3, inputShape: [3, 2] }),
      layers.dense({ units, activation })
    ],
    { seed: 4, dtype: 'f64', compute: 'tape' }
  );
  model.compile({ loss });
  return model.trace(x, { target });
}

const numbersOf = ({ outputs }: Pick<Trace, 'outputs'>) =>
  outputs.map(({ values, range }) => ({
    range,
    last: values.values[2]
  }));

const fromLogits = { fromLogits: true };
const pairs = [
  [
    'one number',
    traced(1, 'linear', losses.binaryCrossentropy(fromLogits), [1]),
    traced(1, 'sigmoid', losses.binaryCrossentropy(), [1])
  ],
  [
    'classes',
    traced(3, 'linear', losses.sparseCategoricalCrossentropy(fromLogits), [2]),
    traced(3, 'softmax', losses.sparseCategoricalCrossentropy(), [2])
  ]
] as const;

it.each(pairs)(
  'logits of %s are drawn and followed as the probabilities that they stand for',
  (_, logits, shares) => {
    const [ours, theirs] = [logits, shares].map(run =>
      numbersOf(run.toBundle())
    );
    expect(ours.map(({ range }) => range)).toEqual(ours.map(() => [0, 1]));
    ours.forEach(({ last }, at) => expect(last).toBeCloseTo(theirs[at].last));
    ours.forEach((__, output) => {
      const [a, b] = [logits, shares].map(run =>
        run.outputGradient({ output }).toArray().flat(2)
      );
      (a as number[]).forEach((value, at) =>
        expect(value).toBeCloseTo((b as number[])[at], 10)
      );
    });
    expect(logits.loss).toBeCloseTo(shares.loss!, 6);
  }
);

it('calls them probabilities, and a model still answers with its logits', () => {
  const [[, logits]] = pairs;
  const [series] = logits.toBundle().outputs;
  expect(series.name).toBe('probability');
  const logit = logits.output!.item();
  expect(series.values.values[2]).toBeCloseTo(1 / (1 + Math.exp(-logit)), 6);
});
