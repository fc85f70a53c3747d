import { gradients, losses, tensor, variable } from '../../../../src/engine';
import type { Loss } from '../../../../src/engine';

describe('losses', () => {
  it('take the mean over the numbers of an answer, whatever Keras and PyTorch clip', () => {
    for (const convention of ['keras', 'pytorch'] as const) {
      const loss = losses.binaryCrossentropy({ convention });
      expect(loss.of([[1, 0]], tensor([[0.5, 0.5]])).item()).toBeCloseTo(
        Math.log(2),
        6
      );
    }
  });

  it('of answers that no sigmoid gave are the mean over the numbers of an answer, too', () => {
    const p = tensor([[0.25, 0.5, 0.75]]).mul(1);
    const loss = losses.binaryCrossentropy();
    expect(loss.of([[1, 0, 1]], p).item()).toBeCloseTo(
      -(Math.log(0.25) + Math.log(0.5) + Math.log(0.75)) / 3,
      6
    );
  });

  it('do not ask a truth behind a mask for probabilities', () => {
    const loss = losses.binaryCrossentropy();
    const answer = tensor([
      [
        [0.5, 0.5],
        [0.5, 0.5]
      ]
    ]);
    const mask = tensor([[1, 0]]);
    const right = [1, 0];
    const wrong = [7, 0];
    expect(loss.of([[right, wrong]], answer, { mask }).item()).toBeCloseTo(
      Math.log(2),
      6
    );
    expect(() => loss.of([[wrong, right]], answer, { mask })).toThrow(
      'the truth must lie between 0 and 1, got 7'
    );
  });

  const rows: Readonly<
    Record<string, readonly [Loss, truth: number[], width: number]>
  > = {
    'mean squared error': [losses.meanSquaredError(), [1, 0.3, 0.5, 0], 2],
    'mean absolute error': [losses.meanAbsoluteError(), [1, 0.3, 0.5, 0], 2],
    huber: [losses.huber({ delta: 0.3 }), [1, 0.3, 0.5, 0], 2],
    'binary cross-entropy': [losses.binaryCrossentropy(), [1, 0.3, 0.5, 0], 2],
    'binary cross-entropy, smoothed, from logits': [
      losses.binaryCrossentropy({ fromLogits: true, labelSmoothing: 0.1 }),
      [1, 0.3, 0.5, 0],
      2
    ],
    'binary cross-entropy as PyTorch': [
      losses.binaryCrossentropy({ convention: 'pytorch' }),
      [1, 0.3, 0.5, 0],
      2
    ],
    'cross-entropy': [losses.categoricalCrossentropy(), [1, 0, 0.5, 0.5], 2],
    'cross-entropy of ids': [losses.sparseCategoricalCrossentropy(), [1, 0], 1],
    'cross-entropy of ids, some left out': [
      losses.sparseCategoricalCrossentropy({ ignoreIndex: 0 }),
      [1, 0],
      1
    ]
  };

  it.each(Object.entries(rows))(
    'let nothing of a masked step enter, whatever stands there: %s',
    (_, [loss, truth, width]) => {
      const answers = [
        [0.2, 0.8],
        [0.6, 0.4]
      ];
      for (const dtype of ['f32', 'f64'] as const) {
        for (const beyond of [1e20, -3e38, 3e38, 0.5]) {
          const plain = variable(tensor([answers], { dtype }));
          const own = loss.of(
            tensor(truth, { shape: [1, 2, width], dtype }),
            plain
          );
          const padded = variable(
            tensor([[answers[0], [0.5, 0.5], answers[1]]], { dtype })
          );
          const masked = loss.of(
            tensor(
              [
                ...truth.slice(0, width),
                ...Array.from({ length: width }, () => beyond),
                ...truth.slice(width)
              ],
              { shape: [1, 3, width], dtype }
            ),
            padded,
            { mask: tensor([[1, 0, 1]]) }
          );
          expect(masked.dtype).toBe(dtype);
          expect(masked.item()).toBeCloseTo(
            own.item(),
            dtype === 'f32' ? 6 : 14
          );
          const [byPlain] = gradients(own, [plain]);
          const [byPadded] = gradients(masked, [padded]);
          expect([...byPadded.values.subarray(2, 4)]).toEqual([0, 0]);
          [0, 1, 4, 5].forEach((from, at) =>
            expect(byPadded.values[from]).toBeCloseTo(
              byPlain.values[at],
              dtype === 'f32' ? 6 : 14
            )
          );
        }
      }
    }
  );
});
