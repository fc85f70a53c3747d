import type { Layer, Tensor } from '../../../../src/engine';
import {
  layers,
  loadModel,
  sequential,
  tensor,
  variable
} from '../../../../src/engine';
import { seededPass } from '../../../../src/engine/models/seededPass';
import { gradientError } from '../finiteDifferences';
import { memoryFiles } from '../memoryFiles';

const pass = seededPass(1, false, 0);
const sequences = [
  [
    [0.3, -0.4],
    [1.1, 0.2],
    [-0.6, 0.9]
  ],
  [
    [-0.2, 0.7],
    [0.4, -0.9],
    [1.3, 0.5]
  ]
];
const mask = tensor([
  [1, 1, 0],
  [1, 1, 1]
]);

function built(layer: Layer): Layer {
  layer.name = 'layer';
  layer.build([null, 2], { seed: 5, dtype: 'f64' });
  return layer;
}

const weighed = (values: Tensor) =>
  values
    .mul(
      tensor(
        Float64Array.from({ length: values.size }, (_, at) => Math.cos(at)),
        { shape: values.shape }
      )
    )
    .sum();

it.each<[string, () => Layer]>([
  ['attention by dot', () => layers.attention({ score: 'dot' })],
  ['attention by general', () => layers.attention({ score: 'general' })],
  [
    'attention by additive',
    () => layers.attention({ score: 'additive', units: 3 })
  ],
  ['selfAttention', () => layers.selfAttention({ keyDim: 2 })],
  [
    'selfAttention of two causal heads without bias',
    () =>
      layers.selfAttention({
        keyDim: 2,
        heads: 2,
        causal: true,
        useBias: false
      })
  ],
  ['positionEncoding', () => layers.positionEncoding()],
  [
    'learned positions',
    () => layers.positionEncoding({ kind: 'learned', maxLength: 4 })
  ],
  [
    'residual',
    () =>
      layers.residual({
        layers: [
          layers.layerNormalization(),
          layers.dense({ units: 2, activation: 'tanh' })
        ]
      })
  ]
])(
  '%s has the gradient of central differences, over real and masked steps',
  (_, make) => {
    for (const flags of [undefined, mask]) {
      const layer = built(make());
      const x = variable(sequences);
      expect(
        gradientError(
          () => weighed(layer.call({ values: x, mask: flags }, pass).values),
          [x, ...layer.variables.map(weight => weight.tensor)]
        )
      ).toBeLessThan(1e-8);
      expect(layer.count.count).toBe(
        layer.variables.reduce((sum, weight) => sum + weight.tensor.size, 0)
      );
    }
  }
);

it('causal self-attention does not see what comes later', () => {
  const layer = built(layers.selfAttention({ keyDim: 2, causal: true }));
  const changed = sequences.map(rows => [...rows.slice(0, 2), [9, 9]]);
  const [a, b] = [sequences, changed].map(rows =>
    layer.call({ values: tensor(rows) }, pass).values.slice(0, 2, { axis: 1 })
  );
  expect(b.toArray()).toEqual(a.toArray());
});

it('self-attention without positions does not see the order of the other steps', () => {
  const layer = built(layers.selfAttention({ keyDim: 2 }));
  const turned = sequences.map(rows => [rows[1], rows[0], rows[2]]);
  const [a, b] = [sequences, turned].map(rows =>
    layer.call({ values: tensor(rows) }, pass).values.at(2, { axis: 1 })
  );
  b.values.forEach((value, at) => expect(value).toBeCloseTo(a.values[at], 14));
});

it('models of them are saved and loaded', async () => {
  memoryFiles();
  const model = sequential(
    [
      layers.dense({ units: 4, inputShape: [null, 2] }),
      layers.positionEncoding(),
      layers.residual({
        layers: [
          layers.layerNormalization(),
          layers.selfAttention({ keyDim: 2 })
        ]
      }),
      layers.attention({ score: 'additive' }),
      layers.dense({ units: 1 })
    ],
    { seed: 2 }
  );
  await model.save('file');
  const loaded = await loadModel('file');
  expect(loaded.predict(sequences).toArray()).toEqual(
    model.predict(sequences).toArray()
  );
});

it.each<[string, () => unknown, string]>([
  [
    'attention after a last answer',
    () =>
      sequential([
        layers.lstm({ units: 2, inputShape: [null, 1] }),
        layers.attention()
      ]),
    'layers.attention: its input must be sequences [B, T, H], got [?, 2]'
  ],
  [
    'learned positions without a length',
    () => layers.positionEncoding({ kind: 'learned' }),
    'layers.positionEncoding: maxLength must be a whole number of at least 1, got undefined'
  ],
  [
    'a longer sequence than there are positions',
    () =>
      built(layers.positionEncoding({ kind: 'learned', maxLength: 2 })).call(
        { values: tensor(sequences) },
        pass
      ),
    'a sequence of 3 steps is longer than maxLength 2'
  ],
  [
    'a residual of another shape',
    () => built(layers.residual({ layers: [layers.dense({ units: 3 })] })),
    'layers.residual: its layers have outputs of shape [?, ?, 3], but their input has [?, ?, 2]'
  ],
  [
    'no keys',
    () => layers.selfAttention({} as never),
    'layers.selfAttention: keyDim must be a whole number of at least 1, got undefined'
  ]
])('refuses %s', (_, call, message) => {
  expect(call).toThrow(message);
});
