import { selectiveStateSpace } from '../../../../src/engine';
import { layerWords } from '../../../../src/scene/words/layerWords';
import { untranslated } from '../../../../src/scene/words/translate';

test('a cell that runs by itself is named once, and each of its parts by its own name', () => {
  const trace = selectiveStateSpace({ inputSize: 1, units: 2, seed: 1 })
    .run([[1], [2]])
    .toBundle();
  expect(trace.layers.length).toBeGreaterThan(1);
  for (const layer of trace.layers) {
    const words = layerWords(trace, layer, untranslated);
    expect(new Set(words).size).toBe(words.length);
  }
});
