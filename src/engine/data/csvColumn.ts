import type { Filling } from './fillGaps';
import { isNone, numberIn, type SaidWriting, writingOf } from './csvNumbers';
import type { Row } from './csvRows';

/** What stands in a file. */
export interface FileRows {
  readonly header: readonly string[];
  readonly first: Row;
  /** One a step, null where the file lacks it. */
  readonly rows: readonly (Row | null)[];
}

/** What of the options it takes to read a column. */
export interface ColumnOptions extends SaidWriting {
  readonly columns?: readonly string[];
  readonly missing: 'refuse' | Filling;
}

/**
 * The numbers of a column; NaN where there is none, which `missing` then fills.
 *
 * @throws RangeError, which names line and column, on what is no number, or on a gap that nothing fills
 */
export function csvColumn(
  who: string,
  column: number,
  file: FileRows,
  given: ColumnOptions
): Float64Array {
  const { header, rows } = file;
  const name = header[column];
  const fields = rows.map(row => row?.fields[column] ?? '');
  const fail = (at: number, words: string): never => {
    throw new RangeError(
      `${who}, line ${rows[at]?.line}: column ${name} ${words}`
    );
  };
  const told = writingOf(fields, given);
  if (told.is !== 'told') {
    fail(
      fields.indexOf(told.field),
      `has ${JSON.stringify(told.field)}, ${
        told.is === 'grouped'
          ? "where commas group thousands, as the other fields say: { thousands: ',' } without a decimal. If they stand before the fraction, say { decimal: ',', thousands: '.' }"
          : bothReadings(told, given.decimal)
      }`
    );
  }
  const { writing } = told as Extract<typeof told, { is: 'told' }>;
  const values = Float64Array.from(fields, field => numberIn(field, writing));
  const isWrong = (at: number): boolean =>
    !isNone(fields[at]) && !Number.isFinite(values[at]);
  const wrong = [...fields.keys()].filter(isWrong);
  if (wrong.length > 0) {
    // The one that is no number by itself is to be looked at, not one that differs from it.
    const at =
      wrong.find(each => !areNumbers([fields[each]], given)) ?? wrong[0];
    fail(
      at,
      `must hold numbers, got ${JSON.stringify(fields[at])}. ${noNumber(fields, at, name, file, given)}`
    );
  }
  const gaps = values.filter(Number.isNaN).length;
  if (gaps === values.length || (gaps > 0 && given.missing === 'refuse')) {
    const at = rows.findIndex(
      (row, step) => row !== null && Number.isNaN(values[step])
    );
    fail(
      at,
      `${fields[at] === '' ? 'is empty' : `has no number but ${JSON.stringify(fields[at])}`} there, and in ${gaps} of ${values.length} rows in all. ${
        gaps === values.length
          ? 'Leave it out: name the columns that are read, { columns: […] }'
          : "{ missing: 'interpolate' } or { missing: 'previous' } fills such gaps"
      }`
    );
  }
  return values;
}

/** What a mark before three digits may mean. */
const bothReadings = (
  { mark, field }: { readonly mark: '.' | ','; readonly field: string },
  said: string | undefined
): string => {
  const [whole, fraction] =
    mark === ','
      ? ["{ thousands: ',' }", "{ decimal: ',' }"]
      : said === ','
        ? ["{ thousands: '.' }", "{ decimal: '.' }"]
        : ["{ decimal: ',', thousands: '.' }", "{ decimal: '.' }"];
  return `which may be ${field.replaceAll(mark, '')}, ${whole}, or ${field.replace(mark, '.')}, ${fraction}: say which`;
};

/** Whether all fields that are not empty are numbers that are written so. */
function areNumbers(fields: readonly string[], writing: SaidWriting): boolean {
  const told = writingOf(fields, writing);
  return (
    told.is === 'told' &&
    fields.every(
      field => isNone(field) || Number.isFinite(numberIn(field, told.writing))
    )
  );
}

/** What helps where a field has no number. */
function noNumber(
  fields: readonly string[],
  at: number,
  name: string,
  { header, first }: FileRows,
  { columns, decimal = '.', thousands }: ColumnOptions
): string {
  const field = fields[at];
  const writing = { decimal, thousands };
  const other = decimal === ',' ? '.' : ',';
  const swapped: SaidWriting = {
    decimal: other,
    thousands: thousands === other ? undefined : thousands
  };
  if (areNumbers(fields, swapped) || areNumbers([field], swapped)) {
    return decimal === '.'
      ? "Is it { decimal: ',' }?"
      : "Beside { decimal: ',' } a point could only group thousands: leave decimal out where it stands before the fraction";
  }
  const [, number, unit] = /^([-+]?\d[\d.,]*)\s*(\D{1,12})$/.exec(field) ?? [];
  if (unit !== undefined && areNumbers([number], writing)) {
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
    : `Name the columns of numbers: ${columnsOption(others)}`;
}

/** As it is written in a cell, also for a name with a break in it. */
export const columnsOption = (names: readonly string[]): string =>
  `{ columns: [${names
    .map(name => (/['\\\n]/.test(name) ? JSON.stringify(name) : `'${name}'`))
    .join(', ')}] }`;
