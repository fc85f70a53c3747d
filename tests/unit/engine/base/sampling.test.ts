import * as fc from 'fast-check';
import { largestPlaces, tempered } from '../../../../src/engine/base/sampling';

describe('a temperature', () => {
  it('takes the likeliest as it goes to 0, however small it is', () => {
    for (const temperature of [1e-4, 1e-300, 1e-310, Number.MIN_VALUE]) {
      expect(tempered([0.2, 0.5, 0.3, 0], temperature)).toEqual([0, 1, 0, 0]);
      // What is as likely is drawn as often.
      expect(tempered([0.4, 0.2, 0.4], temperature)).toEqual([0.5, 0, 0.5]);
    }
  });

  it('gives shares that sum to 1', () => {
    const positive = { min: Number.MIN_VALUE, noNaN: true } as const;
    fc.assert(
      fc.property(
        fc.array(fc.double({ ...positive, max: 1 }), { minLength: 1 }),
        fc.double({ ...positive, noDefaultInfinity: true }),
        (values, temperature) => {
          const shares = tempered(values, temperature);
          expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 9);
        }
      )
    );
  });
});

describe('largestPlaces', () => {
  it('has the first places of a sort that keeps equal ones in their order', () => {
    const numbers = fc.array(fc.integer({ min: -3, max: 3 }));
    fc.assert(
      fc.property(numbers, fc.nat(12), (values, count) => {
        const sorted = values
          .map((_, at) => at)
          .sort((a, b) => values[b] - values[a]);
        expect(largestPlaces(values, count)).toEqual(sorted.slice(0, count));
      })
    );
  });
});
