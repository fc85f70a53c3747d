import type { Layer, Sequential } from '../../../../src/engine';
import { cell, layers, sequential, tanh } from '../../../../src/engine';

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
        mergeMode: 'mean'
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

it.each<[string, () => Sequential, RegExp | string, RegExp | string | null]>([
  [
    'attention',
    () => built(layers.selfAttention({ keyDim: 2 })),
    "model.toPyTorch: layer 'self_attention' (SelfAttention) cannot be written: PyTorch has no such layer",
    "model.toKeras: layer 'self_attention' (SelfAttention) cannot be written: Keras has no such layer"
  ],
  [
    'a cell of your own',
    () =>
      built(
        layers.recurrent({
          cell: cell({
            name: 'own',
            inputSize: 2,
            units: 2,
            state: ['h'],
            parameters: { b: ['units'] },
            step: ({ h }, { b }) => ({ h: tanh(h.add(b)) })
          })
        } as never)
      ),
    /model.toPyTorch: layer '\w+' \(\w+\) cannot be written: PyTorch has no such (cell|layer)/,
    /model.toKeras: layer '\w+' \(\w+\) cannot be written: Keras has no such (cell|layer)/
  ],
  [
    'other gates',
    () => built(layers.lstm({ units: 2, recurrentActivation: 'hardSigmoid' })),
    "the gates of nn.LSTM have no activation 'hardSigmoid'",
    null
  ],
  [
    'another candidate',
    () => built(layers.simpleRNN({ units: 2, activation: 'softsign' })),
    "nn.RNN has no activation 'softsign'",
    null
  ],
  [
    'a reset before the product, in both directions',
    () =>
      built(
        layers.bidirectional({
          layer: layers.gru({ units: 2, resetAfter: false })
        })
      ),
    'one that resets before is written only in one direction',
    null
  ],
  [
    'a state that is carried over',
    () => built(layers.gru({ units: 2, stateful: true })),
    "model.toPyTorch: layer 'gru' (GRU) cannot be written: it is stateful",
    "model.toKeras: layer 'gru' (GRU) cannot be written: it is stateful"
  ]
])('%s is refused by name', (_, make, inPytorch, inKeras) => {
  expect(() => make().toPyTorch()).toThrow(inPytorch);
  if (inKeras === null) {
    expect(make().toKeras()).toContain('keras.Sequential');
  } else {
    expect(() => make().toKeras()).toThrow(inKeras);
  }
});

it('refuses a projection for Keras, weights that are none, and other options', () => {
  expect(() =>
    built(layers.lstm({ units: 3, projection: 2 })).toKeras()
  ).toThrow("layer 'lstm' (LSTM) cannot be written: the LSTM of Keras");
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
