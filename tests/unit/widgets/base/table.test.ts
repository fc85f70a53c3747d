import { toCsv } from '../../../../src/widgets/base/table';

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
