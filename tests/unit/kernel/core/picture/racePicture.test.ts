import '../../nodeMachine';
import { inflateSync } from 'node:zlib';
import { bundlePicture } from '../../../../../src/kernel/core/picture/bundlePicture';
import { makeRamp } from '../../../../../src/scene/ramp';
import {
  float64,
  themes,
  TRACE_VERSION,
  type Race
} from '../../../../../src/trace';

/** A color of the ramp as red, green and blue. */
const horizonRamp = (share: number): number[] =>
  makeRamp(themes.light.ramps.horizon).css(share).match(/\d+/g)!.map(Number);

const bundle: Race = {
  version: TRACE_VERSION,
  kind: 'race',
  id: 'race-1',
  status: 'running',
  epochs: { done: 2, planned: 4 },
  metric: { name: 'accuracy', greaterIsBetter: true },
  groupName: 'delay',
  groups: [2, 5, 9],
  baseline: { value: 0.5 },
  best: 1,
  networks: [
    {
      name: 'R < N',
      parameters: 20,
      scores: float64([0.5, 0.4, 0.6, 0.9, 0.75, NaN], [2, 3])
    },
    {
      name: 'LSTM',
      parameters: 80,
      scores: float64([1, 0.9, 0.5, 1, 1, 0.875], [2, 3])
    }
  ]
};

test('the saved picture of a race has a map a network, the first epoch at the bottom', () => {
  const drawn = bundlePicture(bundle);
  expect(drawn).toContain(
    '<title>Which network is ahead after epoch 2? LSTM. After epoch 2, accuracy of 0.88 or more: R &lt; N in 1 of 3 groups, LSTM in 3 of 3 groups.</title>'
  );
  expect(drawn).toContain('2 of 4 epochs done, training');
  expect(drawn).toContain('always the same answer: 0.50');
  const maps = [...drawn.matchAll(/href="data:image\/png;base64,([^"]+)"/g)];
  // And the two ends of the colors.
  expect(maps).toHaveLength(4);
  const file = Buffer.from(maps[0][1], 'base64');
  const from = file.indexOf('IDAT') + 4;
  const rows = inflateSync(
    file.subarray(from, from + file.readUInt32BE(from - 8))
  );
  // Two rows of a filter byte and three pixels; 0.6 is a fifth of the way from chance to best.
  const lowest = rows.subarray(10);
  expect([...lowest.subarray(7, 10)]).toEqual([...horizonRamp(0.2)]);
  expect([...rows.subarray(1, 4)]).toEqual([...horizonRamp(0.8)]);
  // No number is drawn as nothing held.
  expect([...rows.subarray(7, 10)]).toEqual([...horizonRamp(0)]);
});

test('of a race that has not learned an epoch it is empty, and says so', () => {
  const drawn = bundlePicture({
    ...bundle,
    epochs: { done: 0, planned: 4 },
    networks: bundle.networks.map(network => ({
      ...network,
      scores: float64([], [0, 3])
    }))
  });
  expect(drawn.match(/<image/g)).toHaveLength(2);
  expect(drawn).toContain('0 of 4 epochs done, training');
});
