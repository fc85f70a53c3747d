import { random, readCsv, setHost, timeTable } from '../../../../src/engine';
import type { CsvOptions, DateFormat } from '../../../../src/engine';

const DAY = 86_400_000;

/** How a writer of each format writes a day. */
const written: Readonly<Record<DateFormat, (iso: string) => string>> = {
  'year-month-day': iso => iso,
  'day.month.year': iso => iso.split('-').reverse().map(Number).join('.'),
  'day/month/year': iso => iso.split('-').reverse().join('/'),
  'month/day/year': iso => {
    const [year, month, day] = iso.split('-').map(Number);
    return `${month}/${day}/${year}`;
  }
};

it('gives back every number and date of tables drawn in all formats', async () => {
  const draws = random(11);
  for (let tried = 0; tried < 60; tried++) {
    const formats = Object.keys(written) as DateFormat[];
    const dateFormat = formats[tried % formats.length];
    const decimal = draws.uniform() < 0.5 ? '.' : ',';
    const mark = decimal === ',' ? ';' : [',', ';', '\t'][tried % 3];
    const [step, apart] = (
      [
        ['day', 1],
        ['week', 7]
      ] as const
    )[tried % 2];
    const rows = 2 + Math.floor(draws.uniform() * 40);
    const names = ['a', 'b c', '"d"'].slice(0, 1 + (tried % 3));
    const start = Date.UTC(2000 + (tried % 30), tried % 12, 1 + (tried % 28));
    const dates = Array.from({ length: rows }, (_, row) =>
      new Date(start + row * apart * DAY).toISOString().slice(0, 10)
    );
    const columns = names.map(() =>
      Array.from({ length: rows }, () => draws.normal() * 10 ** (tried % 7))
    );
    const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;
    const text = [
      ['when', ...names].map(quoted).join(mark),
      ...dates.map((date, row) =>
        [
          written[dateFormat](date),
          ...columns.map(values => String(values[row]).replace('.', decimal))
        ].join(mark)
      )
    ].join(tried % 2 === 0 ? '\n' : '\r\n');
    const table = await readCsv(`${text}\n`, { dateFormat, decimal });
    expect(table.step).toBe(step);
    expect(table.dates).toEqual(dates);
    names.forEach((name, at) =>
      expect([...table.column(name)]).toEqual(columns[at])
    );
  }
});

it('reads a file, names the table by it, and takes labels and units', async () => {
  setHost({
    readFile: path =>
      Promise.resolve(
        new TextEncoder().encode(
          `\uFEFFdate,high\n2024-05-01,${path.length}\n2024-05-02,3`
        )
      )
  });
  const table = await readCsv('mine/visitors.2024.csv', {
    labels: { high: 'highest' },
    units: { high: '°C' }
  });
  expect(table.name).toBe('visitors.2024');
  expect(table.variables).toEqual([
    { name: 'high', label: 'highest', unit: '°C' }
  ]);
  expect([...table.column('high')]).toEqual([22, 3]);
});

it.each([
  ['minute', '2024-05-01 13:00', '2024-05-01 13:01'],
  ['hour', '2024-05-01 13:00', '2024-05-01 14:00'],
  ['step', '2024-05-01 00:00', '2024-05-01 12:00'],
  ['month', '2024-01-01', '2024-02-01'],
  ['quarter', '2024-01-01', '2024-04-01'],
  ['year', '2023-01-01', '2024-01-01'],
  ['step', '2024-01-01', '2024-01-03']
])('tells that a row is a %s', async (step, first, second) => {
  const table = await readCsv(`date,v\n${first},1\n${second},2\n`);
  expect(table.step).toBe(step);
});

it('fills gaps as asked', async () => {
  const text =
    'date,v\n2024-01-01,\n2024-01-02,2\n2024-01-03,\n2024-01-04,\n2024-01-05,5\n2024-01-06,\n';
  const filled = async (missing: CsvOptions['missing']) => [
    ...(await readCsv(text, { missing })).column('v')
  ];
  expect(await filled('interpolate')).toEqual([2, 2, 3, 4, 5, 5]);
  expect(await filled('previous')).toEqual([2, 2, 2, 2, 5, 5]);
});

const two = 'date,v,sky\n2024-01-01,1,rain\n2024-01-02,2,sun\n';
it.each<[string, string, CsvOptions, string]>([
  [
    'words',
    two,
    {},
    'line 2: column sky must hold numbers, got "rain". Name the columns of numbers: { columns: [\'v\'] }'
  ],
  [
    'a gap',
    'date,v\n2024-01-01,1\n2024-01-02,\n',
    {},
    'line 3: column v is empty there, and in 1 of 2 rows in all'
  ],
  [
    'a column of gaps',
    'date,v\n2024-01-01,\n',
    { missing: 'previous' },
    'in 1 of 1 rows in all'
  ],
  [
    'other dates',
    'date,v\n31.1.2024,1\n',
    {},
    'line 2 is "31.1.2024", "1". Is it { dateFormat: \'day.month.year\' }?'
  ],
  [
    'a day that is none',
    'date,v\n2024-02-30,1\n',
    {},
    'line 2, column date: expected a date as year-month-day'
  ],
  [
    'a decimal comma',
    'date;v\n2024-01-01;1,5\n',
    {},
    "Is it { decimal: ',' }?"
  ],
  [
    'a missing day',
    'date,v\n2024-01-01,1\n2024-01-02,1\n\n2024-01-04,1\n',
    {},
    'line 5: 2024-01-04 comes after 2024-01-02, where the rows before are a day apart'
  ],
  [
    'disorder',
    'date,v\n2024-01-02,1\n2024-01-01,1\n',
    {},
    'expected the earliest first'
  ],
  [
    'a date that comes twice',
    'date,v\n2024-01-01,1\n2024-01-01,1\n',
    { step: 'trading day' },
    'line 3: 2024-01-01 comes after 2024-01-01; expected the earliest first, each date once'
  ],
  [
    'a time of day that is none',
    'date,v\n2024-05-01 13h,1\n2024-05-01 14h,1\n',
    {},
    "line 2: the time in 2024-05-01 13h cannot be read; expected one such as 13:00, or say what one row is, { step: 'hour' }"
  ],
  [
    'an uneven row',
    'date,v\n2024-01-01,1,2\n',
    {},
    'line 2: expected 2 fields, as in the first line, got 3'
  ],
  ['names alone', 'date,v\n', {}, 'got the names alone'],
  [
    'no such column',
    two,
    { columns: ['w'] },
    'there is no column "w" (did you mean \'v\'?)'
  ],
  ['no such date', two, { date: 'day' }, 'there is no column "day"']
])('refuses %s, and says where', async (_, text, options, message) => {
  await expect(readCsv(text, options)).rejects.toThrow(message);
});

it('reads columns by their names wherever they stand', async () => {
  const table = await readCsv('v,date,w\n1,2024-01-05,3\n2,2024-01-06,4\n', {
    date: 'date',
    columns: ['w', 'v']
  });
  expect(['v', 'w'].map(name => [...table.column(name)])).toEqual([
    [1, 2],
    [3, 4]
  ]);
});

it('takes days that are not all there where it is told what a row is', async () => {
  const table = await readCsv('date,v\n2024-01-05,1\n2024-01-08,2\n', {
    step: 'trading day'
  });
  expect(String(table)).toContain('table: 2 trading days');
});

it('timeTable takes lists of numbers and names the one that is none', () => {
  const made = (rain: readonly unknown[]) =>
    timeTable({
      name: 'rain',
      step: 'day',
      dates: ['2024-01-01', '2024-01-02'],
      variables: [{ name: 'rain', label: 'rain' }],
      columns: { rain: rain as number[] }
    });
  expect([...made([1, 2]).column('rain')]).toEqual([1, 2]);
  expect(() => made([1, '2'])).toThrow(
    "timeTable: columns.rain[1] must be a number, got the string '2'"
  );
  expect(() => made([1])).toThrow('must have 2 numbers');
});
