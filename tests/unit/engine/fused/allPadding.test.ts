import type { StateStore } from '../../../../src/engine/fused/states';
import { layers } from '../../../../src/engine/layers/layers';
import type { Layer } from '../../../../src/engine/layers/layer';
import { sequential } from '../../../../src/engine/models/sequential';
import { noGradient } from '../../../../src/engine/tensor/recording';
import { tensor } from '../../../../src/engine/tensor/making';
import type { Tensor } from '../../../../src/engine/tensor/tensor';
import { losses } from '../../../../src/engine/training/losses';
import {
  fusedFrom,
  fusedPass,
  randomTensor,
  tapePass,
  wholeBatch
} from './modelSupport';
import { kinds, relativeError } from './support';

const tokens = tensor([
  [1, 2, 3, 0],
  [4, 5, 0, 0]
]);
const padding = tensor([
  [0, 0, 0, 0],
  [0, 0, 0, 0]
]);

const cells = {
  LSTM: layers.lstm,
  GRU: layers.gru,
  'GRU that resets before': (options: { units: number }) =>
    layers.gru({ ...options, resetAfter: false }),
  'plain layer': layers.simpleRNN
};

const placings: Record<
  string,
  (layer: (options: object) => ReturnType<typeof layers.lstm>) => Layer
> = {
  'the last answer': layer => layer({}),
  'an answer each step': layer => layer({ returnSequences: true }),
  backward: layer => layer({ goBackwards: true }),
  'both directions': layer => layers.bidirectional({ layer: layer({}) }),
  'both directions, each step': layer =>
    layers.bidirectional({ layer: layer({ returnSequences: true }) }),
  "PyTorch's": layer => layer({ convention: 'pytorch' }),
  stateful: layer => layer({ stateful: true }),
  "PyTorch's, stateful": layer =>
    layer({ stateful: true, convention: 'pytorch' })
};

const cases = Object.entries(cells).flatMap(([cell, make]) =>
  Object.entries(placings)
    // PyTorch has no GRU that resets before the product.
    .filter(([placing]) => !(/before/.test(cell) && /^PyTorch/.test(placing)))
    .map(([placing, place]) => ({
      name: `${cell}, ${placing}`,
      make: () => [
        layers.embedding({ inputDim: 6, outputDim: 3, maskZero: true }),
        place(options => make({ units: 3, ...options })),
        layers.dense({ units: 2, activation: 'tanh' })
      ]
    }))
);

/** States kept in a map, as a stateful layer keeps them in itself. */
function kept(): StateStore {
  const states = new Map<string, Readonly<Record<string, Float32Array>>>();
  return {
    before: layer => states.get(layer) ?? null,
    after: (layer, next) => states.set(layer, next)
  };
}

describe.each(kinds)('a batch in which every step is padding (%s)', kind => {
  it.each(cases)(
    'is answered without a trace of the batch before: $name',
    ({ make }) => {
      const model = sequential(make(), { seed: 3 });
      model.build([null]);
      const network = fusedFrom(model, kind, 1);
      const states = kept();
      const onTape = (x: Tensor) =>
        noGradient(
          () => model.forward(x, model.passFor(false, 0)).values.values
        );
      for (const x of [tokens, padding, tokens, padding]) {
        const found = network.predict({ ...wholeBatch(x), states });
        expect(relativeError(found, onTape(x))).toBeLessThan(1e-5);
      }
    }
  );

  it.each(cases)('trains as on the tape: $name', ({ make }) => {
    const model = sequential(make(), { seed: 3 });
    model.build([null]);
    const network = fusedFrom(model, kind, 1);
    const states = kept();
    for (const x of [tokens, padding, tokens, padding]) {
      const y = randomTensor(
        model.outputShapes[2].length > 1 ? [2, 4, 2] : [2, 2],
        'y'
      );
      const expected = tapePass(model, x, y, losses.meanSquaredError());
      const found = fusedPass(
        network,
        model,
        x,
        y,
        { kind: 'meanSquaredError' },
        { states }
      );
      expect(Math.abs(found.loss - expected.loss)).toBeLessThan(1e-5);
      for (const [name, gradient] of expected.gradients) {
        expect(
          relativeError(found.gradients.get(name)!, gradient)
        ).toBeLessThan(1e-5);
      }
    }
  });
});

it('does not let an answer of the public model depend on the batch before', () => {
  const model = sequential(
    [layers.masking(), layers.lstm({ units: 2 }), layers.dense({ units: 1 })],
    { seed: 1 }
  );
  const nothing = [[[0], [0], [0]]];
  const first = model.predict(nothing).item();
  model.predict([[[1], [2], [3]]]);
  expect(model.predict(nothing).item()).toBe(first);
});
