import type { Layer, Sequential, Tensor } from '../../../../src/engine';
import {
  cell,
  layers,
  maximum,
  minGru,
  sequential,
  tanh
} from '../../../../src/engine';
import { kerasWeights } from '../../../../src/engine/models/toPython/kerasLayer';

// That the code runs and answers as the model does is tested in tests/models/test_engine.py.

const built = (...stack: Layer[]) => {
  const model = sequential(stack, { seed: 1 });
  model.build([null, 2]);
  return model;
};

it('writes a network for PyTorch as one would write it', () => {
  const code = built(
    layers.bidirectional({
      layer: layers.lstm({ units: 3, returnSequences: true })
    }),
    layers.dropout({ rate: 0.2 }),
    layers.gru({ units: 2, dropout: 0.1, trainable: false }),
    layers.dense({ units: 1, activation: 'sigmoid' })
  ).toPyTorch();
  expect(code).toContain(`class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.bidirectional = nn.LSTM(2, 3, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(0.2)
        # trained with dropout of 0.1 of its inputs, which nn.GRU does not have
        self.gru = nn.GRU(6, 2, batch_first=True)
        self.gru.requires_grad_(False)
        self.dense = nn.Linear(2, 1)

    def forward(self, x):
        """[batch, time, 2] → [batch, 1]"""
        x, _ = self.bidirectional(x)
        x = self.dropout(x)
        _, h = self.gru(x)
        x = h[0]
        x = torch.sigmoid(self.dense(x))
        return x
`);
  expect(code).not.toContain('def over_valid');
});

it('writes the weights of each direction under the name that PyTorch gives it', () => {
  const model = built(
    layers.bidirectional({ layer: layers.gru({ units: 3 }) }),
    layers.dense({ units: 1 })
  );
  const code = model.toPyTorch({ dtype: 'f64' });
  const numbersOf = (name: string) => {
    const [, base64] = new RegExp(`"${name}": .*"([^"]+)"`).exec(code)!;
    const bytes = Buffer.from(base64, 'base64');
    return Array.from({ length: bytes.length / 8 }, (_, at) =>
      bytes.readDoubleLE(8 * at)
    );
  };
  for (const [layer, suffix] of [
    ['forward', '_l0'],
    ['backward', '_l0_reverse']
  ]) {
    // [I, 3H] in Keras's order of z, r, n; PyTorch's rows are those of r, z, n.
    const kernel = model.variables
      .find(({ name }) => name === `bidirectional/${layer}/kernel`)!
      .tensor.toArray() as number[][];
    const rows = [3, 4, 5, 0, 1, 2, 6, 7, 8].flatMap(column =>
      kernel.map(row => row[column])
    );
    expect(numbersOf(`bidirectional.weight_ih${suffix}`)).toEqual(rows);
  }
});

it('writes a network for Keras as one would write it', () => {
  const model = sequential(
    [
      layers.embedding({ inputDim: 9, outputDim: 4, maskZero: true }),
      layers.lstm({
        units: 3,
        returnSequences: true,
        convention: 'pytorch',
        recurrentDropout: 0.1
      }),
      layers.bidirectional({
        layer: layers.gru({ units: 2, resetAfter: false }),
        mergeMode: 'ave'
      }),
      layers.dense({ units: 2, activation: 'softmax' })
    ],
    { seed: 1 }
  );
  model.build([null]);
  expect(model.toKeras()).toContain(`model = keras.Sequential(
    [
        keras.Input((None,), dtype="int32"),
        layers.Embedding(9, 4, mask_zero=True, name="embedding"),
        layers.LSTM(3, return_sequences=True, recurrent_dropout=0.1, zero_output_for_mask=True, name="lstm"),
        layers.Bidirectional(layers.GRU(2, reset_after=False), merge_mode="ave", name="bidirectional"),
        layers.Dense(2, activation="softmax", name="dense"),
    ]
)
`);
});

it('writes a block of a Transformer as one would write it', () => {
  const model = built(
    layers.positionEncoding({ kind: 'learned', maxLength: 9 }),
    layers.residual({
      layers: [
        layers.layerNormalization(),
        layers.selfAttention({ keyDim: 4, heads: 2, causal: true })
      ]
    }),
    layers.residual({
      layers: [layers.dense({ units: 2, trainable: false })]
    })
  );
  const pytorch = model.toPyTorch();
  expect(pytorch).toContain(`        super().__init__()
        self.position_encoding = nn.Embedding(9, 2)
        self.residual_layer_normalization = nn.LayerNorm(2, eps=0.001)
        self.residual_self_attention = SelfAttention(2, heads=2, key_dim=4, causal=True)
        self.residual_1_dense = nn.Linear(2, 2)
        self.residual_1_dense.requires_grad_(False)

    def forward(self, x):
        """[batch, time, 2] → [batch, time, 2]"""
        x = x + self.position_encoding(torch.arange(x.shape[1], device=x.device))
        residual_in = x
        x = self.residual_layer_normalization(x)
        x = self.residual_self_attention(x)
        x = residual_in + x
        residual_1_in = x
        x = self.residual_1_dense(x)
        x = residual_1_in + x
        return x
`);
  expect(pytorch).not.toContain('def turned');
  const keras = model.toKeras();
  expect(keras)
    .toContain(`        LearnedPositions(9, name="position_encoding"),
        Residual(
            [
                layers.LayerNormalization(epsilon=0.001),
                SelfAttention(2, 4, causal=True),
            ],
            name="residual",
        ),
        Residual(
            [
                layers.Dense(2, trainable=False),
            ],
            name="residual_1",
        ),
`);
  expect(keras).not.toContain('def turned');
});

it.each<[string, () => Sequential, string | null, string | null]>([
  ...[
    layers.masking(),
    layers.gru({ units: 2, returnSequences: true, goBackwards: true })
  ].map((inner, at): [string, () => Sequential, string, string] => [
    `a residual layer in which padding changes, ${at}`,
    () => built(layers.masking(), layers.residual({ layers: [inner] })),
    ...(['PyTorch', 'Keras'].map(
      framework =>
        `model.to${framework}: layer 'residual' (Residual) cannot be written: its ${inner.type} changes at which steps there is padding`
    ) as [string, string])
  ]),
  [
    'a layer of your own inside a residual one',
    () =>
      built(
        layers.residual({
          layers: [{ ...layers.dropout({ rate: 0 }), spec: undefined }]
        })
      ),
    '(Dropout) cannot be written: it is of a type of your own',
    '(Dropout) cannot be written: it is of a type of your own'
  ],
  [
    'a cell that cannot be followed',
    () =>
      built(
        layers.recurrent({
          units: 2,
          name: 'own',
          cell: {
            name: 'own',
            state: ['h'],
            parameters: ['b'],
            step: ({ h }, { b }) => ({
              h: h.values[0] > 0 ? tanh(h.add(b)) : h
            })
          }
        })
      ),
    "model.toPyTorch: layer 'own' (RNN) cannot be written: the step of own reads the numbers of 'h' while it is followed, so what it does may depend on them",
    "model.toKeras: layer 'own' (RNN) cannot be written: the step of own reads the numbers of 'h' while it is followed, so what it does may depend on them"
  ],
  [
    'a state that is carried over',
    () => built(layers.gru({ units: 2, stateful: true })),
    "model.toPyTorch: layer 'gru' (GRU) cannot be written: it is stateful",
    "model.toKeras: layer 'gru' (GRU) cannot be written: it is stateful"
  ],
  [
    'padding behind padding',
    () => built(layers.masking(), layers.masking({ maskValue: 1 })),
    null,
    "model.toKeras: layer 'masking_1' (Masking) cannot be written: Masking of Keras forgets what was padding before"
  ],
  [
    'padding within a step',
    () =>
      sequential(
        [
          layers.masking({ inputShape: [2, 3, 2] }),
          layers.timeDistributed({
            layer: layers.lstm({ units: 2 }),
            name: 'sentences'
          })
        ],
        { seed: 1 }
      ),
    "model.toPyTorch: layer 'sentences' (TimeDistributed) cannot be written: PyTorch repeats no LSTM over steps",
    "model.toKeras: layer 'sentences' (TimeDistributed) cannot be written: TimeDistributed of Keras loses what is padding within a step"
  ]
])('%s is refused by name', (_, make, inPytorch, inKeras) => {
  if (inPytorch === null) {
    expect(make().toPyTorch()).toContain('mask = mask & (x != 1).any(-1)');
  } else {
    expect(() => make().toPyTorch()).toThrow(inPytorch);
  }
  if (inKeras === null) {
    expect(make().toKeras()).toContain('keras.Sequential');
  } else {
    expect(() => make().toKeras()).toThrow(inKeras);
  }
});

it('refuses weights that are none, and other options', () => {
  const bare = sequential([layers.gru({ units: 2 })]);
  expect(() => bare.toPyTorch()).toThrow(
    'model.toPyTorch: the model has no weights yet'
  );
  expect(() => bare.toKeras()).toThrow(
    'model.toKeras: the model has no weights yet'
  );
  const model = built(layers.gru({ units: 2 }));
  expect(() => model.toPyTorch({ dtype: 'f16' as never })).toThrow(
    "model.toPyTorch: dtype must be 'f32' or 'f64'"
  );
  model.variables[0].tensor.values[1] = NaN;
  expect(() => model.toPyTorch()).toThrow(
    'model.toPyTorch: the weight gru/kernel holds NaN'
  );
});

it('writes a cell of your own as one would write it', () => {
  const leaky = {
    name: 'leaky',
    state: ['h'],
    parameters: ['W', 'U', 'b'],
    step({ x, h }, { W, U, b }) {
      const n = tanh(x.matmul(W).add(h.matmul(U)).add(b));
      return { n, h: h.mul(0.9).add(n.mul(0.1)) };
    }
  } as const satisfies Omit<Parameters<typeof cell>[0], 'inputSize' | 'units'>;
  const model = built(
    layers.masking(),
    layers.recurrent({ units: 3, cell: leaky, recurrentDropout: 0.2 })
  );
  const code = model.toPyTorch();
  expect(code).toContain(`class RnnLayer(nn.Module):
    """leaky, 2 inputs, 3 units.

    trained with dropout of 0.2 of h, which this module does not have
    """

    def __init__(self):
        super().__init__()
        self.W = nn.Parameter(torch.empty((2, 3)))
        self.U = nn.Parameter(torch.empty((3, 3)))
        self.b = nn.Parameter(torch.empty((3,)))

    def step(self, x, h):
        n = torch.tanh(x @ self.W + h @ self.U + self.b)
        h = h * 0.9 + n * 0.1
        return (h,)
`);
  expect(code).toContain('_, h = self.rnn(x, mask)');
  expect(model.toKeras()).toContain('layers.RNN(RnnCell(), name="rnn")');
  expect(cell({ ...leaky, inputSize: 2, units: 3 }).toJax())
    .toContain(`def step(parameters, states, x):
    """One step of leaky, 2 inputs, 3 units: the states after it."""
    (h,) = states
    n = jnp.tanh(x @ parameters["W"] + h @ parameters["U"] + parameters["b"])
    h = h * 0.9 + n * 0.1
    return (h,)
`);
});

it('gives Keras the weights of each layer in its own order', () => {
  const model = built(
    layers.masking(),
    layers.gru({ units: 3, returnSequences: true }),
    layers.minGru({ units: 2 }),
    layers.dense({ units: 1 })
  );
  const [, gru, minimal, dense] = model.layers;
  const written = (layer: Layer) =>
    kerasWeights(layer).map(weight => weight.toArray());
  const numbers = (weights: Readonly<Record<string, Tensor>>) =>
    Object.values(weights).map(weight => weight.toArray());
  expect(written(gru)).toEqual(
    numbers(gru.cells[0].getWeights({ convention: 'keras' }))
  );
  expect(written(minimal)).toEqual(numbers(minimal.cells[0].parameters));
  expect(kerasWeights(dense).map(({ shape }) => shape)).toEqual([[2, 1], [1]]);
});

describe('a cell that is written', () => {
  const sizes = { inputSize: 2, units: 2 };
  const own = (step: Parameters<typeof cell>[0]['step']) =>
    cell({ ...sizes, name: 'own', state: ['h'], parameters: ['W'], step });

  it.each<[string, ReturnType<typeof own>, string]>([
    [
      'draws numbers',
      own(({ x }, { W }) => ({ h: x.matmul(W).mul(Math.random()) })),
      'own.toJax: the step of own computes something else each time it is called, or by the size of the batch'
    ],
    [
      'holds a large table',
      own(({ x, h }) => ({
        h: h.add(x.sum(1, { keepDims: true }).mul(new Array(65).fill(1)).sum())
      })),
      'own.toJax: a table of 65 numbers stands in the step; make it a parameter'
    ],
    [
      'mixes its batch',
      own(({ x, h }) => ({
        h: h.add(
          x.matmul(h.transpose()).reshape([1, x.shape[0], h.shape[0]]).sum()
        )
      })),
      'own.toJax: its step mixes the sequences of a batch'
    ]
  ])('is refused where it %s', (_, of, message) => {
    expect(() => of.toJax()).toThrow(new Error(message));
  });

  it('makes a value of a number where a function of the framework takes none', () => {
    const of = own(({ x, h }, { W }) => ({
      h: maximum(x.matmul(W).add(h), 0.5)
    }));
    expect(of.toPyTorch()).toContain(
      'torch.maximum(x @ self.W + h, x.new_tensor(0.5))'
    );
  });

  it('is refused with weights that are none', () => {
    const of = minGru({ ...sizes, seed: 1 });
    of.variables[0].tensor.values[1] = NaN;
    expect(() => of.toKeras()).toThrow(
      'minGRU.toKeras: Wz holds NaN at [0, 1]'
    );
  });
});
