import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Layer, Sequential, TensorLike } from '../../src/engine';
import { layers, readSafetensors, sequential, setHost } from '../../src/engine';
import { host } from '../../src/engine/base/host';
import { fixture } from './fixture';
import { relativeError } from './relativeError';

interface FileCase {
  name: string;
  x: TensorLike;
  output: TensorLike;
}

type Modules = Readonly<Record<string, string>>;

/** The answers of a set of files, with those files behind `loadWeights`. */
function filesOf(set: 'torch' | 'keras' | 'former'): FileCase[] {
  const archive = join(__dirname, '..', 'fixtures', 'files', `${set}.zip`);
  const files = unzipSync(new Uint8Array(readFileSync(archive)));
  beforeAll(() =>
    setHost({ readFile: async path => files[path.replace('shelf/', '')] })
  );
  return fixture<FileCase>(`files/${set}.json`);
}

async function requireSame(
  cases: readonly FileCase[],
  name: string,
  model: Sequential,
  path: string,
  modules: Modules = {}
): Promise<void> {
  await model.loadWeights(path, { modules });
  const { x, output } = cases.find(of => of.name === name)!;
  expect(relativeError(model.predict(x), output)).toBeLessThan(1e-6);
}

const all = { returnSequences: true };

describe('a file of PyTorch answers as there', () => {
  const cases = filesOf('torch');
  const options = {
    units: 4,
    inputShape: [null, 3],
    convention: 'pytorch'
  } as const;
  const head = (layer: Layer = layers.lstm(options)): Sequential =>
    sequential([layer, layers.dense({ units: 2 })], { dtype: 'f64' });

  it.each([
    ['of nn.RNNCell', 'RNNCell', () => head(layers.simpleRNN(options))],
    ['of nn.LSTMCell', 'LSTMCell', head],
    ['of nn.GRUCell', 'GRUCell', () => head(layers.gru(options))],
    ['of DataParallel', 'DataParallel', head],
    [
      'with weight drop, whose raw weights are those that count',
      'WeightDropout',
      head
    ],
    ['with weight drop that keeps a copy', 'WeightDropout of fastai 1', head],
    ['with weight norm', 'weight_norm', head],
    ['with weight norm of one number', 'weight_norm of all', head],
    [
      'with a parametrization by weight norm',
      'parametrizations.weight_norm',
      head
    ],
    ['with pruned weights', 'prune', head]
  ])('%s', async (_, name, make) => {
    await requireSame(cases, name, make(), `${name}.safetensors`);
  });

  it('with whole numbers in a module that is left out', async () => {
    await requireSame(cases, 'BatchNorm1d', head(), 'BatchNorm1d.safetensors', {
      lstm: 'rnn',
      dense: 'fc'
    });
  });

  it('with tensors that share their numbers, of which save_model keeps one', async () => {
    const model = sequential([
      layers.embedding({ inputDim: 6, outputDim: 4, inputShape: [null] }),
      layers.lstm({ units: 4, convention: 'pytorch', ...all }),
      layers.dense({ units: 6 })
    ]);
    await requireSame(cases, 'save_model', model, 'save_model.safetensors');
  });

  it('in the pieces that an index names, which lie beside it', async () => {
    await requireSame(
      cases,
      'pieces',
      head(),
      'shelf/model.safetensors.index.json'
    );
  });

  it('with each type of number', async () => {
    const { tensors } = readSafetensors(
      await host().readFile('types.safetensors')
    );
    const floats = ['bfloat16', 'float16', 'float32', 'float64'];
    const bits = [8, 16, 32, 64];
    expect(
      Object.fromEntries(
        Object.entries(tensors).map(([name, { values }]) => [name, [...values]])
      )
    ).toEqual({
      bool: [1, 0],
      ...Object.fromEntries(bits.map(of => [`int${of}`, [-3, 2 ** (of - 2)]])),
      ...Object.fromEntries(bits.map(of => [`uint${of}`, [3, 2 ** (of - 1)]])),
      ...Object.fromEntries(floats.map(name => [name, [-3, 0.5]]))
    });
    expect(tensors.bfloat16.dtype).toBe('f32');
    expect(tensors.int8.dtype).toBe('f64');
  });

  it('unless weights are computed from it in another way: then it is said how to write them', async () => {
    const refused = head().loadWeights('orthogonal, spectral_norm.safetensors');
    await expect(refused).rejects.toThrow(
      "in Python before saving: torch.nn.utils.remove_spectral_norm(model.get_submodule('fc'), 'weight'); torch.nn.utils.parametrize.remove_parametrizations(model.get_submodule('rnn'), 'weight_ih_l0')"
    );
  });
});

const words = (): Layer =>
  layers.embedding({ inputDim: 6, outputDim: 3, inputShape: [null] });
const chain = (...more: Layer[]): Sequential =>
  sequential([words(), ...more, layers.dense({ units: 1 })], { dtype: 'f64' });
const inside = (): Sequential =>
  chain(
    layers.lstm({ units: 3, ...all }),
    layers.dense({ units: 4 }),
    layers.lstm({ units: 3 })
  );
const twice = (): Sequential =>
  chain(layers.lstm({ units: 3, ...all }), layers.lstm({ units: 3 }));

describe('a file of TensorFlow 2.12 answers as there', () => {
  const cases = filesOf('former');

  it.each(['inside.keras', 'inside.weights.h5'])(
    'with a model in a model: %s',
    async path => {
      await requireSame(cases, 'a model in a model', inside(), path);
    }
  );

  it("with a class of one's own", async () => {
    await requireSame(cases, "a class of one's own", twice(), 'own.keras', {
      lstm: 'below/lstm'
    });
  });
});

describe('a file of Keras answers as there', () => {
  const cases = filesOf('keras');

  it.each(['inside.keras', 'inside.h5'])(
    'with a model in a model: %s',
    async path => {
      await requireSame(cases, 'a model in a model', inside(), path);
    }
  );

  it.each([
    ["a class of one's own", 'own.keras', 'below/lstm and last', 'below/lstm'],
    ["a class of one's own", 'own.h5', 'lstm_2 and lstm_3', 'lstm_3'],
    ['a class with later names', 'late.keras', 'lstm and lstm_1', 'lstm_1']
  ])(
    'with %s, once it is said which of two alike is which: %s',
    async (name, path, both, first) => {
      await expect(twice().loadWeights(path)).rejects.toThrow(
        `model.loadWeights: ${both} of the file fit layer 'lstm' alike; say which: { modules: { lstm: '`
      );
      await requireSame(cases, name, twice(), path, {
        lstm: first
      });
    }
  );

  it('with cells in a layer, which are layers', async () => {
    const model = chain(
      layers.lstm({ units: 3, ...all }),
      layers.lstm({ units: 2 })
    );
    await requireSame(cases, 'cells', model, 'cells.weights.h5');
  });

  it.each(['bfloat16', 'float16'])('in %s', async kind => {
    for (const ending of ['keras', 'h5']) {
      const model = chain(layers.lstm({ units: 3 }));
      await requireSame(cases, kind, model, `${kind}.${ending}`);
    }
  });

  it('in pieces, where one layer may lie in many', async () => {
    const model = chain(layers.lstm({ units: 3 }));
    await requireSame(cases, 'pieces', model, 'shelf/pieces.weights.json');
  });

  it('in the layers that are named, where each is', async () => {
    const part = sequential([words(), layers.lstm({ units: 3 })]);
    await expect(
      part.loadWeights('inside.keras', { modules: { lstm: 'sequential/lstm' } })
    ).rejects.toThrow(
      'model.loadWeights: the file has more layers than the model: dense, lstm, sequential/dense. Give the model'
    );
    await part.loadWeights('inside.keras', {
      modules: { embedding: 'embedding', lstm: 'sequential/lstm' }
    });
    const whole = inside();
    await whole.loadWeights('inside.keras');
    expect([...part.layers[1].variables[0].tensor.values]).toEqual([
      ...whole.layers[1].variables[0].tensor.values
    ]);
  });

  it('only for a layer of its kind, unless that is said', async () => {
    const model = chain(layers.gru({ units: 3 }), layers.dense({ units: 1 }));
    await expect(model.loadWeights('inside.keras')).rejects.toThrow(
      "model.loadWeights: the file has no layer for 'gru' (GRU); it has dense, lstm, sequential/dense, sequential/lstm left"
    );
  });
});
