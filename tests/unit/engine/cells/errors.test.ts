import type { Tensor } from '../../../../src/engine';
import { cell, gru, lstm, rnn, tensor, zeros } from '../../../../src/engine';

const base = {
  name: 'mine',
  inputSize: 1,
  units: 2,
  state: ['h'],
  parameters: ['W', 'U', 'b'],
  step: ({ h }: { h: Tensor }) => ({ h })
} as const;

it.each<[string, () => unknown, string]>([
  [
    'no options',
    () => lstm(undefined as never),
    'lstm: expected an object of options { inputSize, units,'
  ],
  [
    'a typing error',
    () => gru({ inputSize: 1, unitz: 2 } as never),
    "gru: there is no option 'unitz' (did you mean 'units'?)"
  ],
  [
    'no units',
    () => rnn({ inputSize: 1 } as never),
    'rnn: units must be a whole number of at least 1, got undefined'
  ],
  [
    'numbers that units share under a name that the step does not return',
    () => cell({ ...base, shared: ['B'] as never }).channels,
    "mine: shared must name channels of the step (h), got the string 'B'"
  ],
  [
    'half a unit',
    () => lstm({ inputSize: 1, units: 1.5 }),
    'lstm: units must be a whole number of at least 1, got the number 1.5'
  ],
  [
    'no input',
    () => lstm({ inputSize: 0, units: 1 }),
    'lstm: inputSize must be a whole number of at least 1, got the number 0'
  ],
  [
    'an unknown activation',
    () => lstm({ inputSize: 1, units: 1, activation: 'tahn' as never }),
    "lstm: activation must be 'linear', 'sigmoid', 'tanh'"
  ],
  [
    'an unknown convention',
    () => gru({ inputSize: 1, units: 1, convention: 'torch' as never }),
    "gru: convention must be 'keras' or 'pytorch', got the string 'torch'"
  ],
  [
    'an unknown precision',
    () => gru({ inputSize: 1, units: 1, dtype: 'f16' as never }),
    "gru: dtype must be 'f64' or 'f32', got the string 'f16'"
  ],
  [
    'half a seed',
    () => gru({ inputSize: 1, units: 1, seed: 0.5 }),
    'gru: seed must be a whole number'
  ],
  [
    'a reset that PyTorch does not have',
    () =>
      gru({ inputSize: 1, units: 1, resetAfter: false, convention: 'pytorch' }),
    "resetAfter: false exists only in the 'keras' convention"
  ],
  [
    'a projection that is none',
    () => lstm({ inputSize: 1, units: 2, projection: 2 }),
    'lstm: projection must be smaller than units (2), got 2'
  ],
  [
    'a wrong state in a step',
    () => lstm({ inputSize: 1, units: 2 }).step({ x: [1], h: [1] }),
    'lstm.step: h must have shape [2] or [B, 2], got [1]'
  ],
  [
    'a wrong x in a step',
    () => lstm({ inputSize: 1, units: 2 }).step({ x: [1, 2] }),
    'lstm.step: x must have shape [1] or [B, 1], got [2]'
  ],
  [
    'no x in a step',
    () => lstm({ inputSize: 1, units: 2 }).step({} as never),
    'lstm.step: x is missing, got undefined'
  ],
  [
    'states of another batch in a step',
    () => rnn({ inputSize: 1, units: 2 }).step({ x: [[1]], h: zeros([2, 2]) }),
    'rnn.step: h is for a batch of 2, but x is a batch of 1'
  ],
  [
    'weights of a step that are not all',
    () => rnn({ inputSize: 1, units: 2 }).step({ x: [1] }, { W: [[1, 2]] }),
    'rnn.step: expected weights W, U, b; missing U, b'
  ],
  [
    'a weight of a step that is none',
    () => {
      const cell = rnn({ inputSize: 1, units: 2 });
      cell.step({ x: [1] }, { ...cell.parameters, V: [1] });
    },
    'rnn.step: expected weights W, U, b; unknown V'
  ],
  [
    'a weight of a step that does not fit',
    () => {
      const cell = rnn({ inputSize: 1, units: 2 });
      cell.step({ x: [1] }, { ...cell.parameters, b: [1] });
    },
    'rnn.step: b must have shape [2], got [1]'
  ],
  [
    'too few weights',
    () => rnn({ inputSize: 1, units: 2 }).setWeights([[[1, 2]]]),
    'rnn.setWeights: expected 3 weights (kernel, recurrentKernel, bias), got 1'
  ],
  [
    'a weight of another shape',
    () =>
      rnn({ inputSize: 1, units: 2 }).setWeights({
        kernel: zeros([2, 1]),
        recurrentKernel: zeros([2, 2]),
        bias: [0, 0]
      }),
    'rnn.setWeights: kernel must have shape [1, 2], got [2, 1]'
  ],
  [
    'a weight by a wrong name',
    () =>
      rnn({ inputSize: 1, units: 2 }).setWeights({
        kernel: zeros([1, 2]),
        recurrent: zeros([2, 2]),
        bias: [0, 0]
      }),
    'missing recurrentKernel; unknown recurrent'
  ],
  [
    'a weight with NaN',
    () =>
      rnn({ inputSize: 1, units: 2 }).setWeights([
        [[1, NaN]],
        zeros([2, 2]),
        [0, 0]
      ]),
    'rnn.setWeights: kernel holds NaN at [0, 1]'
  ],
  [
    'a cell without a step',
    () => cell({ ...base, step: undefined as never }),
    'cell: step must be a function'
  ],
  [
    'a cell without a state',
    () => cell({ ...base, state: [] } as never),
    "cell: state must name what is carried to the next step, such as ['h']"
  ],
  [
    'a parameter whose shape cannot be known',
    () => cell({ ...base, parameters: ['alpha'] }),
    "the shape of parameter the string 'alpha' does not follow from its letter"
  ],
  [
    'a parameter of no shape',
    () => cell({ ...base, parameters: { a: 3 as never } }),
    'cell: parameters.a must be a shape, a tensor or { shape, initializer }, got the number 3'
  ],
  [
    'a step that forgets the state',
    () => cell({ ...base, step: ({ h }) => ({ n: h }) }).run([1]),
    "mine.step: 'h' is a state, but the step returned only n"
  ],
  [
    'a step that returns nothing',
    () => cell({ ...base, step: () => undefined as never }).run([1]),
    'mine.step: must return an object of channels { h, … }, got undefined'
  ],
  [
    'a step that returns numbers',
    () => cell({ ...base, step: () => ({ h: 3 as never }) }).run([1]),
    "mine.step: 'h' must be a tensor, got the number 3"
  ],
  [
    'a step whose state has another size',
    () => cell({ ...base, step: () => ({ h: tensor([[1, 2, 3]]) }) }).run([1]),
    "mine.step: 'h' must have shape [1, 2] (batch, units), got [1, 3]"
  ],
  [
    'a step whose channel is of another number of sequences',
    () =>
      cell({
        ...base,
        step: ({ h }) => ({ h, n: tensor([[1], [2]]) })
      }).run([1]),
    "mine.step: 'n' must have shape [1, units] (batch, units), got [2, 1]"
  ]
])('%s', (_, call, message) => {
  expect(call).toThrow(message);
});
