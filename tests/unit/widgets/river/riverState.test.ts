import { layers, sequential } from '../../../../src/engine';
import { featureValues } from '../../../../src/views/river/riverNow';

const PADDED = -7;

it('a feature is drawn by the numbers that are read, and padding by none', () => {
  const trace = sequential([
    layers.masking({ maskValue: PADDED, inputShape: [null, 2] }),
    layers.lstm({ units: 2, returnSequences: true })
  ])
    .trace([
      [0, 3],
      [0, -1],
      [0, 2],
      [PADDED, PADDED]
    ])
    .toBundle();
  expect(featureValues(trace, 1)).toEqual({
    values: [3, -1, 2, NaN],
    range: [-1, 3]
  });
});
