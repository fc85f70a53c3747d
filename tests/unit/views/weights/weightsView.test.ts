import { lstm, weightsByGate } from '../../../../src/engine';
import type { Bitmap } from '../../../../src/scene/bitmap';
import { fileTheme } from '../../../../src/scene/fileTheme';
import { savedPicture } from '../../../../src/scene/saved';
import { weightsView } from '../../../../src/views/weights/weightsView';

const bundle = weightsByGate(
  lstm({ inputSize: 2, units: 3, seed: 1 })
).toBundle();
const [layer] = bundle.layers;

test('the saved picture of weights has a map a letter, each weight in its color and its number', () => {
  const maps: Bitmap[] = [];
  const drawn = savedPicture(weightsView, bundle, {
    png(pixels) {
      maps.push(pixels);
      return 'data:image/png';
    }
  });
  // The last are the colors, from below zero to above.
  expect(maps).toHaveLength(12 + 1);
  for (const name of ['W_f', 'U_o', 'b_i']) {
    expect(drawn).toContain(`data-parameter="${name}"`);
  }
  const { array, scale } = layer.parameters[1].weights;
  const value = array?.values[2 * 3 + 1] ?? NaN;
  const colors = fileTheme().ramp('states')!.pixels;
  // Units downwards: the weight from h 2 to unit 1 is in row 1, column 2.
  const at = Math.round(((value / scale + 1) / 2) * (colors.length - 1));
  expect(maps[1].pixels[1 * 3 + 2]).toBe(colors[at]);
  expect(drawn).toContain(`>${value.toFixed(2).replace('-', '−')}<`);
});

test('without single numbers it has the histograms', () => {
  const thinned = savedPicture(weightsView, {
    ...bundle,
    layers: [
      {
        ...layer,
        parameters: layer.parameters.map(each => ({
          ...each,
          weights: { ...each.weights, array: undefined }
        }))
      }
    ]
  });
  expect(thinned).not.toContain('data:image/png');
  expect(thinned.match(/<path /g)).toHaveLength(12);
});
