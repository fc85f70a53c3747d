import { listed, requireName, requireText, suggestion } from '../base/check';
import { host } from '../base/host';
import {
  integer,
  list,
  object,
  oneOf,
  Option,
  options as reader,
  text
} from '../base/options';
import { DATE_FORMATS, type DateFormat, datedRows, isDate } from './csvDates';
import { csvRows, decoded, type Row } from './csvRows';
import { requireOnce } from './requireOnce';
import { timeTable, type TimeTable } from './timeTable';

export interface CsvOptions {
  /** Of the table; the file's name unless given. */
  readonly name?: string;
  /** How the file is written, as browsers name it; `utf-8` unless given. */
  readonly encoding?: string;
  /** The line that names the columns, counted from 1, where a title stands above it. */
  readonly header?: number;
  /**
   * The column of dates, or the two of the date and the time; unless given, the first whose first row
   * holds a date.
   */
  readonly date?: string | readonly [string, string];
  /** How dates are written; `year-month-day` unless given. Years of two digits are 1969 to 2068. */
  readonly dateFormat?: DateFormat;
  /** Whose clocks show the times, where no offset from UTC stands behind them: `Europe/Berlin`. */
  readonly timeZone?: string;
  /** The columns of numbers that are read; unless given, all that have a name but the dates. */
  readonly columns?: readonly string[];
  /** A unit for each column that has one. */
  readonly units?: Readonly<Record<string, string>>;
  /** Words for each column that needs some: `highest temperature`. */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * What one row is. Unless given it is told from the dates. Rows of a second, minute, hour, day, week,
   * month, quarter or year must be that far apart; of any other step (`trading day`) they must only go up.
   */
  readonly step?: string;
  /**
   * What becomes of a row that is missing and of a field without a number: one that is empty, `-`, `n/a`,
   * `null` or `NaN`; `refuse` unless given.
   */
  readonly missing?: 'refuse' | 'previous' | 'interpolate';
  /** What stands between whole numbers and their fractions; `.` unless given. */
  readonly decimal?: '.' | ',';
  /** What groups the thousands of a number: `.` in `1.234,5`; nothing unless given. */
  readonly thousands?: '.' | ',' | ' ' | "'";
}

const read = reader('readCsv', {
  name: text.optional(),
  encoding: text.or('utf-8'),
  header: integer().or(1),
  date: new Option<string | readonly [string, string]>((who, name, value) => {
    if (Array.isArray(value) && value.length === 2) {
      value.forEach((part, at) => requireText(who, `${name}[${at}]`, part));
      return value as unknown as [string, string];
    }
    return requireText(who, name, value);
  }).optional(),
  dateFormat: oneOf(DATE_FORMATS).or('year-month-day'),
  timeZone: text.optional(),
  columns: list<string>().optional(),
  units: object<Readonly<Record<string, string>>>().or({}),
  labels: object<Readonly<Record<string, string>>>().or({}),
  step: text.optional(),
  missing: oneOf(['refuse', 'previous', 'interpolate']).or('refuse'),
  decimal: oneOf(['.', ',']).or('.'),
  thousands: oneOf(['.', ',', ' ', "'"]).optional()
});

type Settled = ReturnType<typeof read>;

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
  if (given.thousands === given.decimal) {
    throw new RangeError(
      `readCsv: thousands and decimal must differ, got '${given.decimal}' for both`
    );
  }
  const isText = source.includes('\n');
  const name =
    given.name ?? (isText ? 'table' : source.replace(/^.*[/\\]|\.\w+$/g, ''));
  const who = `readCsv: ${name}`;
  const words = isText
    ? source
    : decoded(who, await bytesOf(source), given.encoding);
  return tableIn(who, words, { ...given, name });
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
export const csvTable = (
  who: string,
  words: string,
  given: CsvOptions & { readonly name: string }
): TimeTable => tableIn(who, words, { ...read(given), name: given.name });

function tableIn(
  who: string,
  words: string,
  given: Settled & { readonly name: string }
): TimeTable {
  const [{ fields: header }, ...lines] = csvRows(who, words, given.header);
  const { date, dateFormat } = given;
  const datesAt =
    date === undefined
      ? [dateColumn(who, lines[0], dateFormat)]
      : [date].flat().map(name => columnAt(who, header, name));
  const { dates, step, rows } = datedRows(
    who,
    lines,
    ({ fields }) => ({
      column: datesAt.map(at => header[at]).join(' and '),
      text: datesAt.map(at => fields[at]).join(' ')
    }),
    given
  );
  const names =
    given.columns ??
    header.filter(
      (name, at) =>
        !datesAt.includes(at) &&
        // What a mark at the end of each line makes.
        (name !== '' || lines.some(({ fields }) => fields[at] !== ''))
    );
  names.forEach((name, at) => requireText(who, `columns[${at}]`, name));
  requireOnce('readCsv', 'columns', given.columns ?? []);
  if (names.length === 0) {
    throw new RangeError(
      `${who}: columns must name at least one; the file has ${listed(header)}`
    );
  }
  const file = { header, first: lines[0], rows };
  const columns = Object.fromEntries(
    names.map(name => [
      name,
      numbersIn(who, columnAt(who, header, name), file, given)
    ])
  );
  for (const option of ['units', 'labels'] as const) {
    for (const [name, words] of Object.entries(given[option])) {
      requireName(who, 'column', name, header);
      requireText(who, `${option}.${name}`, words);
      if (!names.includes(name)) {
        throw new RangeError(
          `${who}: ${option} must be of columns that are read (${names.join(', ')}), got '${name}'`
        );
      }
    }
  }
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

function dateColumn(
  who: string,
  { line, fields }: Row,
  format: DateFormat
): number {
  const found = fields.findIndex(field => isDate(format, field));
  if (found < 0) {
    const other = DATE_FORMATS.find(each =>
      fields.some(field => isDate(each, field))
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

/** What people and programs write where there is no number. */
const NONE = /^(?:|[-–—?]|#?n\/?a|nan|null|none)$/i;

/** How numbers are written. */
type Writing = Pick<Settled, 'decimal' | 'thousands'>;

/** NaN for what is none. With a decimal comma a point is as wrong as a comma is without. */
function numberIn(field: string, { decimal, thousands }: Writing): number {
  if (NONE.test(field)) {
    return NaN;
  }
  const [whole, ...fraction] = field.split(decimal);
  const mark = thousands === ' ' ? String.raw`\s` : `[${thousands ?? ''}]`;
  const isGrouped =
    thousands !== undefined &&
    new RegExp(`^[+-]?\\d{1,3}(?:${mark}\\d{3})+$`).test(whole);
  const digits = isGrouped ? whole.replace(/[^\d+-]/g, '') : whole;
  // A point that is left beside a comma is no number's.
  const written = [digits, ...fraction]
    .map(part => (decimal === ',' ? part.replaceAll('.', ',') : part))
    .join('.');
  // JavaScript would read 0x10 as 16, a code as a number.
  return /^\s*0[xob]/i.test(written) ? NaN : Number(written);
}

/** What stands in a file. */
interface FileRows {
  readonly header: readonly string[];
  readonly first: Row;
  /** One a step, null where the file lacks it. */
  readonly rows: readonly (Row | null)[];
}

/** The numbers of a column, gaps filled as asked. */
function numbersIn(
  who: string,
  column: number,
  file: FileRows,
  given: Settled
): Float64Array {
  const { header, rows } = file;
  const name = header[column];
  const values = Float64Array.from(rows, row => {
    const field = row?.fields[column] ?? '';
    const value = numberIn(field, given);
    if (!NONE.test(field) && !Number.isFinite(value)) {
      throw new RangeError(
        `${who}, line ${row?.line}: column ${name} must hold numbers, got ${JSON.stringify(field)}. ${noNumber(field, name, file, given)}`
      );
    }
    return value;
  });
  const gaps = values.filter(Number.isNaN).length;
  if (gaps === 0) {
    return values;
  }
  const at = rows.findIndex(
    (row, step) => row !== null && Number.isNaN(values[step])
  );
  if (gaps === values.length || given.missing === 'refuse') {
    const field = rows[at]?.fields[column] ?? '';
    throw new RangeError(
      `${who}, line ${rows[at]?.line}: column ${name} ${field === '' ? 'is empty' : `has no number but ${JSON.stringify(field)}`} there, and in ${gaps} of ${values.length} rows in all. ${
        gaps === values.length
          ? 'Leave it out: name the columns that are read, { columns: […] }'
          : "{ missing: 'interpolate' } or { missing: 'previous' } fills such gaps"
      }`
    );
  }
  return filled(values, given.missing);
}

/** What helps where a field has no number. */
function noNumber(
  field: string,
  name: string,
  { header, first }: FileRows,
  { columns, decimal, thousands }: Settled
): string {
  const writing = { decimal, thousands };
  if (decimal === '.' && /^-?\d+,\d+$/.test(field)) {
    return "Is it { decimal: ',' }?";
  }
  if (
    decimal === ',' &&
    /^-?\d+\.\d+$/.test(field) &&
    !/^-?\d{1,3}\.\d{3}$/.test(field)
  ) {
    return "Beside { decimal: ',' } a point could only group thousands: leave decimal out where it stands before the fraction";
  }
  const mark = /^-?\d{1,3}(?:([., '])\d{3})+(?:[.,]\d+)?$/.exec(field)?.[1];
  if (mark !== undefined && mark !== decimal && thousands === undefined) {
    return `Are its thousands grouped, { thousands: ${JSON.stringify(mark)} }?`;
  }
  const [, number, unit] = /^([-+]?\d[\d.,]*)\s*(\D{1,12})$/.exec(field) ?? [];
  if (unit !== undefined && Number.isFinite(numberIn(number, writing))) {
    return `A field holds a number alone: take ${JSON.stringify(unit)} out of the file, and say { units: { ${JSON.stringify(name)}: ${JSON.stringify(unit)} } }`;
  }
  if (columns !== undefined) {
    return `Leave it out of columns, or put a number there; a field without one may be empty`;
  }
  const others = header.filter((_, each) =>
    Number.isFinite(numberIn(first.fields[each], writing))
  );
  return others.length === 0
    ? 'No column of that line holds a number'
    : `Name the columns of numbers: { columns: [${others.map(each => `'${each}'`).join(', ')}] }`;
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
