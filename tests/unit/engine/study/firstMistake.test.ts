import { linearRegression, predict } from '../../../../src/engine';

describe('what is wrong in the first place of all', () => {
  const predicted = (truth: number[], range: [number, number]) => () =>
    predict({
      key: 'key',
      question: 'What?',
      truth,
      quantity: { name: 'c', range }
    });

  it.each<[string, () => unknown, string]>([
    [
      'a number that is none',
      () => linearRegression([[NaN], [1], [2]], [1, 2, 3]),
      'must hold finite numbers, got NaN in example 0'
    ],
    [
      'a truth out of range',
      predicted([2, 0], [0, 1]),
      'truth is 2 at position 0, outside quantity.range [0, 1]'
    ],
    [
      'a range of one number',
      predicted([1], [1, 1]),
      'quantity.range must be [lowest, highest]'
    ]
  ])('is refused: %s', (_, call, words) => {
    expect(call).toThrow(words);
  });
});
