import { losses, tensor } from '../../../../src/engine';

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
});
