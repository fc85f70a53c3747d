import { metrics, tensor } from '../../../../src/engine';

const scoreOf = (
  name: 'accuracy' | 'binaryAccuracy' | 'precision' | 'recall',
  truth: number[] | number[][],
  output: number[][]
) => {
  const running = metrics[name]().start();
  running.add(tensor(truth), tensor(output));
  return running.result();
};

describe('at its boundary a metric', () => {
  it('calls one half 0, as Keras does: more than half is asked', () => {
    const half = [[0.5], [0.5]];
    expect(scoreOf('accuracy', [[0], [1]], half)).toBe(0.5);
    expect(scoreOf('accuracy', [[0], [0]], half)).toBe(1);
    expect(scoreOf('binaryAccuracy', [[0], [0]], half)).toBe(1);
    expect(scoreOf('precision', [[1], [1]], half)).toBe(0);
    expect(scoreOf('recall', [[1], [1]], [[0.5], [0.75]])).toBe(0.5);
  });

  it('answers the first of equally large numbers', () => {
    const tie = [[0.1, 0.45, 0.45]];
    expect(scoreOf('accuracy', [1], tie)).toBe(1);
    expect(scoreOf('accuracy', [2], tie)).toBe(0);
    expect(scoreOf('accuracy', [[0, 0.5, 0.5]], tie)).toBe(1);
  });

  it('scores each row of several by its own numbers', () => {
    const rows = [
      [1, 0, 0],
      [0, 0, 1]
    ];
    expect(scoreOf('accuracy', [0, 2], rows)).toBe(1);
    expect(scoreOf('accuracy', rows, rows)).toBe(1);
  });

  it('leaves out whole steps of a mask, also where a step has several rows', () => {
    // [B, T, Q, 1], of which a mask knows [B, T].
    const running = metrics.meanAbsoluteError().start();
    const off = [
      [[1], [1], [1]],
      [[7], [7], [7]]
    ];
    const none = off.map(step => step.map(() => [0]));
    running.add(
      tensor([none, none]),
      tensor([off, [...off].reverse()]),
      tensor([
        [1, 0],
        [0, 1]
      ])
    );
    expect(running.result()).toBe(1);
  });
});
