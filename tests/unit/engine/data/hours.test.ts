import { readCsv, timeTable, type TimeTable } from '../../../../src/engine';

/** Two days of hours, 0 to 47, as a writer writes them. */
const hours = (written: (day: number, hour: string) => string) =>
  readCsv(
    `date,x\n${Array.from({ length: 48 }, (_, at) => {
      const hour = String(at % 24).padStart(2, '0');
      return `${written(1 + Math.floor(at / 24), hour)},${at}`;
    }).join('\n')}`
  );

const writers: Readonly<Record<string, (day: number, hour: string) => string>> =
  {
    'a space': (day, hour) => `2024-01-0${day} ${hour}:00`,
    'a T': (day, hour) => `2024-01-0${day}T${hour}:00`,
    seconds: (day, hour) => `2024-01-0${day} ${hour}:00:00`
  };

describe.each(Object.entries(writers))('a table of hours, with %s', (_, by) => {
  let table: TimeTable;
  beforeAll(async () => {
    table = await hours(by);
  });

  it.each([
    ['2024-01-01', '2024-01-02', 0, 48],
    ['2024-01-02', '2024-01-02', 24, 24],
    ['2023-12-31', '2024-01-01', 0, 24],
    ['2024-01-02 00:00', '2024-01-02', 24, 24],
    ['2024-01-01', '2024-01-02 00:00', 0, 25],
    ['2024-01-01T23:00', '2024-01-02T01:00', 23, 3],
    ['2024-01-01 23:00:00', '2024-01-02 01:00:00', 23, 3],
    ['2024-01-01 22:30', '2024-01-02 00:59', 23, 2]
  ])('has from %s to %s its steps', (from, to, first, count) => {
    expect([...table.between(from, to).column('x')]).toEqual(
      Array.from({ length: count }, (_, at) => first + at)
    );
  });

  it.each(['2024-01-02', '2024-01-02 00:00', '2024-01-02T00:00:00'])(
    'is cut and looked at from %s on',
    from => {
      const task = table.forecast({ target: 'x', steps: 2, testFrom: from });
      expect(task.test.truth[0]).toBe(24);
      expect(task.test.truth).toHaveLength(24);
      expect([...task.stretch(from, 3).values.values]).toEqual([24, 25, 26]);
    }
  );

  it('takes validation up to the same moment as no validation', () => {
    const task = table.forecast({
      target: 'x',
      steps: 2,
      validationFrom: '2024-01-02 00:00',
      testFrom: '2024-01-02'
    });
    expect(task.validation).toBeUndefined();
    expect(() =>
      table.forecast({
        target: 'x',
        steps: 2,
        validationFrom: '2024-01-02 01:00',
        testFrom: '2024-01-02'
      })
    ).toThrow(
      'validationFrom (2024-01-02 01:00) must not be after testFrom (2024-01-02)'
    );
  });

  it('says what it takes', () => {
    for (const none of [
      '2024-01-02 24:00',
      '2024-01-02 1',
      '2024-01-02 01:00Z',
      '2024-01-02 01:00+02:00',
      '2024-02-30 01:00'
    ]) {
      expect(() => table.between(none, '2024-01-02')).toThrow(
        `table.between: from: expected a date such as '2015-01-31' or a time such as '2015-01-31 13:00', got the string '${none}'`
      );
    }
    expect(() => table.between('2024-01-03', '2024-01-04')).toThrow(
      'no hour from 2024-01-03 to 2024-01-04'
    );
    expect(() =>
      table
        .forecast({ target: 'x', steps: 2, testFrom: '2024-01-02' })
        .stretch('2024-01-02 00:30', 1)
    ).toThrow('1 hours from 2024-01-02 00:30 are not in the table');
  });
});

it('a table of days refuses a time, since no step has one', () => {
  const days = timeTable({
    name: 'rain',
    step: 'day',
    dates: ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04'],
    variables: [{ name: 'rain', label: 'rain' }],
    columns: { rain: [1, 2, 3, 4] }
  });
  expect(() => days.between('2024-01-01', '2024-01-02 00:00')).toThrow(
    "rain.between: to: expected a date without a time, such as '2024-01-02', since the steps have none, got the string '2024-01-02 00:00'"
  );
  const options = { target: 'rain', steps: 1 };
  expect(() =>
    days.forecast({ ...options, testFrom: '2024-01-03 00:00' })
  ).toThrow('rain.forecast: testFrom: expected a date without a time');
  expect(() =>
    days
      .forecast({ ...options, testFrom: '2024-01-03' })
      .stretch('2024-01-03 00:00', 1)
  ).toThrow('rain.forecast.stretch: from: expected a date without a time');
});
