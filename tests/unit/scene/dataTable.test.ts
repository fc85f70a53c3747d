import {
  columnFormats,
  numberFormat,
  toCsv
} from '../../../src/scene/dataTable';

describe('toCsv', () => {
  it('quotes what holds a comma, a quote or a line break', () => {
    expect(
      toCsv({
        columns: ['step', 'token'],
        rows: [
          [0, 'a,b'],
          [1, 'say "no"']
        ]
      })
    ).toBe('step,token\r\n0,"a,b"\r\n1,"say ""no"""\r\n');
  });

  it('keeps every digit and leaves out what is no number', () => {
    expect(toCsv({ columns: ['v'], rows: [[-0.1 - 0.2], [NaN]] })).toBe(
      'v\r\n-0.30000000000000004\r\n\r\n'
    );
  });

  it('takes the power from what a spreadsheet would run as a formula', () => {
    expect(toCsv({ columns: ['token'], rows: [['=HYPERLINK("x")']] })).toBe(
      'token\r\n"\'=HYPERLINK(""x"")"\r\n'
    );
  });
});

describe('numberFormat', () => {
  const written = (...column: number[]): string[] =>
    column.map(numberFormat(column));

  it('writes the numbers of a column alike', () => {
    expect(written(0, 13.3, 15)).toEqual(['0.0000', '13.3000', '15.0000']);
    expect(written(0, 12, 1000)).toEqual(['0', '12', '1000']);
    expect(written(0.5, 250)).toEqual(['0.50', '250.00']);
  });

  it('tells numbers of a million and more apart', () => {
    expect(written(1340000, 1510000, 12)).toEqual([
      '1,340,000',
      '1,510,000',
      '12'
    ]);
    expect(written(1340000.25, 1510000.75, 0.5)).toEqual([
      '1,340,000',
      '1,510,001',
      '0.50'
    ]);
    expect(written(4.62e57, 4.71e57)).toEqual(['4.62 × 10⁵⁷', '4.71 × 10⁵⁷']);
  });

  it('writes what has vanished as powers of ten', () => {
    expect(written(1.5e-7, -2e-9)).toEqual(['1.50 × 10⁻⁷', '−2.00 × 10⁻⁹']);
  });

  it('leaves out what is no number', () => {
    expect(written(0.25, NaN)).toEqual(['0.2500', '–']);
    expect(numberFormat(['–', 3])(3)).toBe('3');
  });
});

test('a column is written as its table says, else as its numbers ask', () => {
  const [, plain, own] = columnFormats({
    caption: '',
    columns: ['truth', 'a', 'found'],
    rows: [['a', 3, 0.5]],
    formats: { 2: value => `${value * 100} %` }
  });
  expect([plain(3), own(0.5)]).toEqual(['3', '50 %']);
});
