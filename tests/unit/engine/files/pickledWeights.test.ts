import { strToU8, zipSync } from 'fflate';
import { readKerasWeights } from '../../../../src/engine/files/kerasWeights';

describe('an archive that is no Keras file', () => {
  it('is named when torch.save wrote it, with the line that writes what can be read', async () => {
    const bytes = zipSync({
      'net/data.pkl': strToU8('\u0080\u0002}'),
      'net/data/0': new Uint8Array(8)
    });
    await expect(
      readKerasWeights([bytes], 'model.loadWeights')
    ).rejects.toThrow(
      /^model\.loadWeights: expected a safetensors file, got what torch\.save writes; .*save_file/
    );
  });

  it('is said to have no weights otherwise', async () => {
    const bytes = zipSync({ 'config.json': strToU8('{}') });
    await expect(
      readKerasWeights([bytes], 'model.loadWeights')
    ).rejects.toThrow(
      'model.loadWeights: this archive holds no model.weights.h5'
    );
  });
});
