import type { Layer } from '../../../../src/engine';
import { layers, loadModel, sequential } from '../../../../src/engine';
import { memoryFiles } from '../memoryFiles';

// Keras and PyTorch leave what is frozen as it is, however deep it lies.

const x = [0, 1, 2, 3].map(example =>
  [0, 1, 2].map(step => [Math.sin(example + 2 * step), Math.cos(example)])
);
const y = [1, -1, 0.5, 2];

const wrapped: Readonly<Record<string, (trainable: boolean) => Layer>> = {
  bidirectional: trainable =>
    layers.bidirectional({ layer: layers.lstm({ units: 2, trainable }) }),
  timeDistributed: trainable =>
    layers.timeDistributed({ layer: layers.dense({ units: 2, trainable }) }),
  residual: trainable =>
    layers.residual({
      layers: [
        layers.dense({ units: 2, trainable }),
        layers.activation({ activation: 'tanh' })
      ]
    }),
  'one inside another': trainable =>
    layers.residual({
      layers: [
        layers.residual({
          layers: [
            layers.timeDistributed({
              layer: layers.dense({ units: 2, trainable })
            })
          ]
        })
      ]
    })
};

describe.each(Object.entries(wrapped))(
  'a frozen layer inside %s',
  (_, make) => {
    const built = (trainable: boolean, compute: 'auto' | 'tape') => {
      const model = sequential(
        [
          make(trainable),
          layers.gru({ units: 2 }),
          layers.dense({ units: 1 })
        ].filter(
          ({ type }, _, all) =>
            type !== 'GRU' || all[0].type !== 'Bidirectional'
        ),
        { seed: 1, compute }
      );
      model.build([null, 2]);
      model.compile({ loss: 'mse', optimizer: 'adam' });
      return model;
    };
    const weights = ({ layers: [first] }: ReturnType<typeof built>) =>
      first.variables.map(({ tensor }) => [...tensor.values]);
    const head = (model: ReturnType<typeof built>) => [
      ...model.layer('dense').variables[0].tensor.values
    ];

    it.each(['auto', 'tape'] as const)(
      'stays as it is while the others learn (%s)',
      async compute => {
        const model = built(false, compute);
        const [before, start] = [weights(model), head(model)];
        await model.fit(x, y, { epochs: 3, verbose: 0 });
        expect(weights(model)).toEqual(before);
        expect(head(model)).not.toEqual(start);
        expect(model.summary().layers[0].trainable).toBe(false);
        const other = built(true, compute);
        await other.fit(x, y, { epochs: 3, verbose: 0 });
        expect(weights(other)).not.toEqual(before);
        expect(other.summary().layers[0].trainable).toBe(true);
      }
    );

    it('is frozen in a file, and learns once it is told to', async () => {
      memoryFiles();
      const model = built(false, 'auto');
      await model.save('frozen.safetensors');
      const again = await loadModel('frozen.safetensors');
      expect(again.trainable).toHaveLength(model.trainable.length);
      const before = weights(again);
      await again.fit(x, y, { verbose: 0 });
      expect(weights(again)).toEqual(before);
      let inner: Layer = again.layers[0];
      while (inner.inner) {
        [inner] = inner.inner;
      }
      inner.trainable = true;
      await again.fit(x, y, { verbose: 0 });
      expect(weights(again)).not.toEqual(before);
    });
  }
);

it('is written so for Keras and PyTorch', () => {
  const model = sequential(
    [
      layers.bidirectional({
        layer: layers.lstm({
          units: 2,
          trainable: false,
          returnSequences: true
        }),
        inputShape: [null, 2]
      }),
      layers.timeDistributed({
        layer: layers.dense({ units: 2, trainable: false })
      })
    ],
    { seed: 1 }
  );
  expect(model.toKeras()).toContain(
    'layers.Bidirectional(layers.LSTM(2, return_sequences=True, trainable=False)'
  );
  expect(model.toKeras()).toContain(
    'layers.TimeDistributed(layers.Dense(2, trainable=False)'
  );
  expect(model.toPyTorch()).toContain(
    'self.bidirectional.requires_grad_(False)'
  );
});
