import { formatFixed } from '../../../../src/scene/words/format';
import { pillWidth } from '../../../../src/scene/marks/pill';

/** A bold figure of 13 pixels in the widest of the fonts of the lab. */
const FIGURE = 9.1;

describe('the pill of a number', () => {
  it('is as wide as a power of ten, figure by figure', () => {
    const words = formatFixed(1.15e36);
    expect(words).toContain('×');
    expect(pillWidth(words, 8)).toBeGreaterThanOrEqual(
      words.length * FIGURE + 10
    );
  });

  it('stays narrow for a usual number, which has to fit between two cells', () => {
    expect(pillWidth('0.35', 8)).toBe(40);
    expect(pillWidth('−0.35', 8)).toBeLessThanOrEqual(46);
  });
});
