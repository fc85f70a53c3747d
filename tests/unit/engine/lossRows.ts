import type { Loss } from '../../../src/engine';
import type { LossKind } from '../../../src/engine/spec/losses';
import { Tensor } from '../../../src/engine/tensor/tensor';
import { losses } from '../../../src/engine/training/losses';
import { randomTensor } from './fused/modelSupport';

// Every loss with truths that go with it: the kernels are held to the tape by these, and the last of a
// loss names all of its options for the table of mistakes. One without a row does not compile.

export const BATCH = 6;
export const real = randomTensor([BATCH, 3], 'y');
const ids = new Tensor(Float64Array.of(0, 2, 1, 1, 0, 2), [BATCH]);
/** What the answer to nothing but padding, a bias of 0, meets exactly. */
const none = new Tensor(new Float64Array(BATCH * 3), [BATCH, 3]);
const distributions = new Tensor(
  Float64Array.from({ length: BATCH * 3 }, (_, at) =>
    ids.values[Math.floor(at / 3)] === at % 3 ? 0.8 : 0.1
  ),
  [BATCH, 3]
);
const shares = new Tensor(
  Float64Array.from({ length: BATCH * 3 }, (_, at) => (at % 5) / 4),
  [BATCH, 3]
);

interface LossRow {
  readonly loss: Loss;
  readonly y: Tensor;
  /** Of the last layer. */
  readonly activations: readonly (
    'linear' | 'tanh' | 'sigmoid' | 'relu' | 'softmax'
  )[];
}

const plain = ['linear', 'tanh', 'sigmoid', 'relu'] as const;
export const lossRows: Record<LossKind, readonly LossRow[]> = {
  meanSquaredError: [
    { loss: losses.meanSquaredError(), y: real, activations: plain }
  ],
  meanAbsoluteError: [
    { loss: losses.meanAbsoluteError(), y: real, activations: plain },
    { loss: losses.meanAbsoluteError(), y: none, activations: ['linear'] }
  ],
  huber: [
    { loss: losses.huber(), y: real, activations: plain },
    { loss: losses.huber(), y: none, activations: ['linear'] },
    { loss: losses.huber({ delta: 0.3 }), y: real, activations: ['linear'] },
    { loss: losses.huber({ delta: 5 }), y: real, activations: ['linear'] }
  ],
  binaryCrossentropy: [
    {
      loss: losses.binaryCrossentropy(),
      y: shares,
      activations: ['sigmoid']
    },
    {
      loss: losses.binaryCrossentropy({
        fromLogits: true,
        labelSmoothing: 0.2
      }),
      y: shares,
      activations: ['linear']
    }
  ],
  categoricalCrossentropy: [
    {
      loss: losses.categoricalCrossentropy(),
      y: distributions,
      activations: ['softmax']
    },
    {
      loss: losses.categoricalCrossentropy({
        fromLogits: true,
        labelSmoothing: 0.2
      }),
      y: distributions,
      activations: ['linear']
    }
  ],
  sparseCategoricalCrossentropy: [
    {
      loss: losses.sparseCategoricalCrossentropy(),
      y: ids,
      activations: ['softmax']
    },
    {
      loss: losses.sparseCategoricalCrossentropy({
        fromLogits: true,
        ignoreIndex: 1
      }),
      y: ids,
      activations: ['linear']
    }
  ],
  // Its truth is of whole sequences, which the kernels have not.
  ctc: [
    {
      loss: losses.ctc({ blank: 1, zeroInfinity: true, convention: 'pytorch' }),
      y: ids,
      activations: []
    }
  ]
};
