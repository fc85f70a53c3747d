import fc from 'fast-check';
import type { Conv1DOptions, Layer, Tensor } from '../../../../src/engine';
import {
  layers,
  random,
  regularizers,
  sequential,
  setHost,
  tensor,
  variable
} from '../../../../src/engine';
import { loadModel } from '../../../../src/engine';
import type { Pass } from '../../../../src/engine/layers/layer';
import { seededPass } from '../../../../src/engine/models/seededPass';
import { relativeError } from '../../../parity/relativeError';
import { gradientError } from '../finiteDifferences';

const still: Pass = seededPass(1, false, 0);

function built(options: Conv1DOptions, steps: number, inputs: number): Layer {
  const layer = layers.conv1d(options);
  layer.name ||= 'layer';
  layer.build([steps, inputs], { seed: 5, dtype: 'f64' });
  return layer;
}

function normal(seed: number, shape: readonly number[]): Tensor {
  const stream = random(seed, 'x');
  return tensor(
    Float64Array.from({ length: shape.reduce((a, b) => a * b) }, () =>
      stream.normal()
    ),
    { shape: [...shape] }
  );
}

const cases = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    steps: fc.integer({ min: 1, max: 9 }),
    inputs: fc.integer({ min: 1, max: 3 }),
    filters: fc.integer({ min: 1, max: 3 }),
    kernelSize: fc.integer({ min: 1, max: 4 }),
    dilationRate: fc.integer({ min: 1, max: 3 }),
    padding: fc.constantFrom(
      'valid' as const,
      'same' as const,
      'causal' as const
    ),
    useBias: fc.boolean(),
    convention: fc.constantFrom('keras' as const, 'pytorch' as const),
    seed: fc.nat(1_000_000)
  })
  .filter(
    ({ padding, steps, kernelSize, dilationRate }) =>
      padding !== 'valid' || steps > (kernelSize - 1) * dilationRate
  );

/** Number by number, with what stands outside the sequence taken for 0. */
function bySums(layer: Layer, x: Tensor, of: Conv1DOptions): number[][][] {
  const [kernel, bias] = layer.variables.map(({ tensor }) => tensor.toArray());
  const weights = kernel as unknown as number[][][];
  const { kernelSize, dilationRate = 1, padding, filters } = of;
  const reach = (kernelSize - 1) * dilationRate;
  const before = { valid: 0, same: Math.floor(reach / 2), causal: reach }[
    padding!
  ];
  return x.toArray<number[][][]>().map(rows =>
    Array.from(
      { length: padding === 'valid' ? rows.length - reach : rows.length },
      (_, t) =>
        Array.from({ length: filters }, (_, filter) => {
          let sum = bias ? (bias as unknown as number[])[filter] : 0;
          for (let k = 0; k < kernelSize; k++) {
            const row = rows[t - before + k * dilationRate] ?? [];
            row.forEach((value, input) => {
              sum += value * weights[k][input][filter];
            });
          }
          return sum;
        })
    )
  );
}

describe('conv1d', () => {
  it('is the sum that its formula says, whatever its sizes and padding', () => {
    fc.assert(
      fc.property(cases, ({ batch, steps, inputs, seed, ...options }) => {
        const layer = built({ ...options, seed }, steps, inputs);
        const x = normal(seed, [batch, steps, inputs]);
        const { values } = layer.call({ values: x }, still);
        expect(relativeError(values, bySums(layer, x, options))).toBeLessThan(
          1e-12
        );
      }),
      { numRuns: 200 }
    );
  });

  it('has the gradient of central differences', () => {
    fc.assert(
      fc.property(cases, ({ batch, steps, inputs, seed, ...options }) => {
        const layer = built(
          { ...options, seed, activation: 'tanh' },
          steps,
          inputs
        );
        const x = variable(normal(seed, [batch, steps, inputs]));
        expect(
          gradientError(
            () => layer.call({ values: x }, still).values.square().sum(),
            [x, ...layer.variables.map(weight => weight.tensor)]
          )
        ).toBeLessThan(1e-6);
      }),
      { numRuns: 40 }
    );
  });

  it('that is causal sees no later step', () => {
    const layer = built(
      { filters: 2, kernelSize: 3, padding: 'causal', dilationRate: 2 },
      6,
      1
    );
    const x = normal(1, [1, 6, 1]);
    const later = tensor([...x.values].map((v, t) => [t < 4 ? v : v + 1]));
    const before = (of: Tensor) =>
      layer
        .call({ values: of.reshape([1, 6, 1]) }, still)
        .values.slice(0, 4, { axis: 1 })
        .toArray();
    expect(before(later)).toEqual(before(x));
  });

  it('begins with the numbers of its framework', () => {
    const limit = (convention: 'keras' | 'pytorch') => {
      const [kernel, bias] = built(
        { filters: 50, kernelSize: 4, convention },
        9,
        25
      ).variables.map(({ tensor }) => Math.max(...tensor.values.map(Math.abs)));
      return [kernel, bias];
    };
    // Glorot: √(6 / (4·25 + 4·50)); nn.Conv1d: 1/√(4·25)
    expect(limit('keras')[0]).toBeCloseTo(Math.sqrt(6 / 300), 3);
    expect(limit('keras')[1]).toBe(0);
    expect(limit('pytorch')[0]).toBeCloseTo(0.1, 3);
    expect(limit('pytorch')[1]).toBeGreaterThan(0.08);
  });

  it('says how many numbers it learns, and goes by the name that Keras gives', () => {
    const model = sequential([
      layers.conv1d({ filters: 3, kernelSize: 2, inputShape: [5, 4] }),
      layers.conv1d({ filters: 1, kernelSize: 2, useBias: false })
    ]);
    const [first, second] = model.summary().layers;
    expect(first).toMatchObject({ name: 'conv1d', outputShape: [4, 3] });
    expect(first.parameters).toEqual({
      count: 27,
      formula: 'knm+m',
      arithmetic: '2·4·3+3'
    });
    expect(second).toMatchObject({ name: 'conv1d_1', outputShape: [3, 1] });
    expect(second.parameters.count).toBe(6);
  });

  it('reads padding as data, as in Keras: no mask comes out', () => {
    const layer = built({ filters: 1, kernelSize: 2 }, 3, 1);
    const signal = { values: normal(2, [1, 3, 1]), mask: tensor([[1, 1, 0]]) };
    expect(layer.call(signal, still).mask).toBeUndefined();
  });

  it('adds what holds its weights and its output to the loss', () => {
    const held = (options: object) =>
      sequential(
        [
          layers.conv1d({
            filters: 2,
            kernelSize: 2,
            inputShape: [4, 1],
            ...options
          })
        ],
        { seed: 1 }
      );
    const loss = async (options: object) => {
      const model = held(options);
      model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
      const x = normal(3, [2, 4, 1]);
      return (await model.evaluate(x, normal(4, [2, 3, 2]))).loss;
    };
    return Promise.all([
      loss({}),
      loss({ kernelRegularizer: regularizers.l2() })
    ]).then(([free, apart]) => expect(apart).toBeGreaterThan(free));
  });

  it('is computed by the tape, and the cells behind it by what is compiled of them', () => {
    const model = sequential([
      layers.conv1d({ filters: 2, kernelSize: 2, inputShape: [4, 1] }),
      layers.gru({ units: 2 })
    ]);
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const { notes, layers: rows } = model.summary();
    expect(notes).toEqual([]);
    expect(rows[1].path).toMatch(/^compiled, /);
    expect(() => model.stream()).toThrow('looks at several steps at once');
  });

  it('is saved with a model, and comes back', async () => {
    const files = new Map<string, Uint8Array>();
    setHost({
      writeFile: async (name, bytes) => void files.set(name, bytes),
      readFile: async name => files.get(name)!
    });
    const model = sequential(
      [
        layers.conv1d({
          filters: 2,
          kernelSize: 3,
          padding: 'causal',
          dilationRate: 2,
          activation: 'relu',
          inputShape: [null, 2]
        }),
        layers.globalAveragePooling1D()
      ],
      { seed: 3 }
    );
    await model.save('conv');
    const x = normal(5, [2, 6, 2]);
    expect((await loadModel('conv')).predict(x).toArray()).toEqual(
      model.predict(x).toArray()
    );
  });

  it.each<[string, () => unknown, string]>([
    [
      'no kernel size',
      () => layers.conv1d({ filters: 2 } as never),
      'layers.conv1d: kernelSize must be a whole number of at least 1, got undefined'
    ],
    [
      'another padding',
      () =>
        layers.conv1d({ filters: 2, kernelSize: 2, padding: 'full' as never }),
      "layers.conv1d: padding must be 'valid', 'same' or 'causal'"
    ],
    [
      'rows without steps',
      () =>
        sequential([
          layers.conv1d({ filters: 2, kernelSize: 2, inputShape: [3] })
        ]),
      'layers.conv1d: its input must be sequences [B, T, I], got [?, 3]'
    ],
    [
      'sequences that are too short',
      () => built({ filters: 2, kernelSize: 3, dilationRate: 2 }, 4, 1),
      "layers.conv1d: a kernel that reaches over 5 steps needs sequences of at least as many, got 4; padding: 'same' or 'causal' puts zeros around them"
    ]
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
