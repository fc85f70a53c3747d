import '../../nodeMachine';
import { inflateSync } from 'node:zlib';
import { lstm, weightsByGate } from '../../../../../src/engine';
import { rampOf } from '../../../../../src/kernel/core/picture/colours';
import { weightsPicture } from '../../../../../src/kernel/core/picture/weightsPicture';

const bundle = weightsByGate(
  lstm({ inputSize: 2, units: 3, seed: 1 })
).toBundle();

test('the saved picture of weights has a map a letter, each weight in its colour', () => {
  const drawn = weightsPicture(bundle);
  const maps = [...drawn.matchAll(/href="data:image\/png;base64,([^"]+)"/g)];
  expect(maps).toHaveLength(12);
  for (const name of ['W_f', 'U_o', 'b_i']) {
    expect(drawn).toContain(`>${name} ± `);
  }
  const file = Buffer.from(maps[1][1], 'base64');
  const from = file.indexOf('IDAT') + 4;
  const length = file.readUInt32BE(from - 8);
  const rows = inflateSync(file.subarray(from, from + length));
  const { array, scale } = bundle.layers[0].parameters[1].weights;
  const ramp = rampOf({ role: 'state', range: [-scale, scale] });
  // Units downwards: the weight from h 2 to unit 1 is in row 1, column 2.
  const at = 1 * (1 + 3 * 3) + 1 + 2 * 3;
  expect([...rows.subarray(at, at + 3)]).toEqual([
    ...ramp(array?.values[2 * 3 + 1] ?? NaN)
  ]);
});

test('without single numbers it has the histograms', () => {
  const [layer] = bundle.layers;
  const thinned = weightsPicture({
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
