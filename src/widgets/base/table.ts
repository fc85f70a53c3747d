import { formatFixed, formatPower } from './format';

/** A view's numbers as rows, for reading and for CSV. */
export interface DataTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/**
 * How the numbers of a column are written, all alike: whole ones as they are, others with four
 * decimals, large ones with two; a column that has nothing near one as powers of ten.
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
    return value => formatFixed(value, 0);
  }
  if (largest < 1e-3) {
    return value => formatPower(value, 2);
  }
  return value => formatFixed(value, largest >= 100 ? 2 : 4);
}

/** Comma-separated values after RFC 4180; numbers with all their digits and an ASCII minus. */
export function toCsv(table: Omit<DataTable, 'caption'>): string {
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
