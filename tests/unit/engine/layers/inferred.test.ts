import * as fc from 'fast-check';
import type { Layer, Named } from '../../../../src/engine';
import {
  add,
  layers,
  loadModel,
  matmul,
  random,
  sequential,
  tanh,
  tensor
} from '../../../../src/engine';
import { memoryFiles } from '../memoryFiles';

// Every layer finds the size of its input by itself, as in Keras, and refuses to be told it as a cell is.

/** Each layer with what it must be told: `layers` has no other. */
const least: Readonly<Record<keyof typeof layers, object>> = {
  activation: { activation: 'tanh' },
  attention: {},
  bidirectional: { layer: layers.gru({ units: 3 }) },
  conv1d: { filters: 3, kernelSize: 1 },
  dense: { units: 3 },
  dropout: { rate: 0.5 },
  embedding: { inputDim: 9, outputDim: 3 },
  flatten: {},
  globalAveragePooling1D: {},
  gru: { units: 3 },
  layerNormalization: {},
  leakyReLU: {},
  deltaNet: { units: 3 },
  linearAttention: { units: 3 },
  mLstm: { units: 3 },
  lstm: { units: 3 },
  masking: {},
  minGru: { units: 3 },
  minLstm: { units: 3 },
  positionEncoding: {},
  recurrent: {
    units: 3,
    cell: {
      name: 'mine',
      state: ['h'],
      parameters: ['W', 'U', 'b'],
      step: ({ x, h }: Named, { W, U, b }: Named) => ({
        h: tanh(add(matmul(x, W), matmul(h, U), b))
      })
    }
  },
  residual: { layers: [layers.layerNormalization()] },
  selectiveStateSpace: { units: 3 },
  selfAttention: { keyDim: 3 },
  simpleRNN: { units: 3 },
  sLstm: { units: 3 },
  timeDistributed: { layer: layers.dense({ units: 3 }) }
};
const names = Object.keys(layers) as (keyof typeof layers)[];
const make = (name: keyof typeof layers, more: object = {}): Layer =>
  (layers[name] as (options: object) => Layer)({ ...least[name], ...more });

/** Numbers `[B, T, I]`, or ids `[B, T]` for an embedding. */
function inputFor(name: string, steps: number, features: number) {
  const draw = random(steps * 10 + features);
  const row = () => Array.from({ length: features }, () => draw.normal(0, 1));
  const sequences = [0, 1].map(() =>
    Array.from({ length: steps }, () =>
      name === 'embedding' ? draw.integer(9) : row()
    )
  );
  return tensor(sequences as number[][][]);
}

it.each(names)('layers.%s finds the size of its input by itself', name => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 5 }),
      (steps, features) => {
        const x = inputFor(name, steps, features);
        const of = (more: object) =>
          sequential([make(name, more)], { seed: 1 }).predict(x);
        const found = of({});
        expect(found.toArray()).toEqual(
          of({ inputShape: x.shape.slice(1) }).toArray()
        );
        expect(found.values.every(Number.isFinite)).toBe(true);
      }
    ),
    { numRuns: 8 }
  );
});

it.each(names)(
  'layers.%s is built for one length, by hand too, and keeps its weights',
  name => {
    const x = inputFor(name, 4, 3);
    const model = sequential([make(name)], { seed: 1 });
    model.build(x.shape.slice(1));
    const before = model.predict(x).toArray();
    model.build(x.shape.slice(1));
    expect(model.predict(x).toArray()).toEqual(before);
  }
);

it.each(names)('layers.%s is not told its input as a cell is', name => {
  expect(() => make(name, { inputSize: 2 })).toThrow(
    `layers.${name}: there is no option 'inputSize'`
  );
});

// A step that somebody wrote cannot be saved.
const recurrent = names.filter(
  name => name !== 'recurrent' && 'again' in make(name)
);

it.each(recurrent)(
  'layers.%s is saved and read again, also in both directions',
  async name => {
    memoryFiles();
    const x = inputFor(name, 4, 2);
    const model = sequential(
      [
        make(name, { returnSequences: true }),
        layers.bidirectional({
          layer: make(name) as ReturnType<typeof layers.gru>
        })
      ],
      { seed: 1 }
    );
    const before = model.predict(x).toArray();
    await model.save('model');
    expect((await loadModel('model')).predict(x).toArray()).toEqual(before);
  }
);
