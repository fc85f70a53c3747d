import { formatFixed, formatLarge, formatPower, LARGE } from './words/format';

/** A view's numbers as rows, for reading and for CSV. */
export interface DataTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** How the numbers of a column are written on the page, by its place; else as `numberFormat` has it. */
  readonly formats?: Readonly<Record<number, (value: number) => string>>;
}

/** One of several tables of a picture. */
export interface NamedTable {
  readonly label: string;
  readonly make: () => DataTable;
}

/** How the numbers of each column are written. */
export const columnFormats = ({
  columns,
  rows,
  formats = {}
}: DataTable): readonly ((value: number) => string)[] =>
  columns.map((_, at) => formats[at] ?? numberFormat(rows.map(row => row[at])));

/**
 * How the numbers of a column are written, all alike: whole ones as they are, others with four
 * decimals, large ones with two; a column that has nothing near one as powers of ten. Numbers of a
 * million and more have no decimals.
 */
export function numberFormat(
  column: readonly (string | number | undefined)[]
): (value: number) => string {
  let largest = 0;
  let whole = true;
  for (const value of column) {
    if (typeof value === 'number' && Number.isFinite(value)) {
      largest = Math.max(largest, Math.abs(value));
      whole &&= Number.isInteger(value);
    }
  }
  if (whole) {
    return largest < LARGE ? value => formatFixed(value, 0) : formatLarge;
  }
  if (largest < 1e-3) {
    return value => formatPower(value, 2);
  }
  return value =>
    Math.abs(value) < LARGE
      ? formatFixed(value, largest >= 100 ? 2 : 4)
      : formatLarge(value);
}

/** Comma-separated values after RFC 4180; numbers with all their digits and an ASCII minus. */
export function toCsv(table: Pick<DataTable, 'columns' | 'rows'>): string {
  const line = (values: readonly (string | number)[]): string =>
    values.map(csvValue).join(',');
  return [line(table.columns), ...table.rows.map(line)].join('\r\n') + '\r\n';
}

function csvValue(value: string | number): string {
  if (typeof value === 'number') {
    return Number.isNaN(value) ? '' : String(value);
  }
  // A spreadsheet reads a leading = + - @ as a formula: notebook content is untrusted.
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A number in words, with or without a unit: `9 %`, `0.003`. */
const WRITTEN = /^([+\-−]?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)(\D*)$/i;

/**
 * The size of each value of a column, NaN for what has none. Words have one where all of the column
 * are numbers of one unit: among dates or tokens they are names.
 */
export function columnSizes(
  column: readonly (string | number)[]
): readonly number[] {
  const units = new Set<string | undefined>();
  const sizes = column.map(value => {
    if (typeof value === 'number') {
      return value;
    }
    if (value === '' || value === '–') {
      return NaN;
    }
    const [, digits = '', unit] = WRITTEN.exec(value) ?? [];
    units.add(unit);
    return Number(digits.replaceAll(',', '').replace('−', '-'));
  });
  const areNames = units.size > 1 || units.has(undefined);
  return column.map((value, at) =>
    areNames && typeof value !== 'number' ? NaN : sizes[at]
  );
}
