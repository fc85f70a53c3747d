import type { Activation, Layer, Loss, Sequential } from '../../src/engine';
import { layers, losses, sequential, Tensor } from '../../src/engine';
import { peephole } from './writtenCells';

/** A network that is written as Python, with an input. */
export interface ExportedNetwork {
  readonly name: string;
  readonly model: Sequential;
  readonly x: number[][] | number[][][];
  /** What a compiled one should answer. */
  readonly y?: number[] | number[][];
}

const features = [
  [0.3, -0.8],
  [1.2, 0.4],
  [-0.5, 0.9],
  [0.1, 0.2],
  [-1.1, 0.7]
];
const batch = [features, features.map(([a, b]) => [b - 0.2, a])];
/** Padding before, within and behind; each sequence has another number of steps. */
const padded = [
  [[0, 0], [0, 0], ...features.slice(0, 3)],
  [features[1], [0, 0], features[3], [0, 0], [0, 0]]
];
const tokens = [
  [0, 0, 3, 1, 4],
  [2, 0, 5, 1, 0],
  [1, 2, 3, 4, 5]
];
/** With a sequence that is nothing but padding. */
const tokensAndNone = [[0, 0, 0, 0, 0], ...tokens];

const all = { returnSequences: true };
const input = { inputShape: [null, 2] };
const conventions = ['keras', 'pytorch'] as const;
const makers = {
  rnn: layers.simpleRNN,
  lstm: layers.lstm,
  gru: layers.gru
} as const;
const activations: readonly Activation[] = [
  'sigmoid',
  'tanh',
  'relu',
  'hardSigmoid',
  'softmax',
  'softplus',
  'softsign',
  'elu',
  'selu',
  'swish',
  'exponential',
  'gelu',
  'geluTanh',
  'leakyRelu'
];

/** Every kind of layer that can be written, in each of the ways in which it can stand. */
export function exportedNetworks(): ExportedNetwork[] {
  return [
    ...recurrentNetworks(),
    ...maskedNetworks(),
    ...writtenNetworks(),
    ...otherNetworks(),
    ...lookingNetworks(),
    ...compiledNetworks()
  ];
}

/** Attention in every way in which it can be made, what tells it the places, and a Transformer's blocks. */
function lookingNetworks(): ExportedNetwork[] {
  const kinds = [
    { keyDim: 3 },
    { keyDim: 2, heads: 3, causal: true },
    { keyDim: 4, rotary: true, useBias: false },
    { keyDim: 2, heads: 2, causal: true, rotary: true }
  ];
  const words = (maskZero: boolean) =>
    layers.embedding({
      ...{ inputDim: 6, outputDim: 4, maskZero },
      inputShape: [null]
    });
  const block = (options: Parameters<typeof layers.selfAttention>[0]) => [
    layers.residual({
      layers: [layers.layerNormalization(), layers.selfAttention(options)]
    }),
    layers.residual({
      layers: [
        layers.layerNormalization({ epsilon: 1e-5 }),
        layers.dense({ units: 6, activation: 'relu' }),
        layers.dropout({ rate: 0.1 }),
        layers.dense({ units: 4 })
      ]
    })
  ];
  return kinds
    .flatMap((options, at) => {
      const name = JSON.stringify(options);
      const places = layers.positionEncoding(
        at % 2 === 0 ? {} : { kind: 'learned', maxLength: 7 }
      );
      const body = (maskZero: boolean) => [
        ...[words(maskZero), places],
        ...block(options)
      ];
      return [
        network(
          `attention of ${name}`,
          [layers.selfAttention({ ...options, ...input })],
          batch
        ),
        network(
          `two blocks of ${name}, saved`,
          [...body(false), ...block(options), head()],
          tokens
        ),
        // Padding is no step that is looked at, wherever it lies.
        network(
          `a block of ${name}, masked`,
          [...body(true), layers.globalAveragePooling1D(), head()],
          tokens
        )
      ];
    })
    .concat(
      network(
        'residual layers in one another, around recurrent layers',
        [
          layers.residual({
            layers: [
              layers.gru({ units: 2, ...all, trainable: false }),
              layers.residual({
                layers: [layers.minGru({ units: 2, ...all, goBackwards: true })]
              }),
              layers.bidirectional({
                layer: layers.lstm({ units: 2, ...all }),
                mergeMode: 'sum'
              }),
              layers.timeDistributed({ layer: layers.dense({ units: 2 }) })
            ],
            ...input
          }),
          layers.residual({ layers: [layers.sLstm({ units: 2, ...all })] })
        ],
        batch
      ),
      network(
        'a residual layer around a recurrent one, masked',
        [
          layers.masking({ inputShape: [null, 2] }),
          layers.residual({
            layers: [
              layers.minGru({ units: 2, ...all }),
              layers.lstm({ units: 2, ...all, convention: 'pytorch' })
            ]
          }),
          layers.gru({ units: 2 })
        ],
        padded
      )
    );
}

function recurrentNetworks(): ExportedNetwork[] {
  return conventions.flatMap(convention =>
    Object.entries(makers).flatMap(([kind, make]) => {
      const name = `${kind} of ${convention}`;
      const options = { units: 3, convention };
      return [
        network(name, [make({ ...options, ...input }), head()], batch),
        network(
          `${name}, stacked, no bias`,
          [
            make({ ...options, ...all, useBias: false, ...input }),
            make({ ...options, ...all })
          ],
          batch
        ),
        network(
          `${name}, both directions`,
          [
            layers.bidirectional({
              layer: make({ ...options, ...all }),
              mergeMode: 'sum',
              ...input
            }),
            layers.bidirectional({ layer: make(options) }),
            head()
          ],
          batch
        ),
        network(
          `${name}, backwards`,
          [make({ ...options, ...all, goBackwards: true, ...input })],
          batch
        )
      ];
    })
  );
}

function maskedNetworks(): ExportedNetwork[] {
  return conventions.flatMap(convention => [
    network(
      `tokens of ${convention}, an output a step`,
      [
        table(),
        layers.lstm({ units: 3, ...all, convention }),
        layers.timeDistributed({ layer: layers.dense({ units: 2 }) })
      ],
      tokensAndNone
    ),
    network(
      `tokens of ${convention}, an output at the end`,
      [
        table(),
        layers.gru({ units: 3, ...all, convention, dropout: 0.2 }),
        layers.dropout({ rate: 0.3 }),
        layers.lstm({ units: 2, convention, recurrentDropout: 0.1 }),
        head()
      ],
      tokensAndNone
    ),
    network(
      `masking of ${convention}, both directions`,
      [
        layers.masking({ inputShape: [null, 2] }),
        layers.bidirectional({
          layer: layers.gru({ units: 3, ...all, convention }),
          mergeMode: 'ave'
        }),
        layers.bidirectional({
          layer: layers.lstm({ units: 2, convention }),
          mergeMode: 'mul'
        })
      ],
      padded
    )
  ]);
}

/** Every loss, of logits and of probabilities, at the end and at each step. */
function compiledNetworks(): ExportedNetwork[] {
  const number = [[0.2], [0.9]];
  const yes = [[1], [0]];
  const share = [
    [0, 1, 0],
    [0.75, 0, 0.25]
  ];
  const ids = [1, 2];
  const logits = { fromLogits: true };
  const smooth = { labelSmoothing: 0.2 };
  const { sparseCategoricalCrossentropy: ofIds } = losses;
  const ofLoss = (
    name: string,
    units: number,
    activation: Activation,
    loss: Loss,
    y: ExportedNetwork['y'],
    returnSequences = false
  ): ExportedNetwork => {
    const made = network(
      `the loss ${name}`,
      [
        layers.gru({ units: 3, returnSequences, ...input }),
        layers.dense({ units, activation })
      ],
      batch
    );
    made.model.compile({ loss });
    return { ...made, y };
  };
  const ofPadded = (
    name: string,
    loss: Loss,
    y: ExportedNetwork['y'],
    goBackwards: boolean
  ): ExportedNetwork => {
    const made = network(
      `the loss ${name} without padding`,
      [
        layers.masking(input),
        layers.gru({ units: 3, ...all, goBackwards }),
        layers.dense({ units: 3 })
      ],
      padded
    );
    made.model.compile({ loss });
    return { ...made, y };
  };
  const stepIds = [
    [0, 1, 2, 0, 1],
    [2, 2, 1, 0, 0]
  ];
  return [
    ofPadded('of ids', ofIds(logits), stepIds, false),
    ofPadded('of ids, backwards', ofIds(logits), stepIds, true),
    ofPadded(
      'CTC',
      losses.ctc(),
      [
        [1, 2],
        [1, -1]
      ],
      false
    ),
    ofPadded('CTC, backwards', losses.ctc(), [[2], [1]], true),
    ofLoss('MSE', 1, 'linear', losses.meanSquaredError(), number),
    ofLoss('MAE', 1, 'linear', losses.meanAbsoluteError(), number),
    ofLoss('Huber', 1, 'linear', losses.huber({ delta: 0.1 }), number),
    ...[{}, smooth].flatMap(more => {
      const { binaryCrossentropy: binary, categoricalCrossentropy: classes } =
        losses;
      const name = Object.keys(more).join('');
      const both = { ...logits, ...more };
      return [
        ofLoss(`BCE ${name}`, 1, 'sigmoid', binary(more), yes),
        ofLoss(`BCE of logits ${name}`, 1, 'linear', binary(both), yes),
        ofLoss(`CCE ${name}`, 3, 'softmax', classes(more), share),
        ofLoss(`CCE of logits ${name}`, 3, 'linear', classes(both), share)
      ];
    }),
    ofLoss('of ids', 3, 'softmax', ofIds(), ids),
    ofLoss('of ids of logits', 3, 'linear', ofIds(logits), ids),
    ofLoss(
      'of ids without one',
      3,
      'linear',
      ofIds({ ...logits, ignoreIndex: 1 }),
      ids
    ),
    ofLoss('of ids at each step', 3, 'linear', ofIds(logits), stepIds, true)
  ];
}

function otherNetworks(): ExportedNetwork[] {
  return [
    network(
      'a bag of words',
      [table(), layers.globalAveragePooling1D(), head()],
      tokens
    ),
    network(
      'a mean of all steps',
      [
        layers.layerNormalization({ epsilon: 0.01, inputShape: [null, 2] }),
        layers.globalAveragePooling1D(),
        layers.leakyReLU()
      ],
      batch
    ),
    network(
      'a flat row, frozen, with names that are none in Python',
      [
        layers.gru({
          units: 2,
          ...all,
          inputShape: [5, 2],
          name: 'train',
          trainable: false
        }),
        layers.flatten({ name: 'class' }),
        layers.dense({ units: 3, useBias: false, name: 'Gedächtnis "1"' }),
        layers.dense({ units: 2, name: "Gedächtnis '1'" })
      ],
      batch
    ),
    network(
      'convolutions of three kinds under a mean',
      [
        layers.conv1d({
          filters: 3,
          kernelSize: 2,
          activation: 'relu',
          ...input
        }),
        layers.conv1d({ filters: 2, kernelSize: 4, padding: 'same' }),
        layers.conv1d({
          filters: 3,
          kernelSize: 3,
          padding: 'causal',
          dilationRate: 2,
          useBias: false,
          activation: 'tanh'
        }),
        layers.globalAveragePooling1D()
      ],
      batch
    ),
    network(
      'a convolution that reads padding as data, as both frameworks do',
      [
        layers.masking({ inputShape: [null, 2] }),
        layers.conv1d({ filters: 3, kernelSize: 2 }),
        layers.gru({ units: 2 })
      ],
      padded
    ),
    network(
      'a relu in an RNN, after a reset before the product',
      [
        layers.gru({ units: 3, resetAfter: false, ...all, ...input }),
        layers.gru({ units: 3, resetAfter: false, ...all, useBias: false }),
        layers.simpleRNN({ units: 2, activation: 'relu' })
      ],
      batch
    ),
    ...activations.map(activation =>
      network(
        `the activation ${activation}`,
        [
          layers.dense({ units: 3, activation, ...input }),
          layers.activation({ activation })
        ],
        batch
      )
    )
  ];
}

/** Layers whose cells neither framework has, or not with these functions: their steps are written out. */
function writtenNetworks(): ExportedNetwork[] {
  const own = (options: object) =>
    layers.recurrent({ units: 3, cell: peephole, ...options } as never);
  const kinds = {
    ...{ own, minGru: layers.minGru, sLstm: layers.sLstm },
    ...{ deltaNet: layers.deltaNet, state: layers.selectiveStateSpace }
  } as Readonly<Record<string, (options: object) => Layer>>;
  const usual = { units: 3 };
  return [
    ...conventions.flatMap(convention =>
      Object.entries(kinds).flatMap(([kind, make]) => {
        const options = { ...usual, convention };
        return [
          network(
            `${kind} of ${convention}, stacked, backwards above`,
            [
              make({ ...options, ...all, ...input }),
              make({ ...options, ...all, goBackwards: true, dropout: 0.1 })
            ],
            batch
          ),
          network(
            `${kind} of ${convention}, masked`,
            [
              layers.masking({ inputShape: [null, 2] }),
              make({ ...options, ...all, goBackwards: true }),
              make(options)
            ],
            padded
          ),
          network(
            `${kind} of ${convention}, both directions, masked`,
            [
              table(),
              layers.bidirectional({
                layer: make({ ...options, ...all }) as never,
                mergeMode: 'sum'
              }),
              layers.bidirectional({ layer: make(options) as never }),
              head()
            ],
            tokensAndNone
          )
        ];
      })
    ),
    network(
      'a projection, masked, in both directions',
      [
        layers.masking({ inputShape: [null, 2] }),
        layers.bidirectional({
          layer: layers.lstm({ units: 3, projection: 2, ...all })
        }),
        layers.lstm({ units: 3, projection: 1 })
      ],
      padded
    ),
    network(
      'other gates, masked, in both directions',
      [
        layers.masking({ inputShape: [null, 2] }),
        layers.bidirectional({
          layer: layers.gru({ units: 3, resetAfter: false, ...all })
        }),
        layers.simpleRNN({ units: 3, activation: 'gelu', ...all }),
        layers.lstm({
          units: 2,
          activation: 'softsign',
          recurrentActivation: 'hardSigmoid',
          useBias: false
        })
      ],
      padded
    ),
    network(
      'layers whose names are classes',
      [
        layers.minGru({ ...usual, ...all, name: 'network', ...input }),
        layers.minGru({ units: 2, ...all, name: 'both_ways' }),
        layers.minLstm({ units: 2, name: 'None' })
      ],
      batch
    )
  ];
}

const head = () => layers.dense({ units: 1, activation: 'sigmoid' });

const table = () =>
  layers.embedding({
    inputDim: 6,
    outputDim: 3,
    maskZero: true,
    inputShape: [null]
  });

/** With weights none of which is zero. */
function network(
  name: string,
  stack: readonly Layer[],
  x: ExportedNetwork['x']
): ExportedNetwork {
  const model = sequential(stack, { seed: 1, dtype: 'f64' });
  model.setWeights(
    Object.values(model.getWeights()).map(
      ({ shape, size }, at) =>
        new Tensor(
          Float64Array.from(
            { length: size },
            (_, index) => 0.8 * Math.sin(1 + at + 1.7 * index)
          ),
          shape
        )
    )
  );
  return { name, model, x };
}
