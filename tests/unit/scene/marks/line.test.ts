import fc from 'fast-check';
import { linePath } from '../../../../src/scene/marks/line';

/** The places of a path, a list for each stretch without a gap. */
const stretches = (path: string): number[][][] =>
  path
    .split('M')
    .slice(1)
    .map(stretch =>
      stretch
        .replace('Z', '')
        .split('L')
        .map(place => place.split(',').map(Number))
    );

const WIDTH = 50;

/** Highest and lowest place in each column of pixels. */
function columns(places: readonly number[][]): Map<number, [number, number]> {
  const ends = new Map<number, [number, number]>();
  for (const [x, y] of places) {
    const [low, high] = ends.get(Math.floor(x)) ?? [y, y];
    ends.set(Math.floor(x), [Math.min(low, y), Math.max(high, y)]);
  }
  return ends;
}

describe('the path of a line', () => {
  it('asks for no place where there is no point', () => {
    const nowhere = (): number => {
      throw new Error('there is no such point');
    };
    expect(linePath([], { x: nowhere, y: nowhere })).toBe('');
  });

  it('takes every point while there are few', () => {
    const values = Array.from({ length: 150 }, (_, at) => Math.sin(at));
    const [places] = stretches(
      linePath(values, { x: index => index / 2, y: value => value })
    );
    expect(places).toHaveLength(150);
  });

  it('of many points fills the columns of pixels that all of them fill, from a few a column', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1000, max: 4000 }),
        fc.integer({ min: 0, max: 3 }),
        (seed, count, gaps) => {
          const values = Float64Array.from({ length: count }, (_, at) =>
            Math.round(1000 * Math.sin(seed * (at + 1) ** 1.5))
          );
          for (let gap = 1; gap <= gaps; gap++) {
            // Nothing has a place below −2000, as 0 has none on an axis of powers.
            values[Math.floor((gap * count) / 4)] = gap % 2 ? NaN : -5000;
          }
          // In quarters of a pixel, which two digits write exactly.
          const x = (index: number): number =>
            Math.floor((index / count) * WIDTH * 4) / 4;
          const y = (value: number): number => (value < -2000 ? NaN : value);
          const drawn = stretches(linePath(values, { x, y }));
          expect(drawn).toHaveLength(gaps + 1);
          const all = Array.from(values, (value, at) => [x(at), y(value)]);
          expect(columns(drawn.flat())).toEqual(
            columns(all.filter(([, value]) => Number.isFinite(value)))
          );
          expect(drawn.flat().length).toBeLessThanOrEqual(
            4 * (WIDTH + 2 * gaps + 1)
          );
        }
      )
    );
  });
});
