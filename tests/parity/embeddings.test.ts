import { layers, optimizers, sequential, tensor } from '../../src/engine';
import type { Loss, Optimizer, TensorLike } from '../../src/engine';
import { fixture } from './fixture';

// Repeated ids in a batch. The derivative of a row of the table is the sum of those of its places, which
// PyTorch, Keras on PyTorch and on JAX, and Keras on TensorFlow with one-hot rows, add up first, as we do.
// Keras on TensorFlow leaves the rows of a look-up apart: see docs/keras.md.

type Weights = readonly TensorLike[];

interface Repeated {
  readonly optimizer: keyof typeof optimizers;
  readonly options: Readonly<Record<string, number | boolean>>;
  readonly x: TensorLike;
  readonly y: TensorLike;
  readonly learningRate: number;
  readonly steps: number;
  readonly start: Weights;
  readonly torch: Weights;
  readonly jax: Weights;
  readonly product: Weights;
  readonly tensorflow: Weights;
}

const apart = (a: Weights, b: Weights): number =>
  Math.max(
    ...a.flatMap((weight, at) => [
      ...tensor(weight).sub(tensor(b[at])).abs().values
    ])
  );

async function trained(of: Repeated): Promise<Weights> {
  const { start, steps, learningRate } = of;
  const model = sequential(
    [
      layers.embedding({ inputDim: 6, outputDim: 3 }),
      layers.globalAveragePooling1D(),
      layers.dense({ units: 1 })
    ],
    { seed: 1, dtype: 'f64' }
  );
  model.build([5]);
  model.setWeights(start.map(weight => tensor(weight)));
  const make = optimizers[of.optimizer] as (options: object) => Optimizer;
  model.compile({
    loss: 'meanSquaredError' satisfies Loss['name'],
    optimizer: make({ ...of.options, learningRate })
  });
  await model.fit(of.x, of.y, { epochs: steps, shuffle: false, verbose: 0 });
  return Object.values(model.getWeights());
}

const cases = fixture<Repeated>('keras/embeddings.json');

it.each(cases)(
  'an embedding of repeated ids learns by $optimizer $options as on PyTorch and JAX',
  async of => {
    const ours = await trained(of);
    expect(apart(ours, of.product)).toBeLessThan(1e-9);
    // Both round some of the way to float32, and an optimizer may divide by what is left.
    expect(apart(ours, of.torch)).toBeLessThan(1e-5);
    expect(apart(ours, of.jax)).toBeLessThan(1e-5);
  }
);

it.each(cases)(
  'Keras on TensorFlow takes them apart by $optimizer $options, unless it is plain descent',
  ({ optimizer, options, product, tensorflow }) => {
    const clips = Object.keys(options).some(name => /clip/i.test(name));
    const adds = optimizer === 'sgd' && !clips;
    const difference = apart(product, tensorflow);
    expect(difference < 1e-9).toBe(adds);
    expect(difference > 5e-6).toBe(!adds);
  }
);

it('are all optimizers', () => {
  const names = new Set(cases.map(({ optimizer }) => optimizer));
  expect([...names].sort()).toEqual(Object.keys(optimizers).sort());
});
