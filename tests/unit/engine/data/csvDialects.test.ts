import { random, type Random, readCsv, setHost } from '../../../../src/engine';
import type { CsvOptions, DateFormat } from '../../../../src/engine';

const DAY = 86_400_000;
const iso = (day: number): string => new Date(day).toISOString().slice(0, 10);
const names =
  'January February March April May June July August September October November December'.split(
    ' '
  );
const parts = (day: string): number[] => day.split('-').map(Number);

/** How a writer of each format writes a day, and the day of each row of a table. */
const DATES: Readonly<
  Record<
    DateFormat,
    {
      readonly written: readonly ((day: string) => string)[];
      readonly day?: (row: number) => number;
    }
  >
> = {
  'year-month-day': {
    written: [
      day => day,
      day => day.replaceAll('-', '/'),
      day => day.replaceAll('-', '.'),
      day => day.replaceAll('-', ''),
      day => `${day} 00:00`,
      day => `${day}T00:00:00Z`
    ]
  },
  'day.month.year': {
    written: [
      day => day.split('-').reverse().join('.'),
      day => parts(day).reverse().join('.'),
      day => `${day.split('-').reverse().join('.')} 00:00`
    ]
  },
  'day/month/year': {
    written: [
      day => day.split('-').reverse().join('/'),
      day => day.split('-').reverse().join('-')
    ]
  },
  'month/day/year': {
    written: [
      day => {
        const [year, month, date] = parts(day);
        return `${month}/${date}/${year}`;
      }
    ]
  },
  'day month year': {
    written: [
      day => `${parts(day)[2]} ${names[parts(day)[1] - 1]} ${parts(day)[0]}`,
      day =>
        `${day.slice(8)}-${names[parts(day)[1] - 1].slice(0, 3)}-${day.slice(2, 4)}`
    ]
  },
  'month day, year': {
    written: [
      day =>
        `${names[parts(day)[1] - 1].slice(0, 3)} ${parts(day)[2]}, ${parts(day)[0]}`
    ]
  },
  'year-week': {
    // The Thursday of a week lies in its year.
    written: ['-W', 'W'].map(mark => day => {
      const thursday = new Date(Date.parse(day) + 3 * DAY);
      const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
      const week = 1 + Math.floor((thursday.getTime() - first) / (7 * DAY));
      return `${thursday.getUTCFullYear()}${mark}${String(week).padStart(2, '0')}`;
    }),
    day: row => Date.UTC(2001, 0, 1) + row * 7 * DAY
  },
  'year-month': {
    written: [
      day => day.slice(0, 7),
      day => day.slice(0, 7).replace('-', '/'),
      day => day.slice(0, 7).replace('-', 'M')
    ],
    day: row => Date.UTC(2001, row, 1)
  },
  'month year': {
    written: [
      day => `${names[parts(day)[1] - 1].slice(0, 3)} ${parts(day)[0]}`,
      day => `${names[parts(day)[1] - 1]}-${parts(day)[0]}`
    ],
    day: row => Date.UTC(2001, row, 1)
  },
  'year-quarter': {
    written: ['-Q', 'Q', ' Q'].map(
      mark => day => `${day.slice(0, 4)}${mark}${(parts(day)[1] + 2) / 3}`
    ),
    day: row => Date.UTC(2001, 3 * row, 1)
  },
  year: {
    written: [day => day.slice(0, 4)],
    day: row => Date.UTC(1901 + row, 0, 1)
  }
};

const MISSING = ['', '-', '.', 'NA', 'n/a', 'NaN', 'null', '#N/A', 'None'];

/** Letters that Windows's table has at the place at which Unicode has them. */
const ENCODINGS: Readonly<Record<string, (text: string) => number[]>> = {
  'utf-8': text => [...Buffer.from(text)],
  'utf-8 with its mark': text => [...Buffer.from(`\uFEFF${text}`)],
  'utf-16le': text => [...Buffer.from(`\uFEFF${text}`, 'utf16le')],
  'utf-16be': text => [...Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  'windows-1252': text => [...Buffer.from(text, 'latin1')]
};

interface Drawn {
  readonly bytes: number[];
  /** What a reader would have to know: the options that are right. */
  readonly right: CsvOptions;
  readonly dates: readonly string[];
  readonly columns: Readonly<Record<string, readonly number[]>>;
}

function drawn(draws: Random): Drawn {
  const pick = <T>(all: readonly T[]): T =>
    all[Math.floor(draws.uniform() * all.length)];
  const chance = (share: number): boolean => draws.uniform() < share;
  const dateFormat = pick(Object.keys(DATES) as DateFormat[]);
  const { written, day } = DATES[dateFormat];
  const write = pick(written);
  const rows = 2 + Math.floor(draws.uniform() * 30);
  const begin = Math.floor(draws.uniform() * 12_000);
  const days = Array.from({ length: rows }, (_, row) =>
    iso(day?.(row) ?? (begin + row) * DAY)
  );
  const decimal = pick(['.', ','] as const);
  const thousands = chance(0.4)
    ? pick([decimal === '.' ? ',' : '.', ' ', '\u202F', "'"])
    : '';
  const digits = pick([0, 1, 2, 3]);
  const number = (value: number): string => {
    const [whole, fraction] = Math.abs(value).toFixed(digits).split('.');
    return `${value < 0 ? pick(['-', '−']) : ''}${whole.replace(/\B(?=(\d{3})+$)/g, thousands)}${fraction === undefined ? '' : `${decimal}${fraction}`}`;
  };
  // Where a comma stands before fractions, a point may group: such files have semicolons.
  const mark = pick(decimal === ',' ? [';'] : [',', ';', '\t', '|']);
  const end = pick(['\n', '\r\n', '\r']);
  const encoding = pick(Object.keys(ENCODINGS));
  const isQuoted = chance(0.3);
  const quoted = (field: string): string =>
    isQuoted || /["\r\n]/.test(field) || field.includes(mark)
      ? `"${field.replaceAll('"', '""')}"`
      : field;
  const columns = Object.fromEntries(
    ['Wärme', pick(['v', 'min, max', 'a "b"', 'in two\nlines'])].map(name => [
      name,
      Array.from(
        { length: rows },
        () =>
          Number((draws.normal() * 10 ** pick([0, 1, 2, 4])).toFixed(digits)) +
          0
      )
    ])
  );
  const hasGaps = chance(0.3) && rows > 4;
  // The straight line through its neighbors.
  const gap = hasGaps ? 1 + Math.floor(draws.uniform() * (rows - 2)) : -1;
  const word = pick(MISSING);
  if (hasGaps) {
    columns['Wärme'][gap] =
      columns['Wärme'][gap - 1] +
      0.5 * (columns['Wärme'][gap + 1] - columns['Wärme'][gap - 1]);
  }
  const counter = chance(0.2);
  const tail = chance(0.2) ? mark : '';
  const line = (fields: readonly string[]): string =>
    `${fields.map(quoted).join(mark)}${tail}`;
  const title = pick(['', '', '', '# measured\n#\n', 'Report\n\n', 'sep']);
  const above = title === 'sep' ? `sep=${mark}\n` : title;
  const text = [
    line([...(counter ? [''] : []), 'Zeit', ...Object.keys(columns)]),
    ...days.map((each, row) =>
      line([
        ...(counter ? [String(row)] : []),
        write(each),
        ...Object.entries(columns).map(([name, values]) =>
          name === 'Wärme' && row === gap ? word : number(values[row])
        )
      ])
    )
  ].join('\n');
  return {
    bytes: ENCODINGS[encoding](
      `${above}${text}\n`
        .replaceAll('−', encoding === 'windows-1252' ? '-' : '−')
        .replaceAll('\u202F', encoding === 'windows-1252' ? '\u00A0' : '\u202F')
        .replaceAll('\n', end)
    ),
    right: {
      dateFormat,
      decimal,
      thousands: (thousands === '\u202F' ? ' ' : thousands) as NonNullable<
        CsvOptions['thousands']
      >,
      missing: 'interpolate',
      encoding,
      header: 3,
      columns: Object.keys(columns)
    },
    dates: days,
    columns
  };
}

/** The option of a hint that says what is so. */
function followed(message: string, right: CsvOptions): CsvOptions | undefined {
  return [...message.matchAll(/\{ [a-zA-Z]+: [^{}]*\}/g)]
    .map(([words]) => Function(`return (${words})`)() as CsvOptions)
    .find(option =>
      Object.entries(option).every(
        ([name, value]) =>
          JSON.stringify(right[name as keyof CsvOptions]) ===
          JSON.stringify(value)
      )
    );
}

it('tables in every dialect are read as they were written, or refused with a hint that leads there', async () => {
  const draws = random(Number(process.env.GATESCOPE_SEED ?? 11));
  const count = process.env.GATESCOPE_NIGHT ? 1000 : 100;
  for (let tried = 0; tried < count; tried++) {
    const { bytes, right, dates, columns } = drawn(draws);
    setHost({ readFile: () => Promise.resolve(Uint8Array.from(bytes)) });
    let options: CsvOptions = {};
    const told: string[] = [];
    for (;;) {
      const read = await readCsv('a.csv', options).catch(
        (error: Error) => error
      );
      if (!(read instanceof Error)) {
        expect([told, read.dates.map(date => date.slice(0, 10))]).toEqual([
          told,
          dates
        ]);
        expect([
          told,
          Object.fromEntries(
            read.variables.map(({ name }) => [name, [...read.column(name)]])
          )
        ]).toEqual([told, columns]);
        break;
      }
      told.push(read.message);
      const next = followed(read.message, right);
      expect([told, next]).not.toEqual([told, undefined]);
      expect(told.length).toBeLessThan(8);
      options = { ...options, ...next };
    }
  }
});
