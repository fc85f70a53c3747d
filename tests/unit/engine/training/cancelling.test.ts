import {
  add,
  layers,
  matmul,
  optimizers,
  sequential,
  tanh
} from '../../../../src/engine';
import type { Layer, Tensor } from '../../../../src/engine';
import { randomTensor } from '../fused/modelSupport';

// The derivative of a mean absolute error by the bias of the last layer is the mean of signs: 0 where as
// many answers are too high as too low. Adam and RMSprop divide by the size of the gradient, and would make
// a whole step of what rounding to float32 leaves.

const own = {
  name: 'own',
  state: ['h'],
  parameters: ['W', 'U', 'b'],
  step: (
    { x, h }: Record<'x' | 'h', Tensor>,
    { W, U, b }: Record<'W' | 'U' | 'b', Tensor>
  ) => ({ h: tanh(add(matmul(x, W), matmul(h, U), b)) })
} as const;

/** One whose output is the answer. */
const answering = {
  name: 'answering',
  state: ['h'],
  parameters: ['W', 'b'],
  step: (
    { x }: Record<'x' | 'h', Tensor>,
    { W, b }: Record<'W' | 'b', Tensor>
  ) => ({
    h: add(matmul(x, W), b)
  })
} as const;

const dense = () => layers.dense({ units: 1 });
const paths = {
  'by the tape': ['tape', () => [layers.gru({ units: 3 }), dense()]],
  'by the kernels': ['fused', () => [layers.gru({ units: 3 }), dense()]],
  'behind a compiled step': [
    'auto',
    () => [layers.recurrent({ units: 3, cell: own }), dense()]
  ],
  'in a compiled step': [
    'auto',
    () => [layers.recurrent({ units: 1, cell: answering })]
  ]
} as const satisfies Record<string, readonly [string, () => Layer[]]>;

describe.each(Object.entries(paths))(
  'signs that cancel in float32, %s',
  (_, [compute, made]) => {
    it.each(['adam', 'rmsprop'] as const)(
      'move no bias with %s',
      async kind => {
        for (let half = 1; half < 30; half++) {
          const model = sequential(made(), {
            seed: half,
            compute,
            dtype: 'f32'
          });
          model.compile({ loss: 'mae', optimizer: optimizers[kind]() });
          const y = Array.from({ length: 2 * half }, (_, row) =>
            row < half ? 10 : -10
          );
          await model.fit(randomTensor([2 * half, 3, 2], 'x', half), y, {
            batchSize: 2 * half,
            epochs: 2,
            verbose: 0
          });
          // The bias is the last of all weights.
          const bias = Object.values(model.getWeights()).at(-1)!;
          expect([half, bias.item()]).toEqual([half, 0]);
        }
      }
    );
  }
);
