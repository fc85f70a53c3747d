import { asNumbers } from './asNumbers';

/** max|a − b| ÷ max|b| over all numbers; the plain difference when b is all zeros. */
export function relativeError(a: unknown, b: unknown): number {
  const got = asNumbers(a);
  const expected = asNumbers(b);
  if (got.length !== expected.length) {
    throw new RangeError(
      `${got.length} numbers against ${expected.length} expected`
    );
  }
  let difference = 0;
  let largest = 0;
  for (let at = 0; at < expected.length; at++) {
    if (Number.isNaN(got[at]) !== Number.isNaN(expected[at])) {
      return Infinity;
    }
    if (!Number.isNaN(got[at])) {
      difference = Math.max(difference, Math.abs(got[at] - expected[at]));
      largest = Math.max(largest, Math.abs(expected[at]));
    }
  }
  return largest === 0 ? difference : difference / largest;
}
