import fc from 'fast-check';
import {
  formatDuration,
  formatFactor,
  formatFixed,
  formatInteger,
  formatNumber,
  formatPercent,
  formatPower,
  formatRanges,
  formatSigned,
  tickWriter
} from '../../../../src/widgets/base/format';

describe('number formats', () => {
  it('writes two decimals with a true minus', () => {
    expect(formatFixed(0.174)).toBe('0.17');
    expect(formatFixed(-1.475)).toBe('−1.48');
    expect(formatFixed(-0.0376, 4)).toBe('−0.0376');
  });

  it('never writes minus zero', () => {
    expect(formatFixed(-0.004)).toBe('0.00');
    expect(formatFixed(-0)).toBe('0.00');
    expect(formatSigned(0.001)).toBe('0.00');
  });

  it('says what is no number', () => {
    expect(formatFixed(NaN)).toBe('–');
    expect(formatFixed(-Infinity)).toBe('−∞');
  });

  it('writes powers of ten in raised figures', () => {
    expect(formatPower(1.6e-7)).toBe('1.6 × 10⁻⁷');
    expect(formatPower(-8.44e-4)).toBe('−8.4 × 10⁻⁴');
    expect(formatPower(0)).toBe('0');
  });

  it('chooses a form by size', () => {
    expect(formatNumber(0.00004)).toBe('4.0 × 10⁻⁵');
    expect(formatNumber(0.0123)).toBe('0.012');
    expect(formatNumber(31.14)).toBe('31.14');
    expect(formatNumber(2688)).toBe('2,688');
    expect(formatNumber(0)).toBe('0');
  });

  it('puts thousands apart', () => {
    expect(formatInteger(49408)).toBe('49,408');
    expect(formatInteger(-1234567)).toBe('−1,234,567');
    expect(formatInteger(999)).toBe('999');
  });

  it('brackets a negative factor only', () => {
    expect(formatFactor(-1.48)).toBe('(−1.48)');
    expect(formatFactor(0.5)).toBe('0.50');
  });

  it('writes changes with their sign, shares in percent, and time in its unit', () => {
    expect(formatSigned(0.28)).toBe('+0.28');
    expect(formatPercent(0.174)).toBe('17\u202f%');
    expect(formatDuration(0)).toBe('0.00 s');
    expect(formatDuration(0.0031)).toBe('3.1 ms');
    expect(formatDuration(0.000042)).toBe('0.042 ms');
    expect(formatDuration(0.0172)).toBe('17 ms');
    expect(formatDuration(0.17)).toBe('0.17 s');
    expect(formatDuration(1.52)).toBe('1.5 s');
    expect(formatDuration(200)).toBe('3 min 20 s');
    expect(formatDuration(7500)).toBe('2 h 5 min');
  });

  it('joins neighbouring indices', () => {
    expect(formatRanges([3, 0, 1, 2, 7])).toBe('0–3, 7');
    expect(formatRanges([4, 5])).toBe('4, 5');
    expect(formatRanges([])).toBe('');
  });

  it('reads back to within half of the last decimal', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e4, max: 1e4, noNaN: true }),
        fc.integer({ min: 0, max: 6 }),
        (value, decimals) => {
          const text = formatFixed(value, decimals).replace('−', '-');
          expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(
            0.5 * 10 ** -decimals * 1.000001
          );
        }
      )
    );
  });
});

describe('large numbers', () => {
  it('have no more figures than there is room for', () => {
    expect(formatFixed(1.1502475360289045e36)).toBe('1.15 × 10³⁶');
    expect(formatFixed(-114121915.8, 1)).toBe('−1.1 × 10⁸');
    expect(formatFixed(999999.4, 0)).toBe('999999');
  });
});

describe('ticks of an axis', () => {
  const written = (...ticks: number[]): string[] =>
    ticks.map(tickWriter(ticks));

  it('have the same decimals, and zero none', () => {
    expect(written(-1, -0.5, 0, 0.5, 1)).toEqual([
      '−1.0',
      '−0.5',
      '0',
      '0.5',
      '1.0'
    ]);
    expect(written(0, 10, 20)).toEqual(['0', '10', '20']);
    expect(written(0.02, 0.04)).toEqual(['0.02', '0.04']);
  });

  it('have their thousands apart, as the same number in a sentence', () => {
    expect(written(-2000, 0, 2000, 12000)).toEqual([
      '−2,000',
      '0',
      '2,000',
      '12,000'
    ]);
    expect(written(0, 2e6)).toEqual(['0', '2 × 10⁶']);
  });

  it('are powers of ten where decimals would all be zeros', () => {
    expect(written(-5e-9, 0, 5e-9, 1e-8)).toEqual([
      '−5.0 × 10⁻⁹',
      '0',
      '5.0 × 10⁻⁹',
      '1.0 × 10⁻⁸'
    ]);
    expect(written(0, 1e-30, 2e-30)).toEqual(['0', '1 × 10⁻³⁰', '2 × 10⁻³⁰']);
  });
});
