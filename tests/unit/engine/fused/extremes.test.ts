import fc from 'fast-check';
import { random } from '../../../../src/engine/base/random';
import { layers } from '../../../../src/engine/layers/layers';
import type { Layer } from '../../../../src/engine/layers/layer';
import { sequential } from '../../../../src/engine/models/sequential';
import type { Sequential } from '../../../../src/engine/models/sequential';
import { tensor } from '../../../../src/engine/tensor/making';
import type { Tensor } from '../../../../src/engine/tensor/tensor';
import { optimizers } from '../../../../src/engine/training/optimizers';

// What must hold of the kernels where the numbers are as large as badly scaled data make them.

const LARGE = 1e3;
const makers: Record<string, (units: number) => Layer> = {
  'plain layer': units => layers.simpleRNN({ units, returnSequences: true }),
  LSTM: units => layers.lstm({ units, returnSequences: true }),
  'LSTM with two biases': units =>
    layers.lstm({ units, returnSequences: true, convention: 'pytorch' }),
  GRU: units => layers.gru({ units, returnSequences: true }),
  'GRU that resets before': units =>
    layers.gru({ units, returnSequences: true, resetAfter: false }),
  'LSTM in both directions': units =>
    layers.bidirectional({
      layer: layers.lstm({ units, returnSequences: true })
    })
};

const cases = fc.record({
  units: fc.integer({ min: 1, max: 5 }),
  steps: fc.integer({ min: 1, max: 6 }),
  seed: fc.nat(1_000_000),
  scale: fc.constantFrom(1, LARGE)
});

function noise(seed: number, shape: readonly number[], scale: number): Tensor {
  const stream = random(seed, 'x');
  const size = shape.reduce((product, extent) => product * extent, 1);
  return tensor(
    Float64Array.from({ length: size }, () => scale * stream.normal()),
    { shape }
  );
}

/** The model with each bias of its recurrent layer pushed far to one side, or to none. */
function pushed(
  layer: Layer,
  seed: number,
  compute: 'tape' | 'fused'
): Sequential {
  const model = sequential([layer, layers.dense({ units: 1 })], {
    seed,
    compute
  });
  model.build([null, 2]);
  const stream = random(seed, 'bias');
  for (const { name, tensor: weight } of model.layers[0].variables) {
    if (name.includes('bias')) {
      for (let at = 0; at < weight.size; at++) {
        weight.values[at] = [-LARGE, 0, LARGE][stream.integer(3)];
      }
    }
  }
  return model;
}

describe.each(Object.entries(makers))(
  'the kernels of a %s at the edge',
  (_, make) => {
    it('predict what the f64 tape predicts', () => {
      fc.assert(
        fc.property(cases, ({ units, steps, seed, scale }) => {
          const x = noise(seed, [3, steps, 2], scale);
          const [exact, single] = (['tape', 'fused'] as const).map(
            compute => pushed(make(units), seed, compute).predict(x).values
          );
          const largest = Math.max(1, ...exact.map(Math.abs));
          exact.forEach((value, at) =>
            expect(Math.abs(value - single[at]) / largest).toBeLessThan(1e-2)
          );
        }),
        { numRuns: 15 }
      );
    });

    it('learn finite weights', async () => {
      await fc.assert(
        fc.asyncProperty(cases, async ({ units, steps, seed, scale }) => {
          const model = pushed(make(units), seed, 'fused');
          model.compile({ optimizer: optimizers.adam(), loss: 'mse' });
          await model.fit(
            noise(seed, [3, steps, 2], scale),
            noise(seed + 1, [3, steps, 1], 1),
            { epochs: 2, verbose: 0 }
          );
          for (const { values } of Object.values(model.getWeights())) {
            expect(Array.from(values).every(Number.isFinite)).toBe(true);
          }
        }),
        { numRuns: 15 }
      );
    });
  }
);
