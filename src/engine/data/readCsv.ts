import {
  listed,
  requireInteger,
  requireName,
  requireText,
  suggestion,
  requireOnce
} from '../base/check';
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
import {
  DATE_FORMATS,
  type DateFormat,
  formatsOf,
  goUp,
  isDate,
  looksAs,
  writtenDate
} from './csvDateForms';
import { columnsOption, csvColumn } from './csvColumn';
import { datedRows } from './csvDates';
import { csvRows, decoded, type Row } from './csvRows';
import type { Filling } from './fillGaps';
import { filledTable, timeTable, type TimeTable } from './timeTable';

export interface CsvOptions {
  /** Of the table; the file's name unless given. */
  readonly name?: string;
  /** How the file is written, as browsers name it; by its own mark, or `utf-8`, unless given. */
  readonly encoding?: string;
  /** The line that names the columns, counted from 1, where a title stands above it. */
  readonly header?: number;
  /** Lines that are left out: so many at the top, or those that are listed, counted from 1. */
  readonly skip?: number | readonly number[];
  /**
   * What a line begins with that is left out. Unless given, lines above the names that begin with `#` are; the
   * last of them may be the names.
   */
  readonly comment?: string;
  /** What parts the fields; told from the file, which may be `,`, `;`, `|` or a tab, unless given. */
  readonly delimiter?: string;
  /**
   * The column of dates, or those of the date and the time, or of year, month, day and hour; unless given, the
   * first whose first row holds a date.
   */
  readonly date?: string | readonly string[];
  /**
   * How dates are written; told from them unless given. Years of two digits are 1969 to 2068; of a week, month,
   * quarter or year the table has the first day.
   */
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
   * What happens to a row that is missing and of a field without a number: one that is empty, `-`, `.`, `NA`,
   * `null` or `NaN`; `refuse` unless given. What fills the steps before a part that `forecast` holds out looks
   * at nothing in that part.
   */
  readonly missing?: 'refuse' | 'previous' | 'interpolate';
  /** What stands between whole numbers and their fractions; `.` unless given. */
  readonly decimal?: '.' | ',';
  /** What groups the thousands of a number: `.` in `1.234,5`; told from each column, where it is certain, unless given. */
  readonly thousands?: '.' | ',' | ' ' | "'";
}

const read = reader('readCsv', {
  name: text.optional(),
  encoding: text.optional(),
  header: integer().or(1),
  skip: new Option<number | readonly number[]>((who, name, value) =>
    Array.isArray(value)
      ? value.map((line, at) => requireInteger(who, `${name}[${at}]`, line))
      : requireInteger(who, name, value, 0)
  ).or(0),
  comment: text.optional(),
  delimiter: text.optional(),
  date: new Option<string | readonly string[]>((who, name, value) =>
    Array.isArray(value) && value.length > 0
      ? value.map((part, at) => requireText(who, `${name}[${at}]`, part))
      : requireText(who, name, value)
  ).optional(),
  dateFormat: oneOf(DATE_FORMATS).optional(),
  timeZone: text.optional(),
  columns: list<string>().optional(),
  units: object<Readonly<Record<string, string>>>().or({}),
  labels: object<Readonly<Record<string, string>>>().or({}),
  step: text.optional(),
  missing: oneOf(['refuse', 'previous', 'interpolate']).or('refuse'),
  decimal: oneOf(['.', ',']).optional(),
  thousands: oneOf(['.', ',', ' ', "'"]).optional()
});

type Settled = ReturnType<typeof read>;

/**
 * Reads a table of one row a step from a file of comma-separated values: a column of dates, the
 * earliest first, and columns of numbers.
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
  if (given.thousands === (given.decimal ?? '.')) {
    throw new RangeError(
      `readCsv: thousands and decimal must differ, got '${given.thousands}' for both`
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
  const {
    rows: [{ fields: header }, ...lines],
    delimiter
  } = csvRows(who, words, given, isData);
  const found = dateColumns(who, header, lines, given);
  const { dates, step, rows } = datedRows(
    who,
    lines,
    {
      column: found.at.map(at => header[at]).join(' and '),
      format: found.format,
      texts: found.texts
    },
    given
  );
  const names = given.columns ?? namedColumns(who, header, lines, found.at);
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
      csvColumn(who, columnAt(who, header, name), file, {
        ...given,
        delimiter
      })
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
  const table = {
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
  };
  return given.missing === 'refuse'
    ? timeTable(table)
    : filledTable(
        table,
        Object.fromEntries(names.map(name => [name, given.missing as Filling]))
      );
}

/** The words for a column, whose name may be that of what every object has: `constructor`. */
const ownOf = (
  words: Readonly<Record<string, string>> = {},
  name: string
): string | undefined => (Object.hasOwn(words, name) ? words[name] : undefined);

/** A number however it may be written. */
const NUMBER = /^[-+−]?[\d.,' ]*\d[.,]?$/;

/** Whether fields are those of a row, and no names. */
const isData = (fields: readonly string[]): boolean =>
  fields.some(isDate) || fields.every(field => NUMBER.test(field));

/** Where the dates stand, how they are written, and what stands there in each row. */
function dateColumns(
  who: string,
  header: readonly string[],
  lines: readonly Row[],
  { date, dateFormat }: Settled
): {
  readonly at: readonly number[];
  readonly format: DateFormat;
  readonly texts: readonly string[];
} {
  const formats = dateFormat === undefined ? DATE_FORMATS : [dateFormat];
  const textsOf = (at: readonly number[]): string[] =>
    lines.map(({ fields }) => at.map(each => fields[each]).join(' '));
  const at =
    date === undefined
      ? [dateColumn(who, header, lines, formats)]
      : [date].flat().map(name => columnAt(who, header, name));
  const texts = textsOf(at);
  const [format = formats[0], other] = formatsOf(texts, formats);
  if (other !== undefined) {
    const row = texts.findIndex(
      text => writtenDate(format, text)?.day !== writtenDate(other, text)?.day
    );
    throw new RangeError(
      `${who}, line ${lines[row].line}, column ${at.map(each => header[each]).join(' and ')}: ${JSON.stringify(texts[row])} may be ${[format, other].map(each => `${writtenDate(each, texts[row])?.day}, { dateFormat: '${each}' }`).join(', or ')}: say which`
    );
  }
  return { at, format, texts };
}

/** The first column whose first row holds a date; a plain number is one where the column goes up as dates do. */
function dateColumn(
  who: string,
  header: readonly string[],
  lines: readonly Row[],
  formats: readonly DateFormat[]
): number {
  const [{ line, fields }] = lines;
  const places = [...fields.keys()].filter(at =>
    formats.some(format => looksAs(format, fields[at]))
  );
  const found =
    places.find(at => isDate(fields[at])) ??
    places.find(at =>
      formats.some(format =>
        goUp(
          lines.map(row => row.fields[at]),
          format
        )
      )
    );
  if (found === undefined) {
    const other = DATE_FORMATS.find(format =>
      fields.some(field => isDate(field) && looksAs(format, field))
    );
    throw new RangeError(
      `${who}: no column holds dates such as 2015-01-31; line ${line} is ${fields.map(field => JSON.stringify(field)).join(', ')}${
        other === undefined
          ? inParts(header)
          : `. Is it { dateFormat: '${other}' }?`
      }`
    );
  }
  return found;
}

/** What helps where year, month, day and hour have a column each. */
function inParts(header: readonly string[]): string {
  const parts = ['year', 'month', 'day', 'hour'].flatMap(part =>
    header.filter(name => name.toLowerCase() === part)
  );
  return parts.length < 2 || parts[0].toLowerCase() !== 'year'
    ? ''
    : `. Are they in several, { date: [${parts.map(part => `'${part}'`).join(', ')}] }?`;
}

/** All columns that have a name but the dates. */
function namedColumns(
  who: string,
  header: readonly string[],
  lines: readonly Row[],
  dates: readonly number[]
): string[] {
  const others = [...header.keys()].filter(
    at =>
      !dates.includes(at) &&
      // What a mark at the end of each line makes.
      (header[at] !== '' || lines.some(({ fields }) => fields[at] !== ''))
  );
  const nameless = others.find(at => header[at] === '');
  const named = others.map(at => header[at]).filter(name => name !== '');
  if (nameless !== undefined && named.length > 0) {
    throw new RangeError(
      `${who}: column ${nameless + 1} has no name; it begins with ${lines
        .slice(0, 3)
        .map(({ fields }) => JSON.stringify(fields[nameless]))
        .join(', ')}. Give it one, or leave it out: ${columnsOption(named)}`
    );
  }
  return named;
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
