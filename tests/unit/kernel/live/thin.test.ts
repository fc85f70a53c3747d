import { lstm } from '../../../../src/engine';
import { encodedLength, thin } from '../../../../src/kernel/live/thin';
import { decodeBundle, encode, type Trace } from '../../../../src/trace';

const long = lstm({ inputSize: 1, units: 8, seed: 1 })
  .run(Array.from({ length: 1000 }, (_, step) => Math.sin(step)))
  .toBundle() as Trace;

test('a bundle within the limit is left as it is', () => {
  expect(thin(long, 10_000_000)).toBe(long);
});

test('the summands of equations go first', () => {
  const withTerms: Trace = {
    ...long,
    layers: long.layers.map(layer => ({
      ...layer,
      channels: [
        ...layer.channels,
        { ...layer.channels[0], name: 'Wx', role: 'term' as const }
      ]
    }))
  };
  const limit = encodedLength(long) + 200;
  const thinned = thin(withTerms, limit) as Trace;
  expect(encodedLength(withTerms)).toBeGreaterThan(limit);
  expect(encodedLength(thinned)).toBeLessThanOrEqual(limit);
  expect(thinned.time.steps).toBe(1000);
  expect(thinned.thinned).toMatch(/equation/);
  expect(thinned.layers[0].channels.map(({ name }) => name)).toEqual(
    long.layers[0].channels.map(({ name }) => name)
  );
});

test.each([150_000, 80_000, 30_000])(
  'of %d bytes steps are left out, evenly, and it says so',
  limit => {
    const thinned = thin(long, limit) as Trace;
    expect(encodedLength(thinned)).toBeLessThanOrEqual(limit);
    expect(thinned.thinned).toMatch(/every \d+(st|nd|rd|th) of 1000 steps/);
    const every = 1000 / thinned.time.steps;
    const [channel] = thinned.layers[0].channels;
    const [whole] = long.layers[0].channels;
    const width = whole.array.shape[1];
    expect(channel.array.shape[0]).toBe(thinned.time.steps);
    for (const row of [0, 1, 5]) {
      expect([
        ...channel.array.values.slice(row * width, (row + 1) * width)
      ]).toEqual([
        ...whole.array.values.slice(
          row * Math.round(every) * width,
          (row * Math.round(every) + 1) * width
        )
      ]);
    }
  }
);

test('what is thinned is still a sound bundle', () => {
  const thinned = thin(long, 50_000);
  expect(() =>
    decodeBundle(JSON.parse(JSON.stringify(encode(thinned))))
  ).not.toThrow();
});
