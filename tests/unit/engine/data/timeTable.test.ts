import fc from 'fast-check';
import { timeTable } from '../../../../src/engine';

const tableOf = (
  dates: readonly string[],
  names: readonly string[],
  columns: Readonly<Record<string, readonly number[]>>
) =>
  timeTable({
    name: 'mine',
    step: 'day',
    dates,
    variables: names.map(name => ({ name, label: name })),
    columns
  });

describe('timeTable', () => {
  it.each([
    ['descend', ['2024-01-02', '2024-01-01']],
    ['are equal', ['2024-01-01', '2024-01-01']]
  ])('refuses dates that %s', (_, dates) => {
    expect(() => tableOf(dates, ['v'], { v: [1, 2] })).toThrow(
      `timeTable: dates[1]: 2024-01-01 comes after ${dates[0]}; expected the earliest first, each date once`
    );
  });

  it('refuses two variables of one name', () => {
    expect(() =>
      tableOf(['2024-01-01'], ['v', 'w', 'v'], { v: [1], w: [2] })
    ).toThrow(
      "timeTable: each of the names of variables must be there once; the string 'v' is at 0 and 2"
    );
  });

  it('says that a column is missing, also one named as a part of every object', () => {
    expect(() => tableOf(['2024-01-01'], ['constructor'], {})).toThrow(
      'timeTable: columns.constructor must have 1 numbers, one for each date, got undefined'
    );
  });

  it.each([['3'], [null], [true], [undefined]])(
    'takes no %p for a number of one more variable',
    value => {
      const table = tableOf(['2024-01-01', '2024-01-02'], ['v'], { v: [1, 2] });
      const given = [1, value] as unknown as number[];
      expect(() => table.with({ name: 'w', label: 'w' }, given)).toThrow(
        'mine.with: w[1] must be a number, got '
      );
      const more = table.with({ name: 'w', label: 'w' }, Float32Array.of(3, 4));
      expect([...more.column('w')]).toEqual([3, 4]);
    }
  );

  it('keeps variables of any name when it is cut', () => {
    const names = ['__proto__', 'constructor'];
    const table = tableOf(
      ['2024-01-01', '2024-01-02'],
      names,
      Object.fromEntries(names.map((name, at) => [name, [at, at + 2]]))
    ).between('2024-01-02', '2024-01-02');
    expect(names.map(name => [...table.column(name)])).toEqual([[2], [3]]);
  });

  it.each([
    '2012-02',
    '2012',
    '25.01.2012',
    '2012-2-1',
    '2012-02-30',
    '2012-02-01 9:00',
    '2012-02-01 24:00',
    '2012-02-01 1:00 PM',
    'a',
    ''
  ])('refuses the date %j', none => {
    expect(() => tableOf([none], ['v'], { v: [1] })).toThrow(
      new RangeError(
        `timeTable: dates[0] must be a date such as 2015-01-31, or a time such as 2015-01-31 13:00, got the string '${none}'`
      )
    );
  });

  it('takes every date of the calendar, and cuts at it', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('0100-01-01'),
          max: new Date('9998-01-01'),
          noInvalidDate: true
        }),
        fc.constantFrom(10, 16, 19, 23, 24),
        (date, length) => {
          const texts = [date, new Date(date.getTime() + 86_400_000)].map(
            each => each.toISOString().slice(0, length)
          );
          const table = tableOf(texts, ['v'], { v: [1, 2] });
          const from = texts[1].slice(0, 10);
          expect(table.between(from, from).dates).toEqual([texts[1]]);
        }
      )
    );
  });

  it('takes no text that is none', () => {
    const isDate = /^\d{4}-\d\d-\d\d([T ]|$)/;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.stringMatching(/^[0-9]{1,4}[-.\/ ][0-9]{1,2}[-.\/ ][0-9]{1,4}$/)
        ),
        text => {
          fc.pre(!isDate.test(text));
          expect(() => tableOf([text], ['v'], { v: [1] })).toThrow(
            'timeTable: dates[0] must be a date such as 2015-01-31'
          );
        }
      )
    );
  });
});
