import { numberFormat, toCsv } from '../../../../src/widgets/base/table';

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

  it('writes what has vanished as powers of ten', () => {
    expect(written(1.5e-7, -2e-9)).toEqual(['1.50 × 10⁻⁷', '−2.00 × 10⁻⁹']);
  });

  it('leaves out what is no number', () => {
    expect(written(0.25, NaN)).toEqual(['0.2500', '–']);
    expect(numberFormat(['–', 3])(3)).toBe('3');
  });
});
