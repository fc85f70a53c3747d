import { spreadDecimals, standardError } from '../../../src/trace';

describe('the spread of a mean', () => {
  it('is told by its standard error', () => {
    // Deviation 1 (n − 1), of three.
    expect(standardError([1, 2, 3])).toBeCloseTo(1 / Math.sqrt(3), 12);
  });

  it.each([
    [0.0031, 3],
    [0.0011, 4],
    [0.4, 1],
    [2, 1],
    [5, 0],
    [120, 0]
  ])('of %p calls for %p decimals', (error, decimals) => {
    // Two numbers this far apart have this standard error.
    expect(spreadDecimals([[7, 7 + 2 * error]])).toBe(decimals);
  });

  it('is that of the usual mean, not of the one that hardly varies, or not at all', () => {
    const usual = [1, 1.8];
    expect(
      spreadDecimals([[5, 5, 5], [1, 1.0001], usual, [2, 2.8], [3, 90]])
    ).toBe(1);
  });

  it('calls for no decimals where nothing varies', () => {
    expect(spreadDecimals([[5, 5, 5], [2]])).toBeNull();
    expect(spreadDecimals([])).toBeNull();
  });
});
