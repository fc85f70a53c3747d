import fc from 'fast-check';
import {
  formatDuration,
  formatFactor,
  formatFixed,
  formatInteger,
  formatLarge,
  formatNumber,
  formatPercent,
  formatPower,
  formatRanges,
  formatSigned,
  tickWriter,
  typedNumber
} from '../../../../src/scene/words/format';

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

  it('rounds a time before it is cut into units', () => {
    expect(
      [0.996, 9.97, 59.7, 119.6, 3599.7, 7199].map(formatDuration)
    ).toEqual([
      '1.0 s',
      '10 s',
      '1 min 0 s',
      '2 min 0 s',
      '1 h 0 min',
      '2 h 0 min'
    ]);
  });

  it('calls a share 0 % only where it is nothing, and has a dash for none', () => {
    const written = [0, 0.0025, 0.0049999, 0.005, 1e-9, -0.0025].map(share =>
      formatPercent(share).replace('\u202f', ' ')
    );
    expect(written).toEqual([
      '0 %',
      '0.25 %',
      '0.50 %',
      '1 %',
      '1.0 × 10⁻⁷ %',
      '−0.25 %'
    ]);
    expect(formatPercent(NaN)).toBe('–');
  });

  it('calls a share 100 % only where it is all', () => {
    const written = [0.994, 0.995, 0.9996, 0.99996, 0.9999995, 1, 1.002].map(
      share => formatPercent(share).replace('\u202f', ' ')
    );
    expect(written).toEqual([
      '99 %',
      '99.5 %',
      '99.96 %',
      '99.996 %',
      '100 %',
      '100 %',
      '100 %'
    ]);
  });

  it('writes what is to be typed with all of its digits', () => {
    expect(
      [0, 0.004, -1234.5, 1e-9, Math.fround(0.1)].map(typedNumber)
    ).toEqual(['0', '0.004', '−1234.5', '1e-9', '0.1']);
  });

  it('joins neighboring indices', () => {
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

  it('without decimals keep the figures that tell them apart', () => {
    expect(
      [1340000, -1510000.4, 2.5e11, 4.62e57, NaN].map(formatLarge)
    ).toEqual([
      '1,340,000',
      '−1,510,000',
      '250,000,000,000',
      '4.62 × 10⁵⁷',
      '–'
    ]);
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

  it('of a million and more have the figures that their gap asks for', () => {
    expect(written(1.1e6, 1.2e6, 1.3e6)).toEqual([
      '1.1 × 10⁶',
      '1.2 × 10⁶',
      '1.3 × 10⁶'
    ]);
    expect(written(0, 5e5, 1e6, 1.5e6)).toEqual([
      '0',
      '5.0 × 10⁵',
      '1.0 × 10⁶',
      '1.5 × 10⁶'
    ]);
    expect(written(1341000, 1341500, 1342000)).toEqual([
      '1,341,000',
      '1,341,500',
      '1,342,000'
    ]);
    expect(written(1.234e6)).toEqual(['1.23 × 10⁶']);
    expect(written(1e200)).toEqual(['1.00 × 10²⁰⁰']);
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
