import fc from 'fast-check';
import { readCsv, setHost, timeTable } from '../../../../src/engine';
import type { CsvOptions } from '../../../../src/engine';

const DAY = 86_400_000;

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
  ['month', '2024-01-30', '2024-02-29'],
  ['month', '2024-02-29', '2024-03-31'],
  ['step', '2024-01-01', '2024-01-29'],
  ['step', '2024-01-15', '2024-02-12'],
  ['step', '2024-01-31', '2024-03-01'],
  ['step', '2024-01-01', '2024-03-31'],
  ['step', '2023-03-01', '2024-02-29'],
  ['quarter', '2024-01-01', '2024-04-01'],
  ['year', '2023-01-01', '2024-01-01'],
  ['step', '2024-01-01', '2024-01-03']
])('tells that a row is a %s', async (step, first, second) => {
  const table = await readCsv(`date,v\n${first},1\n${second},2\n`);
  expect(table.step).toBe(step);
});

it('takes rows that are 28 days apart for no months, also where it is told so', async () => {
  const dates = Array.from({ length: 14 }, (_, at) =>
    new Date(Date.UTC(2023, 0, 1 + 28 * at)).toISOString().slice(0, 10)
  );
  const text = ['date,v', ...dates.map(date => `${date},1`), ''].join('\n');
  expect((await readCsv(text)).step).toBe('step');
  await expect(readCsv(text, { step: 'month' })).rejects.toThrow(
    "2023-01-29 comes after 2023-01-01, where { step: 'month' } says that rows are one month apart"
  );
  // The last days of months, of which one is missing.
  const ends =
    'date,v\n2023-01-31,1\n2023-02-28,1\n2023-04-30,1\n2023-05-31,1\n';
  await expect(readCsv(ends)).rejects.toThrow(
    '2023-04-30 comes after 2023-02-28, where rows are one month apart'
  );
});

it.each(['0x10', '0b11', '0O7', ' 0x1F'])(
  'takes %j for a code, not for a number',
  async code => {
    await expect(
      readCsv(`date,v\n2024-01-01,1\n2024-01-02,${code}\n`)
    ).rejects.toThrow(
      `line 3: column v must hold numbers, got "${code.trim()}"`
    );
  }
);

it('fills gaps as asked', async () => {
  const text =
    'date,v\n2024-01-01,\n2024-01-02,2\n2024-01-03,\n2024-01-04,\n2024-01-05,5\n2024-01-06,\n';
  const filled = async (missing: CsvOptions['missing']) => [
    ...(await readCsv(text, { missing })).column('v')
  ];
  expect(await filled('interpolate')).toEqual([2, 2, 3, 4, 5, 5]);
  expect(await filled('previous')).toEqual([2, 2, 2, 2, 5, 5]);
});

it.each(['sky', 'date'])('refuses a unit of %s, which is not read', name =>
  expect(
    readCsv(two, { columns: ['v'], units: { [name]: 'mm' } })
  ).rejects.toThrow(
    `readCsv: table: units must be of columns that are read (v), got '${name}'`
  )
);

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
    'other dates than it was told',
    'date,v\n31.1.2024,1\n',
    { dateFormat: 'year-month-day' },
    'line 2 is "31.1.2024", "1". Is it { dateFormat: \'day.month.year\' }?'
  ],
  [
    'dates that may be two',
    'date,v\n01/02/2024,1\n01/03/2024,2\n01/04/2024,2\n',
    {},
    "line 2, column date: \"01/02/2024\" may be 2024-02-01, { dateFormat: 'day/month/year' }, or 2024-01-02, { dateFormat: 'month/day/year' }: say which"
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
    "line 5: 2024-01-04 comes after 2024-01-02, where rows are one day apart. A network takes its steps as equal: put the rows in that are missing, let { missing: 'interpolate' } put them in, or say what one row is, { step: 'trading day' }"
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
    'line 2, column date: the time in "2024-05-01 13h" cannot be read; expected one such as 13:00, 1:00 PM or 13:00+02:00'
  ],
  [
    'an uneven row',
    'date,v\n2024-01-01,1,2\n',
    {},
    'line 2: expected 2 fields, as in line 1, got 3'
  ],
  ['names alone', 'date,v\n', {}, 'got the names alone'],
  [
    'no such column',
    two,
    { columns: ['w'] },
    'there is no column "w" (did you mean \'v\'?)'
  ],
  ['no such date', two, { date: 'day' }, 'there is no column "day"'],
  [
    'two columns of one name',
    'date,a,a\n2024-01-01,1,2\n',
    {},
    'readCsv: table: columns 2 and 3 are both called "a"; give each a name of its own in the first line'
  ],
  [
    'a column that is asked for twice',
    two,
    { columns: ['v', 'v'] },
    "readCsv: each of columns must be there once; the string 'v' is at 0 and 1"
  ],
  [
    'grouped thousands that may be fractions beside a decimal comma',
    'date;v;w\n2024-01-01;1,5;1.234\n',
    { decimal: ',' },
    "line 2: column w has \"1.234\", which may be 1234, { thousands: '.' }, or 1.234, { decimal: '.' }: say which"
  ],
  [
    'grouped thousands that may be fractions',
    'date,v\n2024-01-01,"1,234"\n2024-01-02,"2,345"\n',
    {},
    "line 2: column v has \"1,234\", which may be 1234, { thousands: ',' }, or 1.234, { decimal: ',' }: say which"
  ],
  [
    'fractions that may be grouped thousands, where semicolons part the fields',
    'date;v\n2024-01-01;12.345\n2024-01-02;11.345\n',
    {},
    "line 2: column v has \"12.345\", which may be 12345, { decimal: ',', thousands: '.' }, or 12.345, { decimal: '.' }: say which"
  ],
  [
    'grouped thousands as fractions',
    'date,sales\n2024-01-01,"1,234"\n2024-01-02,987\n2024-01-03,"12,500"\n',
    { decimal: ',' },
    "line 2: column sales has \"1,234\", where commas group thousands, as the other fields say: { thousands: ',' } without a decimal. If they stand before the fraction, say { decimal: ',', thousands: '.' }"
  ],
  [
    'a column without a name',
    ',date,rain\n0,2024-01-01,1\n1,2024-01-02,3\n',
    {},
    'column 1 has no name; it begins with "0", "1". Give it one, or leave it out: { columns: [\'rain\'] }'
  ],
  [
    'a comment between rows',
    'date,v\n2024-01-01,1\n# moved\n2024-01-02,1\n',
    {},
    "line 3: expected 2 fields, as in line 1, got 1. Is it a comment, { comment: '#' }?"
  ],
  [
    'a line that is no row',
    'date,v\n2024-01-01,1\n2024-01-02,1\nSum\n',
    {},
    'line 4: expected 2 fields, as in line 1, got 1. What is no row of the table is left out by { skip: [4] }'
  ],
  [
    'a row below a break inside quotes by its own line',
    'date,"v\nmm"\n2024-01-01,1\n\n2024-01-02,"x"\n',
    {},
    'line 5: column v\nmm must hold numbers'
  ],
  [
    'a quote without an end',
    'date,v\n2024-01-01,"1\n2024-01-02,2\n',
    {},
    'line 2: a field that begins with a quote must end with one'
  ],
  [
    'a row where names are expected',
    '2024-01-01,1\n2024-01-02,2\n',
    {},
    'line 1: expected the names of the columns, got a row, "2024-01-01", "1". Put a line of names above it'
  ],
  [
    'words beside a decimal comma',
    'date;v;sky\n2024-01-01;1,5;rain\n',
    { decimal: ',' },
    'column sky must hold numbers, got "rain". Name the columns of numbers: { columns: [\'v\'] }'
  ]
])('refuses %s, and says where', async (_, text, options, message) => {
  await expect(readCsv(text, options)).rejects.toThrow(message);
});

it.each<[string, string, CsvOptions, string]>([
  [
    'a mark for a number that is missing',
    'date,v,w\n2024-01-01,1,1\n2024-01-02,n/a,2\n',
    {},
    'line 3: column v has no number but "n/a" there, and in 1 of 2 rows in all. { missing: \'interpolate\' }'
  ],
  [
    'a column of no numbers in words that help',
    'date,v,w\n2024-01-01,1,-\n2024-01-02,1,-\n',
    { missing: 'previous' },
    'line 2: column w has no number but "-" there, and in 2 of 2 rows in all. Leave it out: name the columns that are read'
  ],
  [
    'a unit beside a number',
    'date;v\n2024-01-01;1,5 kWh\n',
    { decimal: ',' },
    'take "kWh" out of the file, and say { units: { "v": "kWh" } }'
  ],
  [
    'words in a column that was named',
    two,
    { columns: ['v', 'sky'] },
    'got "rain". Leave it out of columns, or put a number there'
  ],
  [
    'a point before the fraction beside a decimal comma',
    'date;v;w\n2024-01-01;1,5;1.25\n2024-01-02;1,5;1.5\n',
    { decimal: ',', columns: ['w'] },
    'leave decimal out where it stands before the fraction'
  ],
  ['no columns', two, { columns: [] }, 'columns must name at least one'],
  [
    'a unit of no column',
    two,
    { columns: ['v'], units: { w: 'mm' } },
    "readCsv: table: there is no column 'w' (did you mean 'v'?); the columns are date, v, sky"
  ],
  [
    'words of no column',
    two,
    { columns: ['v'], labels: { level: 'mm' } },
    "there is no column 'level'"
  ],
  [
    'a title above the names',
    'Waterworks: export\n\ndate;v\n2024-01-01;1\n2024-01-02;2\n',
    {},
    'line 1: expected a name for each of several columns, got 1. Do the names stand in line 3, { header: 3 }?'
  ],
  [
    'a step of time that is not kept',
    'date,v\n2024-01-01,1\n2024-01-03,2\n',
    { step: 'day' },
    "2024-01-03 comes after 2024-01-01, where { step: 'day' } says that rows are one day apart"
  ],
  [
    'a missing month, which no fill puts in',
    'date,v\n2024-01-01,1\n2024-02-01,2\n2024-04-01,2\n2024-05-01,2\n',
    { missing: 'previous' },
    "2024-04-01 comes after 2024-02-01, where rows are one month apart. A network takes its steps as equal: put the rows in that are missing, or say what one row is, { step: 'trading day' }"
  ],
  [
    'half a step, which no fill bridges',
    'date,v\n2024-01-01 00:00,1\n2024-01-01 01:00,2\n2024-01-01 02:00,2\n2024-01-01 03:30,2\n',
    { missing: 'previous' },
    '2024-01-01 03:30 comes after 2024-01-01 02:00, where rows are one hour apart'
  ],
  [
    'a place that is none',
    'date,v\n2024-01-01 00:00,1\n',
    { timeZone: 'Berlin' },
    "readCsv: table: timeZone must be the name of a time zone, such as 'Europe/Berlin', got the string 'Berlin'"
  ],
  [
    'a place for days',
    two,
    { columns: ['v'], timeZone: 'Europe/Berlin' },
    'line 2, column date: 2024-01-01 has no time of day; leave timeZone out'
  ],
  [
    'a place beside offsets',
    'date,v\n2024-01-01T00:00Z,1\n',
    { timeZone: 'Europe/Berlin' },
    'has an offset from UTC already; leave timeZone out'
  ],
  [
    'one mark for thousands and fractions',
    two,
    { thousands: '.' },
    "readCsv: thousands and decimal must differ, got '.' for both"
  ],
  [
    'a date in parts, without being told',
    'no,year,month,day,hour,v\n1,2010,1,1,0,5\n',
    {},
    "Are they in several, { date: ['year', 'month', 'day', 'hour'] }?"
  ],
  [
    'a row of more fields than names, below which all are even',
    'date,v\n2024-01-01,1,2\n2024-01-02,1,2\n',
    {},
    'line 2: expected 2 fields, as in line 1, got 3, and so in 2 of 2 rows'
  ]
])('refuses %s, and says what helps', async (_, text, options, message) => {
  await expect(readCsv(text, options)).rejects.toThrow(message);
});

const annual = '# CO2 at Mauna Loa\n# mean, ppm\n';
it.each<[string, string, CsvOptions, readonly string[], readonly number[]]>([
  [
    'thousands that are grouped',
    'date,v\n2024-01-01,"1,234"\n2024-01-02,987\n2024-01-03,"12,500"\n',
    {},
    ['2024-01-01', '2024-01-02', '2024-01-03'],
    [1234, 987, 12500]
  ],
  [
    'points that group beside a decimal comma',
    'date;v\n2024-01-01;21.419,06\n2024-01-02;9,5\n',
    { decimal: ',' },
    ['2024-01-01', '2024-01-02'],
    [21419.06, 9.5]
  ],
  [
    'commas before three digits that are said to be fractions',
    'date;v\n2024-01-01;1,234\n2024-01-02;2\n',
    { decimal: ',', thousands: '.' },
    ['2024-01-01', '2024-01-02'],
    [1.234, 2]
  ],
  [
    'years below comments',
    `${annual}year,v\n1959,315.98\n1960,316.91\n`,
    {},
    ['1959-01-01', '1960-01-01'],
    [315.98, 316.91]
  ],
  [
    'names in the last comment, as NumPy writes them',
    '# date,v\n2024-01-01,1\n2024-01-02,2\n',
    {},
    ['2024-01-01', '2024-01-02'],
    [1, 2]
  ],
  [
    'comments by a mark of their own, and lines that are left out',
    '% rain\ndate,v\nday,mm\n2024-01-01,1\n% moved\n2024-01-02,2\n',
    { comment: '%', skip: [3] },
    ['2024-01-01', '2024-01-02'],
    [1, 2]
  ],
  [
    'the lines that follow those at the top',
    'Rain, of a month\n\ndate,v\n2024-01-01,1\n2024-01-02,2\n',
    { skip: 2 },
    ['2024-01-01', '2024-01-02'],
    [1, 2]
  ],
  [
    "Excel's word for what parts the fields",
    'sep=;\ndate;v\n2024-01-01;1\n2024-01-02;2\n',
    {},
    ['2024-01-01', '2024-01-02'],
    [1, 2]
  ],
  [
    'a mark that stands inside quotes more often',
    'date;"v, min, max"\n2024-01-01;1,5\n2024-01-02;2,5\n',
    { decimal: ',' },
    ['2024-01-01', '2024-01-02'],
    [1.5, 2.5]
  ],
  [
    'fields that are parted as it is told',
    'date~v\n2024-01-01~1\n2024-01-02~2\n',
    { delimiter: '~' },
    ['2024-01-01', '2024-01-02'],
    [1, 2]
  ],
  [
    'a mark at the end of each row alone',
    'date,v\n2024-01-01,1,\n2024-01-02,2,\n',
    {},
    ['2024-01-01', '2024-01-02'],
    [1, 2]
  ],
  [
    'year and month in two columns',
    'year,month,v\n2024,1,5\n2024,2,6\n',
    { date: ['year', 'month'] },
    ['2024-01-01', '2024-02-01'],
    [5, 6]
  ],
  [
    'year, month, day and hour in four',
    'no,year,month,day,hour,v\n1,2010,1,1,22,5\n2,2010,1,1,23,6\n',
    { date: ['year', 'month', 'day', 'hour'], columns: ['v'] },
    ['2010-01-01 22:00', '2010-01-01 23:00'],
    [5, 6]
  ],
  [
    'the name of a month in a column of its own',
    'year,month,v\n1949,January,112\n1949,February,118\n',
    { date: ['year', 'month'] },
    ['1949-01-01', '1949-02-01'],
    [112, 118]
  ],
  [
    'two blanks before a time of twelve hours',
    'time,v\n6/30/2001 11:00 AM,1\n6/30/2001  12:00:00 PM,2\n',
    {},
    ['2001-06-30 11:00', '2001-06-30 12:00:00'],
    [1, 2]
  ],
  [
    'dates that can be read in one way alone',
    'date,v\n12/30/2023,1\n12/31/2023,2\n01/01/2024,3\n',
    {},
    ['2023-12-30', '2023-12-31', '2024-01-01'],
    [1, 2, 3]
  ],
  ...['NA', 'NaN', 'null', '-', "'-", '.', '#N/A', '<NA>', '…'].map(
    (
      word
    ): [string, string, CsvOptions, readonly string[], readonly number[]] => [
      `${word} as a gap`,
      `date,v\n2024-01-01,1\n2024-01-02,${word}\n2024-01-03,3\n`,
      { missing: 'interpolate' },
      ['2024-01-01', '2024-01-02', '2024-01-03'],
      [1, 2, 3]
    ]
  )
])('reads %s', async (_, text, options, dates, values) => {
  const table = await readCsv(text, options);
  expect(table.dates).toEqual(dates);
  expect([...table.column(table.variables[0].name)]).toEqual(values);
});

it('takes NUL bytes for another encoding, and passes nothing on', async () => {
  setHost({
    readFile: () =>
      Promise.resolve(Buffer.from('date,v\n2024-01-01,1\n', 'utf16le'))
  });
  await expect(readCsv('a.csv')).rejects.toThrow(
    "this is not written in utf-8. Is it { encoding: 'utf-16le' }?"
  );
});

it('asks for no parts of a date where there is no year among them', async () => {
  await expect(
    readCsv('month,day,v\nJanuary,1,5\nJanuary,2,5\n')
  ).rejects.toThrow(/line 2 is "January", "1", "5"$/);
});

it('leaves out a column without a name and without a field', async () => {
  const table = await readCsv('date;v;\n2024-01-05;1;\n2024-01-06;2;\n');
  expect(table.variables.map(({ name }) => name)).toEqual(['v']);
});

it('finds the names below a title', async () => {
  const text = '"Water, all"\n\ndate;v\n2024-01-01;1\n2024-01-02;x\n';
  await expect(readCsv(text, { header: 3 })).rejects.toThrow('line 5');
  const table = await readCsv(text.replace('x', '2'), { header: 3 });
  expect([...table.column('v')]).toEqual([1, 2]);
});

it('takes a date and a time from two columns', async () => {
  const text =
    'day;clock;v\n31.12.23;23:00;1\n31.12.23;24:00;2\n1.1.24;01:00;3\n';
  const table = await readCsv(text, {
    date: ['day', 'clock'],
    dateFormat: 'day.month.year'
  });
  expect(table.step).toBe('hour');
  expect(table.dates).toEqual([
    '2023-12-31 23:00',
    '2024-01-01 00:00',
    '2024-01-01 01:00'
  ]);
  expect(table.variables.map(({ name }) => name)).toEqual(['v']);
});

it('reads years of two digits as POSIX does', async () => {
  const table = await readCsv('date,v\n1/1/69,1\n1/1/99,2\n1/1/68,3\n', {
    dateFormat: 'month/day/year',
    step: 'turn'
  });
  expect(table.dates).toEqual(['1969-01-01', '1999-01-01', '2068-01-01']);
});

it.each<[CsvOptions, string, number]>([
  [{ decimal: ',', thousands: '.' }, '-1.234.567,5', -1234567.5],
  [{ decimal: ',', thousands: '.' }, '1.234', 1234],
  [{ decimal: ',', thousands: '.' }, '12,5', 12.5],
  [{ thousands: ',' }, '1,234.25', 1234.25],
  [{ thousands: "'" }, "1'234", 1234],
  [{ decimal: ',', thousands: ' ' }, '1\u202f234,5', 1234.5]
])('reads grouped thousands by %j', async (options, field, number) => {
  const table = await readCsv(`date;v\n2024-01-01;${field}\n`, options);
  expect([...table.column('v')]).toEqual([number]);
});

it.each(['1.23', '12.34.567', '1234.567', '.123', '1.2345,5'])(
  'does not take %s for grouped thousands',
  async field => {
    await expect(
      readCsv(`date;v\n2024-01-01;${field}\n`, {
        decimal: ',',
        thousands: '.'
      })
    ).rejects.toThrow('must hold numbers');
  }
);

it('puts in the rows that are missing, and fills them', async () => {
  const days =
    'date,v\n2024-02-27,1\n2024-02-28,2\n2024-03-02,5\n2024-03-03,6\n';
  const filled = await readCsv(days, { missing: 'interpolate' });
  expect(filled.dates.slice(2, 4)).toEqual(['2024-02-29', '2024-03-01']);
  expect([...filled.column('v')]).toEqual([1, 2, 3, 4, 5, 6]);
  const hours = await readCsv(
    'date,v\n2024-05-01T22:00:00+02:00,1\n2024-05-01T23:00:00+02:00,2\n2024-05-02T01:00:00+02:00,9\n',
    { missing: 'previous' }
  );
  expect(hours.dates[2]).toBe('2024-05-02T00:00:00+02:00');
  expect([...hours.column('v')]).toEqual([1, 2, 2, 9]);
});

it('gives back a table whatever rows are left out of it', async () => {
  const steps = fc.constantFrom(1000, 60_000, 3_600_000, DAY, 7 * DAY, 5 * DAY);
  await fc.assert(
    fc.asyncProperty(
      steps,
      fc.integer({ min: 0, max: 20_000 }),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 40 }),
      async (apart, start, kept) => {
        const all = kept.map((_, at) =>
          new Date(start * DAY + at * apart)
            .toISOString()
            .slice(0, apart < DAY ? 19 : 10)
        );
        // Half of all gaps are one step, so that the step can be told.
        const rows = all
          .map((date, at) => ({ date, at }))
          .filter(({ at }) => at % 4 < 3 || kept[at] || at === all.length - 1);
        const table = await readCsv(
          `date,v\n${rows.map(({ date, at }) => `${date},${at}`).join('\n')}\n`,
          { missing: 'interpolate' }
        );
        expect(table.dates).toEqual(all);
        all.forEach((_, at) =>
          expect(table.column('v')[at]).toBeCloseTo(at, 9)
        );
      }
    ),
    { numRuns: 40 }
  );
});

describe('the clocks of a place', () => {
  const berlin = { timeZone: 'Europe/Berlin' };
  const text = (hours: readonly string[]) =>
    `date,v\n${hours.map((hour, at) => `${hour},${at}`).join('\n')}\n`;

  it('go on where they are put back, and forward', async () => {
    const back = await readCsv(
      text([
        '2023-10-29 01:00',
        '2023-10-29 02:00',
        '2023-10-29 02:00',
        '2023-10-29 03:00'
      ]),
      berlin
    );
    expect([back.step, ...back.dates]).toEqual([
      'hour',
      '2023-10-29 01:00+02:00',
      '2023-10-29 02:00+02:00',
      '2023-10-29 02:00+01:00',
      '2023-10-29 03:00+01:00'
    ]);
    const forward = await readCsv(
      text(['2023-03-26 01:00', '2023-03-26 03:00']),
      berlin
    );
    expect([forward.step, forward.dates[1]]).toEqual([
      'hour',
      '2023-03-26 03:00+02:00'
    ]);
    await expect(
      readCsv(text(['2023-03-26 01:00', '2023-03-26 02:00']), berlin)
    ).rejects.toThrow('no clock in Europe/Berlin shows 2023-03-26 02:00');
  });

  it.each([
    [['2023-10-29 02:00', '2023-10-29 02:00'], 'each date once'],
    [
      [
        '2023-03-26 00:00',
        '2023-03-26 01:00',
        '2023-03-26 03:00',
        '2023-03-26 04:00'
      ],
      'put them in'
    ]
  ])('are asked for where %j lacks them', async (hours, message) => {
    const error = await readCsv(text(hours)).catch(String);
    expect(error).toContain(message);
    expect(error).toContain(
      "If clocks were put back or forward then, say where: { timeZone: 'Europe/Berlin' }"
    );
  });

  it('are asked for only where they may be the reason', async () => {
    const error = await readCsv(
      text(['2023-10-29 02:00', '2023-10-21 02:00'])
    ).catch(String);
    expect(error).toMatch(/each date once$/);
  });

  it('give what is missing its own offset', async () => {
    const filled = async (dates: readonly string[]) =>
      (
        await readCsv(text(dates), { ...berlin, missing: 'interpolate' })
      ).dates.slice(1, -1);
    expect(
      await filled([
        '2023-10-29 00:00',
        '2023-10-29 01:00',
        '2023-10-29 03:00',
        '2023-10-29 04:00'
      ])
    ).toEqual([
      '2023-10-29 01:00+02:00',
      '2023-10-29 02:00+02:00',
      '2023-10-29 02:00+01:00',
      '2023-10-29 03:00+01:00'
    ]);
    expect(
      await filled([
        '2023-03-24 06:00',
        '2023-03-25 06:00',
        '2023-03-27 06:00',
        '2023-03-28 06:00'
      ])
    ).toEqual([
      '2023-03-25 06:00+01:00',
      '2023-03-26 06:00+02:00',
      '2023-03-27 06:00+02:00'
    ]);
  });

  it.each([
    'Europe/Berlin',
    'America/New_York',
    'Australia/Adelaide',
    'Asia/Kathmandu',
    'America/Sao_Paulo',
    'Africa/Casablanca'
  ])(
    'give every hour of a year, as the zone database has it: %s',
    async timeZone => {
      const shown = new Intl.DateTimeFormat('sv-SE', {
        timeZone,
        dateStyle: 'short',
        timeStyle: 'medium'
      });
      const year = fc.integer({ min: 1990, max: 2024 });
      await fc.assert(
        fc.asyncProperty(year, async from => {
          const moments = Array.from(
            { length: 366 * 24 },
            (_, hour) => Date.UTC(from, 0, 1) + hour * 3_600_000
          );
          const table = await readCsv(
            text(moments.map(moment => shown.format(moment))),
            { timeZone }
          );
          expect(table.step).toBe('hour');
          expect(
            table.dates.findIndex(
              (date, at) => Date.parse(date.replace(' ', 'T')) !== moments[at]
            )
          ).toBe(-1);
        }),
        { numRuns: 2 }
      );
    }
  );
});

it.each([
  ['windows-1252', [0xb0]],
  ['utf-16le', [0xb0, 0]]
])('reads a file that is written in %s', async (encoding, degree) => {
  const bytes = (text: string) =>
    [...text].flatMap(letter =>
      letter === '°'
        ? degree
        : degree.length === 1
          ? [letter.charCodeAt(0)]
          : [letter.charCodeAt(0), 0]
    );
  const mark = degree.length === 1 ? [] : [0xff, 0xfe];
  setHost({
    readFile: () =>
      Promise.resolve(
        Uint8Array.from([...mark, ...bytes('date,t °C\n2024-05-01,1\n')])
      )
  });
  const told = readCsv('warm.csv');
  // Two bytes in front say that a file has two bytes a letter.
  await (mark.length > 0
    ? expect(told).resolves.toHaveProperty('variables.0.name', 't °C')
    : expect(told).rejects.toThrow(
        `readCsv: warm: this is not written in utf-8. Is it { encoding: '${encoding}' }?`
      ));
  const table = await readCsv('warm.csv', { encoding });
  expect(table.variables[0].name).toBe('t °C');
  await expect(readCsv('warm.csv', { encoding: 'ebcdic' })).rejects.toThrow(
    "encoding must be a name such as 'utf-8', 'windows-1252' or 'utf-16le', got the string 'ebcdic'"
  );
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

it('takes a column that is named as a part of every object', async () => {
  const text = 'date,constructor,__proto__\n2024-01-05,1,2\n2024-01-06,3,4\n';
  const table = await readCsv(text, { units: {}, labels: {} });
  expect(table.variables).toEqual([
    { name: 'constructor', label: 'constructor' },
    { name: '__proto__', label: '__proto__' }
  ]);
  expect([...table.column('constructor')]).toEqual([1, 3]);
  expect([...table.column('__proto__')]).toEqual([2, 4]);
});

it('needs one name for each column that is read, not for those that are left out', async () => {
  const text = 'date,v,,\n2024-01-05,1,,\n2024-01-06,2,,\n';
  const table = await readCsv(text, { columns: ['v'] });
  expect([...table.column('v')]).toEqual([1, 2]);
  await expect(
    readCsv('date,v,v\n2024-01-05,1,2\n', { columns: ['v'] })
  ).rejects.toThrow('columns 2 and 3 are both called "v"');
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

const HOUR = 3_600_000;
const tableOf = (dates: readonly string[], options: CsvOptions = {}) =>
  readCsv(`date,v\n${dates.map((date, at) => `${date},${at}`).join('\n')}\n`, {
    date: 'date',
    ...options
  });
const day = fc.integer({ min: 0, max: 20_000 }).map(each => each * DAY);
/** What a clock shows at a moment, so many hours ahead of UTC. */
const clockAt = (moment: number, ahead: number) =>
  new Date(moment + ahead * HOUR).toISOString().slice(0, 19);

describe('times', () => {
  it('with offsets are in the order of their moments, also where the clock goes back or on', async () => {
    const offset = fc.integer({ min: -11, max: 12 });
    const written = (ahead: number) =>
      `${ahead < 0 ? '-' : '+'}${String(Math.abs(ahead)).padStart(2, '0')}`;
    await fc.assert(
      fc.asyncProperty(
        day,
        offset,
        fc.constantFrom(-1, 1),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('', ':00', '00'),
        async (start, before, shift, turn, minutes) => {
          const dates = Array.from({ length: 6 }, (_, row) => {
            const ahead = row < turn ? before : before + shift;
            return `${clockAt(start + row * HOUR, ahead)}${written(ahead)}${minutes}`;
          });
          const table = await tableOf(dates);
          expect(table.step).toBe('hour');
          expect(table.dates).toEqual(dates);
          await expect(
            tableOf([...dates].reverse(), { step: 'hour' })
          ).rejects.toThrow('expected the earliest first, each date once');
        }
      ),
      { numRuns: 30 }
    );
  });

  it('are read in UTC as programs write them', async () => {
    const dates = [0, 1, 2].map(row => new Date(row * HOUR).toISOString());
    const table = await tableOf(dates);
    expect([table.step, ...table.dates]).toEqual(['hour', ...dates]);
    expect(table.between('1970-01-01 01:00', '1970-01-01').length).toBe(2);
  });

  it('of a day by the clock make days, where one of them has 23 hours', async () => {
    const dates = [
      '2024-03-30T00:00+01:00',
      '2024-03-31T00:00+01:00',
      '2024-04-01T00:00+02:00'
    ];
    expect((await tableOf(dates)).step).toBe('day');
  });

  it('have hours of one digit, or of the 12-hour clock', async () => {
    const hours = fc.integer({ min: 0, max: 40 });
    await fc.assert(
      fc.asyncProperty(day, hours, async (start, first) => {
        const wanted = Array.from({ length: 14 }, (_, row) =>
          clockAt(start + (first + row) * HOUR, 0)
            .slice(0, 16)
            .replace('T', ' ')
        );
        const written = (how: (hour: number) => string) =>
          wanted.map(
            text => text.slice(0, 11) + how(Number(text.slice(11, 13)))
          );
        for (const how of [
          (hour: number) => `${hour}:00`,
          (hour: number) => `${hour % 12 || 12}:00 ${hour < 12 ? 'AM' : 'PM'}`,
          (hour: number) => `${hour % 12 || 12}:00${hour < 12 ? 'am' : 'pm'}`
        ]) {
          const table = await tableOf(written(how));
          expect([table.step, ...table.dates]).toEqual(['hour', ...wanted]);
        }
      }),
      { numRuns: 20 }
    );
  });

  it.each([
    '25:99',
    '24:01',
    '24:00 PM',
    '12:60',
    '12:00:60',
    '13:00 PM',
    '0:30 AM',
    '13h',
    '13:00+25:00',
    '13:00+24:00',
    '13:00+02:60',
    '13:00+02:75'
  ])('that no clock shows are refused, as %s', async time => {
    await expect(
      tableOf([`2024-05-01 ${time}`], { step: 'hour' })
    ).rejects.toThrow(
      `readCsv: table, line 2, column date: the time in "2024-05-01 ${time}" cannot be read; expected one such as 13:00, 1:00 PM or 13:00+02:00`
    );
  });

  it.each([
    [['2024-05-01T13:00Z', '2024-05-01T14:00']],
    [['2024-05-01T13:00', '2024-05-01T14:00Z']]
  ])('have an offset in each row or in none, not as %j', async dates => {
    await expect(tableOf(dates)).rejects.toThrow(
      /^readCsv: table, line 3: 2024-05-01T\d\d:00Z has an offset from UTC, and 2024-05-01T\d\d:00 has none; expected one in each row or in none$/
    );
  });

  it('with the minutes of an offset are in the order of their moments', async () => {
    const dates = ['2024-05-01T13:00+05:30', '2024-05-01T13:00+04:30'];
    expect((await tableOf(dates)).step).toBe('hour');
    await expect(tableOf([...dates].reverse())).rejects.toThrow(
      'the earliest first'
    );
  });

  it('are told apart below a millisecond', async () => {
    const dates = ['2024-05-01 13:00:00.123456', '2024-05-01 13:00:00.123457'];
    expect((await tableOf(dates, { step: 'sample' })).dates).toEqual(dates);
  });
});
