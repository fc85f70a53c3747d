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
function filesOf(set: 'torch'): FileCase[] {
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
