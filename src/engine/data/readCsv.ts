import { dsvFormat } from 'd3-dsv';
import { listed, requireText, suggestion } from '../base/check';
import { host } from '../base/host';
import { list, object, oneOf, options as reader, text } from '../base/options';
import { type DateTime, dateTime } from './dateTime';
import { requireOnce } from './requireOnce';
import { requireOrder } from './requireOrder';
import { timeTable, type TimeTable } from './timeTable';

declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}

/** How a column writes its dates. */
export type DateFormat =
  'year-month-day' | 'day.month.year' | 'day/month/year' | 'month/day/year';

/** How each is read: year, month, day, and what follows of the day. */
const DATE_FORMATS: Readonly<Record<DateFormat, RegExp>> = {
  'year-month-day': /^(?<y>\d{4})-(?<m>\d\d?)-(?<d>\d\d?)(?<time>[T ]\d.*)?$/,
  'day.month.year': /^(?<d>\d\d?)\.(?<m>\d\d?)\.(?<y>\d{4})(?<time> \d.*)?$/,
  'day/month/year': /^(?<d>\d\d?)\/(?<m>\d\d?)\/(?<y>\d{4})(?<time> \d.*)?$/,
  'month/day/year': /^(?<m>\d\d?)\/(?<d>\d\d?)\/(?<y>\d{4})(?<time> \d.*)?$/
};
const FORMATS = Object.keys(DATE_FORMATS) as DateFormat[];

export interface CsvOptions {
  /** Of the table; the file's name unless given. */
  readonly name?: string;
  /** The column of dates; unless given, the first whose first row holds one. */
  readonly date?: string;
  /** How dates are written; `year-month-day` unless given. */
  readonly dateFormat?: DateFormat;
  /** The columns of numbers that are read; unless given, all but the dates. */
  readonly columns?: readonly string[];
  /** A unit for each column that has one. */
  readonly units?: Readonly<Record<string, string>>;
  /** Words for each column that needs some: `highest temperature`. */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * What one row is: `day`. Unless given it is told from the dates, which must be equally far apart;
   * given, they must only go up (`trading day`).
   */
  readonly step?: string;
  /** What becomes of an empty field; `refuse` unless given. */
  readonly missing?: 'refuse' | 'previous' | 'interpolate';
  /** What stands between whole numbers and their fractions; `.` unless given. */
  readonly decimal?: '.' | ',';
}

const read = reader('readCsv', {
  name: text.optional(),
  date: text.optional(),
  dateFormat: oneOf(FORMATS).or('year-month-day'),
  columns: list<string>().optional(),
  units: object<Readonly<Record<string, string>>>().or({}),
  labels: object<Readonly<Record<string, string>>>().or({}),
  step: text.optional(),
  missing: oneOf(['refuse', 'previous', 'interpolate']).or('refuse'),
  decimal: oneOf(['.', ',']).or('.')
});

/**
 * Reads a table of one row a step from a file of comma-separated values: a column of dates, the
 * earliest first, and columns of numbers. Fields may be parted by commas, semicolons or tabs.
 *
 * @param source the file's path, as seen from the notebook; or the text itself, of two lines or more
 * @throws TypeError on a wrong or unknown option; Error when the file cannot be read; RangeError, which
 *   names line and column, on what is no date, no number or missing
 * @example
 * ```ts
 * const rain = await readCsv('date,rain\n2024-05-01,0\n2024-05-02,3.5\n', { name: 'rain', units: { rain: 'mm' } });
 * rain.column('rain')[1]; // 3.5
 * ```
 */
export async function readCsv(
  source: string,
  options: CsvOptions = {}
): Promise<TimeTable> {
  requireText('readCsv', 'source', source);
  const given = read(options);
  given.columns?.forEach((column, at) =>
    requireText('readCsv', `columns[${at}]`, column)
  );
  requireOnce('readCsv', 'columns', given.columns ?? []);
  const isText = source.includes('\n');
  const words = isText
    ? source
    : new TextDecoder().decode(await bytesOf(source));
  const name =
    given.name ?? (isText ? 'table' : source.replace(/^.*[/\\]|\.\w+$/g, ''));
  return csvTable(`readCsv: ${name}`, words, { ...given, name });
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await host().readFile(path);
  } catch (error) {
    throw new Error(
      `readCsv: ${JSON.stringify(path)} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error }
    );
  }
}

/**
 * The table in the text of a file.
 *
 * @param who what is read, for messages
 * @throws RangeError, which names line and column, on what is no date, no number or missing
 */
export function csvTable(
  who: string,
  words: string,
  given: CsvOptions & { readonly name: string }
): TimeTable {
  const [head, ...rows] = rowsOf(words);
  if (head === undefined || rows.length === 0) {
    throw new RangeError(
      `${who}: expected a line of names and at least one row, got ${head === undefined ? 'nothing' : 'the names alone'}`
    );
  }
  const header = head.fields;
  const uneven = rows.find(({ fields }) => fields.length !== header.length);
  if (uneven !== undefined) {
    throw new RangeError(
      `${who}, line ${uneven.line}: expected ${header.length} fields, as in the first line, got ${uneven.fields.length}`
    );
  }
  const dateFormat = given.dateFormat ?? 'year-month-day';
  const dateAt = dateColumn(who, header, rows[0], given.date, dateFormat);
  const dates = rows.map(({ line, fields }) =>
    dateIn(
      `${who}, line ${line}, column ${header[dateAt]}`,
      fields[dateAt],
      dateFormat
    )
  );
  const at = (row: number): string => `${who}, line ${rows[row].line}`;
  requireOrder(at, dates);
  const step = given.step ?? stepOf(at, dates);
  const names =
    given.columns ?? header.filter((_, column) => column !== dateAt);
  const columns = Object.fromEntries(
    names.map(name => [
      name,
      numbersIn(who, columnAt(who, header, name), { header, rows, ...given })
    ])
  );
  return timeTable({
    name: given.name,
    step,
    dates: dates.map(({ text }) => text),
    variables: names.map(name => ({
      name,
      label: ownOf(given.labels, name) ?? name,
      ...(ownOf(given.units, name) === undefined
        ? {}
        : { unit: ownOf(given.units, name) })
    })),
    columns
  });
}

/** The words for a column, whose name may be that of what every object has: `constructor`. */
const ownOf = (
  words: Readonly<Record<string, string>> = {},
  name: string
): string | undefined => (Object.hasOwn(words, name) ? words[name] : undefined);

interface Row {
  /** From 1, as an editor counts. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Of what a message says that it happened in a row. */
type Place = (row: number) => string;

/** Rows that are not empty; what parts their fields is what the first line has most of. */
function rowsOf(words: string): Row[] {
  const lines = words.replace(/^\uFEFF/, '');
  const [first] = lines.split('\n', 1);
  const count = (mark: string): number => first.split(mark).length;
  const [mark] = [',', ';', '\t'].sort(
    (one, other) => count(other) - count(one)
  );
  return dsvFormat(mark)
    .parseRows(lines)
    .map((row, at) => ({
      line: at + 1,
      fields: row.map(field => field.trim())
    }))
    .filter(({ fields }) => fields.some(field => field !== ''));
}

function dateColumn(
  who: string,
  header: readonly string[],
  { line, fields }: Row,
  name: string | undefined,
  format: DateFormat
): number {
  if (name !== undefined) {
    return columnAt(who, header, name);
  }
  const found = fields.findIndex(field => DATE_FORMATS[format].test(field));
  if (found < 0) {
    const other = FORMATS.find(each =>
      fields.some(field => DATE_FORMATS[each].test(field))
    );
    throw new RangeError(
      `${who}: no column holds dates such as 2015-01-31; line ${line} is ${fields.map(field => JSON.stringify(field)).join(', ')}${
        other === undefined ? '' : `. Is it { dateFormat: '${other}' }?`
      }`
    );
  }
  return found;
}

function columnAt(
  who: string,
  header: readonly string[],
  name: string
): number {
  const at = header.indexOf(name);
  if (at < 0) {
    throw new RangeError(
      `${who}: there is no column ${JSON.stringify(name)}${suggestion(name, header)}; it has ${listed(header)}`
    );
  }
  const again = header.indexOf(name, at + 1);
  if (again >= 0) {
    throw new RangeError(
      `${who}: columns ${at + 1} and ${again + 1} are both called ${JSON.stringify(name)}; give each a name of its own in the first line`
    );
  }
  return at;
}

function dateIn(who: string, field: string, format: DateFormat): DateTime {
  const found = DATE_FORMATS[format].exec(field)?.groups;
  const day =
    found &&
    `${found.y}-${found.m.padStart(2, '0')}-${found.d.padStart(2, '0')}`;
  if (day === undefined || dateTime(day) === null) {
    throw new RangeError(
      `${who}: expected a date as ${format}, got ${JSON.stringify(field)}`
    );
  }
  const read = dateTime(`${day}${found?.time ?? ''}`);
  if (read === null) {
    throw new RangeError(
      `${who}: the time in ${JSON.stringify(field)} cannot be read; expected one such as 13:00, 1:00 PM or 13:00+02:00`
    );
  }
  return read;
}

const HOUR = 3_600_000;
const STEPS = [
  ['minute', HOUR / 60, HOUR / 60],
  ['hour', HOUR, HOUR],
  ['day', 24 * HOUR, 24 * HOUR],
  ['week', 7 * 24 * HOUR, 7 * 24 * HOUR],
  ['month', 28 * 24 * HOUR, 31 * 24 * HOUR],
  ['quarter', 90 * 24 * HOUR, 92 * 24 * HOUR],
  ['year', 365 * 24 * HOUR, 366 * 24 * HOUR]
] as const;

/** What one row is, told from how far the dates are apart. */
function stepOf(place: Place, dates: readonly DateTime[]): string {
  if (dates.length < 2) {
    return 'step';
  }
  // A day is one by the clock, also where an offset says that it had 23 hours.
  const isByClock = dates[1].clock - dates[0].clock >= 24 * HOUR;
  const times = dates.map(({ clock, moment }) => (isByClock ? clock : moment));
  const apart = times.slice(1).map((time, at) => time - times[at]);
  const [name, least, most] = STEPS.find(
    ([, shortest, longest]) => apart[0] >= shortest && apart[0] <= longest
  ) ?? ['step', apart[0], apart[0]];
  const at = apart.findIndex(each => !(each >= least && each <= most));
  if (at >= 0) {
    throw new RangeError(
      `${place(at + 1)}: ${dates[at + 1].text} comes after ${dates[at].text}, where the rows before are a ${name} apart. A network takes its steps as equal: put the rows in that are missing, or say what one row is, { step: 'trading day' }`
    );
  }
  return name;
}

/** NaN for what is none. With a decimal comma a point is as wrong as a comma is without. */
const numberIn = (field: string, decimal: '.' | ','): number =>
  field === ''
    ? NaN
    : Number(
        decimal === ','
          ? field.replace(/[.,]/g, mark => (mark === ',' ? '.' : ','))
          : field
      );

/** The numbers of a column, gaps filled as asked. */
function numbersIn(
  who: string,
  column: number,
  {
    header,
    rows,
    missing = 'refuse',
    decimal = '.'
  }: CsvOptions & {
    readonly header: readonly string[];
    readonly rows: readonly Row[];
  }
): Float64Array {
  const name = header[column];
  const values = Float64Array.from(rows, ({ line, fields }) => {
    const field = fields[column];
    const value = numberIn(field, decimal);
    if (field !== '' && !Number.isFinite(value)) {
      const others = header.filter((_, each) =>
        Number.isFinite(numberIn(rows[0].fields[each], decimal))
      );
      throw new RangeError(
        `${who}, line ${line}: column ${name} must hold numbers, got ${JSON.stringify(field)}. ${
          decimal === '.' && /^-?\d+,\d+$/.test(field)
            ? "Is it { decimal: ',' }?"
            : decimal === ',' && /^-?[\d.]+(,\d+)?$/.test(field)
              ? "Beside { decimal: ',' } a point could only group thousands: take it out of the number, or leave decimal out where it stands before the fraction"
              : `Name the columns of numbers: { columns: [${others.map(each => `'${each}'`).join(', ')}] }`
        }`
      );
    }
    return value;
  });
  const gaps = values.filter(Number.isNaN).length;
  if (gaps === 0) {
    return values;
  }
  if (gaps === values.length || missing === 'refuse') {
    throw new RangeError(
      `${who}, line ${rows[values.findIndex(Number.isNaN)].line}: column ${name} is empty there, and in ${gaps} of ${values.length} rows in all. { missing: 'interpolate' } or { missing: 'previous' } fills such gaps`
    );
  }
  return filled(values, missing);
}

/** Between two numbers a straight line, or the earlier one; before the first and after the last, that one. */
function filled(
  values: Float64Array,
  missing: 'previous' | 'interpolate'
): Float64Array {
  const known = [...values.keys()].filter(at => !Number.isNaN(values[at]));
  let next = 0;
  return values.map((value, at) => {
    while (next < known.length && known[next] < at) {
      next += 1;
    }
    const after = known[next];
    const before = known[next - 1];
    if (after === at) {
      return value;
    }
    if (before === undefined) {
      return values[after];
    }
    if (after === undefined || missing === 'previous') {
      return values[before];
    }
    const share = (at - before) / (after - before);
    return values[before] + share * (values[after] - values[before]);
  });
}
