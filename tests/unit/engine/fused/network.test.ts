import type { FusedLoss } from '../../../../src/engine/fused/loss';
import { layers } from '../../../../src/engine/layers/layers';
import type { Layer } from '../../../../src/engine/layers/layer';
import type { Initializer } from '../../../../src/engine/tensor/initializers';
import { initializers } from '../../../../src/engine/tensor/initializers';
import { sequential } from '../../../../src/engine/models/sequential';
import { noGradient } from '../../../../src/engine/tensor/recording';
import { Tensor } from '../../../../src/engine/tensor/tensor';
import type { Loss } from '../../../../src/engine/training/loss';
import { losses } from '../../../../src/engine/training/losses';
import {
  fusedFrom,
  fusedPass,
  randomTensor,
  randomTokens,
  tapePass
} from './modelSupport';
import { kinds, relativeError } from './support';

interface LayerMore {
  readonly returnSequences?: boolean;
  readonly dropout?: number;
  readonly recurrentDropout?: number;
}

interface HardMore extends LayerMore {
  readonly recurrentActivation: 'hardSigmoid';
  readonly kernelInitializer?: Initializer;
}

interface Case {
  readonly name: string;
  readonly layers: () => Layer[];
  readonly x: Tensor;
  readonly y: Tensor;
  readonly loss: Loss;
  readonly fused: FusedLoss;
  /** How far apart they may be where a step divides by what can be small. */
  readonly limit?: number;
}

const squared = {
  loss: losses.meanSquaredError(),
  fused: { kind: 'meanSquaredError' } as const
};
const binary = {
  loss: losses.binaryCrossentropy(),
  fused: losses.binaryCrossentropy().spec as FusedLoss
};
const zeroOrOne = (batch: number) =>
  new Tensor(
    Float64Array.from({ length: batch }, (_, at) => at % 2),
    [batch, 1]
  );
const dense = (units: number) => layers.dense({ units });

/** Features in, one answer a sequence or a step. */
function onFeatures(
  name: string,
  [batch, steps, features]: readonly [number, number, number],
  make: () => Layer[],
  answer: readonly number[]
): Case {
  return {
    name,
    layers: make,
    x: randomTensor([batch, steps, features], 'x', name),
    y: randomTensor([batch, ...answer], 'y', name),
    ...squared
  };
}

const cases: Case[] = [
  onFeatures(
    'one LSTM, batch 1',
    [1, 25, 1],
    () => [layers.lstm({ units: 8 }), dense(1)],
    [1]
  ),
  onFeatures(
    'one LSTM, odd sizes',
    [5, 7, 3],
    () => [layers.lstm({ units: 10 }), dense(3)],
    [3]
  ),
  onFeatures(
    'one LSTM backward',
    [3, 6, 2],
    () => [layers.lstm({ units: 4, goBackwards: true }), dense(1)],
    [1]
  ),
  onFeatures(
    "one LSTM with PyTorch's pair of biases",
    [4, 6, 5],
    () => [layers.lstm({ units: 9, convention: 'pytorch' }), dense(2)],
    [2]
  ),
  onFeatures(
    'one LSTM without bias, an answer each step',
    [3, 9, 4],
    () => [
      layers.lstm({ units: 8, useBias: false, returnSequences: true }),
      dense(2)
    ],
    [9, 2]
  ),
  onFeatures(
    'an LSTM that answers itself',
    [3, 5, 2],
    () => [layers.lstm({ units: 3, returnSequences: true })],
    [5, 3]
  ),
  onFeatures(
    'an LSTM in both directions that answers itself',
    [3, 5, 2],
    () => [layers.bidirectional({ layer: layers.lstm({ units: 3 }) })],
    [6]
  ),
  onFeatures(
    'a GRU',
    [5, 7, 3],
    () => [layers.gru({ units: 10 }), dense(1)],
    [1]
  ),
  onFeatures(
    'a GRU, batch 1',
    [1, 12, 2],
    () => [layers.gru({ units: 8 }), dense(1)],
    [1]
  ),
  onFeatures(
    "PyTorch's GRU",
    [4, 6, 5],
    () => [
      layers.gru({ units: 9, convention: 'pytorch', returnSequences: true }),
      dense(2)
    ],
    [6, 2]
  ),
  onFeatures(
    'a GRU that resets before the product',
    [4, 6, 5],
    () => [layers.gru({ units: 9, resetAfter: false }), dense(2)],
    [2]
  ),
  onFeatures(
    'a GRU that resets before, backward',
    [4, 6, 5],
    () => [
      layers.gru({ units: 5, resetAfter: false, goBackwards: true }),
      dense(2)
    ],
    [2]
  ),
  onFeatures(
    'a plain layer',
    [5, 7, 3],
    () => [layers.simpleRNN({ units: 10 }), dense(1)],
    [1]
  ),
  onFeatures(
    'a plain layer with relu',
    [5, 7, 3],
    () => [layers.simpleRNN({ units: 6, activation: 'relu' }), dense(1)],
    [1]
  ),
  onFeatures(
    "PyTorch's plain layer",
    [5, 7, 3],
    () => [layers.simpleRNN({ units: 6, convention: 'pytorch' }), dense(1)],
    [1]
  ),
  onFeatures(
    'three layers of three kinds',
    [6, 8, 3],
    () => [
      layers.lstm({ units: 7, returnSequences: true }),
      layers.gru({ units: 12, returnSequences: true }),
      layers.simpleRNN({ units: 5 }),
      layers.dense({ units: 9, activation: 'tanh' }),
      layers.dense({ units: 4, activation: 'sigmoid' }),
      dense(2)
    ],
    [2]
  ),
  onFeatures(
    'both directions, stacked',
    [6, 8, 3],
    () => [
      layers.bidirectional({
        layer: layers.lstm({ units: 5, returnSequences: true })
      }),
      layers.bidirectional({ layer: layers.gru({ units: 6 }) }),
      dense(2)
    ],
    [2]
  ),
  onFeatures(
    'dropout everywhere',
    [6, 8, 3],
    () => [
      layers.lstm({
        units: 7,
        returnSequences: true,
        dropout: 0.3,
        recurrentDropout: 0.4
      }),
      layers.dropout(0.3),
      layers.bidirectional({
        layer: layers.gru({ units: 6, dropout: 0.2, recurrentDropout: 0.2 })
      }),
      layers.dropout(0.5),
      dense(2)
    ],
    [2]
  ),
  onFeatures(
    'recurrent dropout in a GRU that resets before',
    [3, 5, 3],
    () => [
      layers.gru({ units: 6, recurrentDropout: 0.4, resetAfter: false }),
      dense(2)
    ],
    [2]
  ),
  onFeatures(
    'recurrent dropout in a plain layer',
    [3, 5, 3],
    () => [layers.simpleRNN({ units: 6, recurrentDropout: 0.4 }), dense(2)],
    [2]
  ),
  ...(['sum', 'ave', 'mul'] as const).flatMap(mergeMode => [
    onFeatures(
      `both directions merged by ${mergeMode}, each step and once`,
      [6, 8, 3],
      () => [
        layers.bidirectional({
          layer: layers.lstm({ units: 5, returnSequences: true }),
          mergeMode
        }),
        layers.bidirectional({ layer: layers.gru({ units: 6 }), mergeMode }),
        dense(2)
      ],
      [2]
    ),
    onFeatures(
      `merged by ${mergeMode} as the last layer`,
      [3, 5, 2],
      () => [
        layers.bidirectional({
          layer: layers.simpleRNN({ units: 3, returnSequences: true }),
          mergeMode
        })
      ],
      [5, 3]
    )
  ]),
  onFeatures(
    'a layer that answers from the last step on, and layers behind it',
    [4, 7, 3],
    () => [
      layers.lstm({ units: 5, goBackwards: true, returnSequences: true }),
      layers.gru({ units: 6, goBackwards: true, returnSequences: true }),
      layers.simpleRNN({ units: 5, returnSequences: true }),
      dense(2)
    ],
    [7, 2]
  ),
  onFeatures(
    'an answer from the last step on',
    [3, 5, 2],
    () => [layers.gru({ units: 3, goBackwards: true, returnSequences: true })],
    [5, 3]
  ),
  // Strong inputs, so that some gates lie on the flat parts.
  ...(
    [
      ['LSTM', more => layers.lstm({ units: 9, ...more })],
      ['GRU', more => layers.gru({ units: 9, ...more })],
      [
        'GRU that resets before',
        more => layers.gru({ units: 9, resetAfter: false, ...more })
      ]
    ] as [string, (more: HardMore) => ReturnType<typeof layers.lstm>][]
  ).flatMap(([kind, make]) =>
    [0, 0.3].map(recurrentDropout =>
      onFeatures(
        `${kind} with hard gates, dropout ${recurrentDropout}`,
        [5, 7, 3],
        () => [
          make({
            recurrentActivation: 'hardSigmoid',
            recurrentDropout,
            kernelInitializer: initializers.uniform(-3, 3),
            returnSequences: true
          }),
          make({ recurrentActivation: 'hardSigmoid' }),
          dense(2)
        ],
        [2]
      )
    )
  ),
  ...(['keras', 'pytorch'] as const).flatMap(convention => [
    onFeatures(
      `a projected LSTM of ${convention}`,
      [5, 7, 3],
      () => [
        layers.lstm({
          units: 10,
          projection: 3,
          convention,
          returnSequences: true
        }),
        layers.lstm({ units: 6, projection: 4, convention }),
        dense(2)
      ],
      [2]
    ),
    onFeatures(
      `projected LSTMs of ${convention} in both directions, a projection as the output`,
      [4, 6, 2],
      () => [
        layers.bidirectional({
          layer: layers.lstm({
            units: 9,
            projection: 5,
            convention,
            returnSequences: true
          }),
          mergeMode: 'mul'
        }),
        layers.bidirectional({
          layer: layers.lstm({
            units: 9,
            projection: 5,
            convention,
            dropout: 0.3,
            returnSequences: true
          })
        })
      ],
      [6, 10]
    )
  ]),
  // More rows than one chunk takes, and than a product takes at once.
  ...(
    [
      ['LSTMs', more => layers.lstm({ units: 6, ...more })],
      ['GRUs', more => layers.gru({ units: 6, ...more })],
      [
        'GRUs that reset before',
        more => layers.gru({ units: 6, resetAfter: false, ...more })
      ],
      ['plain layers', more => layers.simpleRNN({ units: 6, ...more })]
    ] as [string, (more: LayerMore) => ReturnType<typeof layers.lstm>][]
  ).flatMap(([kind, make]) =>
    [0, 0.3].map(dropout =>
      onFeatures(
        `${kind} in both directions over several chunks, dropout ${dropout}`,
        [30, 11, 3],
        () => [
          layers.bidirectional({
            layer: make({
              returnSequences: true,
              dropout,
              recurrentDropout: dropout
            })
          }),
          layers.bidirectional({
            layer: make({ dropout, recurrentDropout: dropout })
          }),
          dense(2)
        ],
        [2]
      )
    )
  ),
  ...(
    [
      ['minGRUs', more => layers.minGru({ units: 6, ...more })],
      ['minLSTMs', more => layers.minLstm({ units: 6, ...more })],
      ['sLSTMs', more => layers.sLstm({ units: 6, ...more })],
      ['mLSTMs', more => layers.mLstm({ units: 4, ...more })],
      ['DeltaNets', more => layers.deltaNet({ units: 4, ...more }), 5e-5],
      [
        'linear attention',
        more => layers.linearAttention({ units: 4, ...more })
      ],
      ['swish', more => layers.lstm({ units: 5, activation: 'swish', ...more })]
    ] as [
      string,
      (more: LayerMore) => ReturnType<typeof layers.lstm>,
      number?
    ][]
  ).flatMap(([kind, make, limit]): Case[] => [
    {
      limit,
      ...onFeatures(
        `${kind}, one in both directions, over several chunks`,
        [30, 11, 3],
        () => [
          make({ returnSequences: true, dropout: 0.2 }),
          layers.bidirectional({ layer: make({}) }),
          dense(2)
        ],
        [2]
      )
    },
    {
      name: `${kind} over text with padding`,
      layers: () => [
        layers.embedding({ inputDim: 11, outputDim: 5, maskZero: true }),
        make({ returnSequences: true }),
        make({}),
        layers.dense({ units: 1, activation: 'sigmoid' })
      ],
      x: randomTokens(7, 9, 11, 'amid'),
      y: zeroOrOne(7),
      ...binary
    }
  ]),
  {
    name: 'text over several chunks',
    layers: () => [
      layers.embedding({ inputDim: 11, outputDim: 5, maskZero: true }),
      layers.bidirectional({
        layer: layers.lstm({ units: 6, returnSequences: true })
      }),
      layers.gru({ units: 5, recurrentDropout: 0.3 }),
      layers.dense({ units: 1, activation: 'sigmoid' })
    ],
    x: randomTokens(40, 21, 11, 'amid'),
    y: zeroOrOne(40),
    ...binary
  },
  ...(['none', 'before', 'behind', 'amid'] as const).flatMap(
    (padding): Case[] => [
      {
        name: `text, padding ${padding}`,
        layers: () => [
          layers.embedding({ inputDim: 11, outputDim: 5, maskZero: true }),
          layers.lstm({ units: 6 }),
          layers.dense({ units: 1, activation: 'sigmoid' })
        ],
        x: randomTokens(7, 9, 11, padding),
        y: zeroOrOne(7),
        ...binary
      },
      {
        name: `text in both directions, two layers, padding ${padding}`,
        layers: () => [
          layers.embedding({ inputDim: 11, outputDim: 8, maskZero: true }),
          layers.bidirectional({
            layer: layers.lstm({ units: 8, returnSequences: true })
          }),
          layers.dropout(0.3),
          layers.bidirectional({ layer: layers.lstm({ units: 4 }) }),
          layers.dense({ units: 1, activation: 'sigmoid' })
        ],
        x: randomTokens(7, 9, 11, padding),
        y: zeroOrOne(7),
        ...binary
      },
      {
        name: `tags, padding ${padding}`,
        layers: () => [
          layers.embedding({ inputDim: 11, outputDim: 8, maskZero: true }),
          layers.gru({
            units: 6,
            returnSequences: true,
            recurrentDropout: 0.3,
            goBackwards: false
          }),
          layers.dense({ units: 3, activation: 'softmax' })
        ],
        x: randomTokens(7, 9, 11, padding),
        y: new Tensor(
          Float64Array.from({ length: 63 }, (_, at) => (at * 7) % 3),
          [7, 9]
        ),
        loss: losses.sparseCategoricalCrossentropy(),
        fused: losses.sparseCategoricalCrossentropy().spec as FusedLoss
      },
      {
        name: `merged and projected states over padding ${padding}`,
        layers: () => [
          layers.embedding({ inputDim: 11, outputDim: 6, maskZero: true }),
          layers.bidirectional({
            layer: layers.lstm({
              units: 7,
              projection: 3,
              recurrentActivation: 'hardSigmoid',
              returnSequences: true
            }),
            mergeMode: 'sum'
          }),
          layers.lstm({ units: 6, projection: 2, returnSequences: true }),
          layers.dense({ units: 1, activation: 'tanh' })
        ],
        x: randomTokens(7, 9, 11, padding),
        y: randomTensor([7, 9, 1], 'merged', padding),
        ...squared
      },
      {
        name: `an embedding under dropout, padding ${padding}`,
        layers: () => [
          layers.embedding({ inputDim: 11, outputDim: 6, maskZero: true }),
          layers.lstm({ units: 6, dropout: 0.2, recurrentDropout: 0.2 }),
          layers.dense({ units: 1, activation: 'sigmoid' })
        ],
        x: randomTokens(7, 9, 11, padding),
        y: zeroOrOne(7),
        ...binary
      },
      {
        name: `a plain layer over padding ${padding}`,
        layers: () => [
          layers.embedding({ inputDim: 11, outputDim: 6, maskZero: true }),
          layers.bidirectional({
            layer: layers.simpleRNN({ units: 6, recurrentDropout: 0.2 })
          }),
          layers.dense({ units: 1, activation: 'sigmoid' })
        ],
        x: randomTokens(7, 9, 11, padding),
        y: zeroOrOne(7),
        ...binary
      }
    ]
  )
];

const LIMIT = 1e-5;

const largestOf = (all: readonly ArrayLike<number>[]): number =>
  all.reduce(
    (most, values) =>
      Array.from(values).reduce((a, b) => Math.max(a, Math.abs(b)), most),
    0
  );

describe.each(kinds)('a network by the kernels (%s)', kind => {
  it.each(cases)(
    'has the loss, gradients and answers of the step functions: $name',
    ({ layers: make, x, y, loss, fused, limit = LIMIT }) => {
      const model = sequential(make(), { seed: 3 });
      model.build(x.rank === 3 ? [null, x.shape[2]] : [null]);
      const network = fusedFrom(model, kind, x.shape[2] ?? 0);
      // The second batch finds memory that the first has used.
      for (const step of [0, 1]) {
        const expected = tapePass(model, x, y, loss, step);
        const found = fusedPass(network, model, x, y, fused, { step });
        expect(Math.abs(found.loss / expected.loss - 1)).toBeLessThan(LIMIT);
        // Beside large derivatives, those that cancel to nothing (by an sLSTM's b_i) are roundings.
        const least = 0.01 * largestOf([...expected.gradients.values()]);
        for (const [name, gradient] of expected.gradients) {
          const own = found.gradients.get(name)!;
          const largest = largestOf([gradient]);
          const apart = relativeError(own, gradient) * (largest || 1);
          const error = apart / Math.max(largest, least);
          expect([name, error < limit ? 'equal' : error]).toEqual([
            name,
            'equal'
          ]);
        }
      }
      const answers = noGradient(
        () => model.forward(x, model.passFor(false, 0)).values
      );
      const [batch, steps] = x.shape;
      const predicted = network.predict({
        input: x.values,
        starts: Int32Array.from(
          { length: batch },
          (_, b) => (b * x.size) / batch
        ),
        steps
      });
      expect(relativeError(predicted, answers.values)).toBeLessThan(LIMIT);
    }
  );
});
