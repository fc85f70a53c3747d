import { cell, gru, lstm, matmul, rnn, tanh } from '../../../../src/engine';
import type { Trace } from '../../../../src/trace';
import { hasSummedBiases } from '../../../../src/widgets/equations/biases';

const size = { inputSize: 2, units: 3, seed: 1 };
const pytorch = { ...size, convention: 'pytorch' } as const;
const own = cell({
  ...size,
  name: 'one without biases',
  state: ['h'],
  parameters: { W: ['inputSize', 'units'] },
  step: ({ x }, { W }) => ({ h: tanh(matmul(x, W)) })
});

describe('hasSummedBiases', () => {
  it.each([
    ['an LSTM as in PyTorch', lstm(pytorch), true],
    ['an RNN as in PyTorch', rnn(pytorch), true],
    ['an LSTM as in Keras', lstm(size), false],
    ['an RNN as in Keras', rnn(size), false],
    ['a GRU, whose equations write both', gru(pytorch), false],
    ['an LSTM without biases', lstm({ ...pytorch, useBias: false }), false],
    ['a cell of its own', own, false]
  ] as const)('of %s', (_, made, expected) => {
    const run = made.run([
      [0.2, 1],
      [0.9, -1]
    ]);
    expect(hasSummedBiases((run.toBundle() as Trace).layers[0])).toBe(expected);
  });
});
