import fc from 'fast-check';
import { largestSize } from '../../../../src/scene/marks/largestSize';

test('is the largest size of the finite values, 0 without one', () => {
  fc.assert(
    fc.property(fc.float32Array(), values => {
      const sizes = Array.from(values, Math.abs).filter(Number.isFinite);
      expect(largestSize(values)).toBe(Math.max(0, ...sizes));
    })
  );
  expect(largestSize([NaN, -Infinity])).toBe(0);
});
