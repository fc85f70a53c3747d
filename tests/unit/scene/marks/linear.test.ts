import { scaleLinear } from 'd3-scale';
import * as fc from 'fast-check';
import { linear } from '../../../../src/scene/marks/linear';

/** Numbers apart, so that what is left of rounding stays small beside them. */
const number = fc.integer({ min: -1e6, max: 1e6 }).map(value => value / 100);
const ends = fc.tuple(number, number);

describe('linear', () => {
  it('is d3-scale’s, without what it brings along', () => {
    fc.assert(
      fc.property(
        ends,
        ends,
        number,
        fc.integer({ min: 1, max: 8 }),
        (domain, range, value, count) => {
          const ours = linear(domain, range);
          const theirs = scaleLinear(domain, range);
          const size = 1 + Math.abs(theirs(value));
          expect(ours(value) / size).toBeCloseTo(theirs(value) / size, 9);
          expect(ours.ticks(count)).toEqual(theirs.ticks(count));
          const clamped = theirs.copy().clamp(true);
          expect(ours.within(value)).toBeCloseTo(clamped(value), 6);
          expect(ours.invertWithin(value)).toBeCloseTo(
            clamped.invert(value),
            6
          );
          const back = theirs.invert(value);
          const wide = 1 + Math.abs(back);
          expect(ours.invert(value) / wide).toBeCloseTo(back / wide, 9);
        }
      )
    );
  });

  it('has its ends for ticks where 64 bits hold no round values between them', () => {
    expect(linear([0, 5e-324], [0, 100]).ticks(4)).toEqual([0, 5e-324]);
    expect(linear([-1.7e308, 1.7e308], [0, 100]).ticks(4)).toHaveLength(2);
    expect(linear([0, 0], [0, 100]).ticks(4)).toEqual([0]);
  });

  it('has no place for what is no number', () => {
    expect(linear([0, 1], [0, 100])(NaN)).toBeNaN();
    expect(linear([3, 3], [0, 100])(3)).toBe(50);
  });
});
