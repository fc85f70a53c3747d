import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Sequential, TensorLike } from '../../src/engine';
import { layers, sequential, setHost } from '../../src/engine';
import { fixture } from './fixture';
import { relativeError } from './relativeError';

interface FileCase {
  x: TensorLike;
  output: TensorLike;
}

const folder = join(__dirname, '..', 'fixtures', 'keras', 'files');
const names = ['model.keras', 'model.weights.h5', 'model.h5'];

beforeAll(() =>
  setHost({
    readFile: async name =>
      name === 'text'
        ? new Uint8Array([0x89, 0x48, 0x44, 0x46, 1, 2, 3])
        : name === 'archive'
          ? new Uint8Array([0x50, 0x4b, 0x03, 0x04, 1, 2, 3])
          : new Uint8Array(readFileSync(join(folder, name)))
  })
);

function model(units = 3, more = layers.dropout({ rate: 0.2 })): Sequential {
  const all = { returnSequences: true };
  return sequential(
    [
      layers.embedding({
        inputDim: 6,
        outputDim: 3,
        maskZero: true,
        inputShape: [null]
      }),
      layers.bidirectional({ layer: layers.lstm({ units, ...all }) }),
      layers.layerNormalization(),
      layers.timeDistributed({
        layer: layers.dense({ units: 3, activation: 'tanh' })
      }),
      layers.lstm({ units: 3, ...all, convention: 'pytorch' }),
      layers.lstm({ units: 2, ...all }),
      more,
      layers.simpleRNN({ units: 2, ...all }),
      layers.gru({ units: 3, resetAfter: false }),
      layers.dense({ units: 2, activation: 'relu' }),
      layers.dense({ units: 1, activation: 'sigmoid' })
    ],
    { seed: 1, dtype: 'f64' }
  );
}

it.each(names)(
  '%s gives the model the answers that it has in Keras',
  async name => {
    const [of] = fixture<FileCase>('keras/files.json');
    const loaded = model();
    const before = loaded.revision;
    await loaded.loadWeights(name);
    expect(loaded.revision).toBeGreaterThan(before);
    // Keras computed in float32, and one LSTM repeats its masked outputs where PyTorch's are zero.
    const keras = model();
    keras.layers.forEach(layer => expect(layer.name).not.toBe(''));
    // The weights come in Keras's layout, whatever the layer began with.
    expect(loaded.layers[4].cells[0].weights.convention).toBe('keras');
    // Keras computed in float32.
    expect(relativeError(loaded.predict(of.x), of.output)).toBeLessThan(1e-5);
  }
);

it.each(names)(
  '%s refuses a model of other layers, and leaves it as it is',
  async name => {
    const other = model(4);
    const before = other.getWeights();
    await expect(other.loadWeights(name)).rejects.toThrow(
      "model.loadWeights: layer 'bidirectional' has weights of shapes [3, 16], [4, 16], [16], [3, 16], [4, 16], [16], but 'bidirectional' of the file has [3, 12], [3, 12], [12], [3, 12], [3, 12], [12]"
    );
    const less = sequential([
      layers.embedding({ inputDim: 6, outputDim: 3, inputShape: [null] })
    ]);
    await expect(less.loadWeights(name)).rejects.toThrow(
      'model.loadWeights: the file has more layers than the model: '
    );
    const more = model(3, layers.layerNormalization());
    await expect(more.loadWeights(name)).rejects.toThrow('model.loadWeights: ');
    expect(
      Object.entries(other.getWeights()).every(
        ([weight, { values }]) =>
          String(values) === String(before[weight].values)
      )
    ).toBe(true);
  }
);

it('a file that only begins like one of Keras is refused in words', async () => {
  await expect(model().loadWeights('text')).rejects.toThrow(
    'model.loadWeights: this is no weight file of Keras: '
  );
  await expect(model().loadWeights('archive')).rejects.toThrow(
    'model.loadWeights: this .keras file cannot be unpacked: '
  );
});

it.each(names)(
  '%s cut short or spoilt is taken or refused in words',
  async name => {
    const whole = new Uint8Array(readFileSync(join(folder, name)));
    const spoilt = fc.record({
      length: fc.integer({ min: 4, max: whole.length }),
      changes: fc.array(
        fc.tuple(
          fc.integer({ min: 4, max: whole.length - 1 }),
          fc.integer({ min: 0, max: 255 })
        ),
        { maxLength: 8 }
      )
    });
    await fc.assert(
      fc.asyncProperty(spoilt, async ({ length, changes }) => {
        const bytes = whole.slice();
        changes.forEach(([at, value]) => (bytes[at] = value));
        setHost({ readFile: async () => bytes.slice(0, length) });
        await model()
          .loadWeights(name)
          .catch((error: Error) =>
            expect(error.message).toMatch(/^model\.loadWeights/)
          );
      }),
      { numRuns: 60 }
    );
  }
);
