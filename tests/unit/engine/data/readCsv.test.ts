import fc from 'fast-check';
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
  ...['1.234', '-1.234,5', '1.234.567'].map(
    (field): [string, string, CsvOptions, string] => [
      `${field} beside a decimal comma`,
      `date;v;w\n2024-01-01;1,5;${field}\n`,
      { decimal: ',' },
      `line 2: column w must hold numbers, got "${field}". Are its thousands grouped, { thousands: "." }?`
    ]
  ),
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
    'three columns of dates',
    two,
    { date: ['date', 'v', 'sky'] as unknown as [string, string] },
    'readCsv: date must be a text'
  ]
])('refuses %s, and says what helps', async (_, text, options, message) => {
  await expect(readCsv(text, options)).rejects.toThrow(message);
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
  await expect(readCsv('warm.csv')).rejects.toThrow(
    `readCsv: warm: this is not written in utf-8. Is it { encoding: '${encoding}' }?`
  );
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
