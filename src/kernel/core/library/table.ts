import {
  integer,
  number,
  Option,
  options as reader,
  text
} from '../../../engine/base/options';
import { display } from './display';

/** One row: column names and what stands in them. */
export type TableRow = Readonly<
  Record<string, string | number | boolean | null>
>;

/** What `toFixed` takes. */
const digitsAfterThePoint = new Option((who, name, value, all) => {
  number({ least: 0, most: 100 }).read(who, name, value, all);
  return integer(0).read(who, name, value, all);
});

const read = reader('table', {
  digits: digitsAfterThePoint.or(2),
  caption: text.optional()
});

/**
 * Shows rows as a table below the notebook cell.
 *
 * @param rows all with the same columns; null leaves a place empty
 * @param options `digits` after the point of numbers that are not whole (2), `caption` above
 * @throws TypeError when `rows` is not a list of objects, or an option is none or of another type
 * @example
 * table([{ forecast: 'LSTM', 'error, °C': 2.1 }, { forecast: 'same as today', 'error, °C': 2.24 }]);
 */
export function table(
  rows: readonly TableRow[],
  options: { digits?: number; caption?: string } = {}
): void {
  const { digits, caption } = read(options);
  if (
    !Array.isArray(rows) ||
    rows.some(row => typeof row !== 'object' || row === null)
  ) {
    throw new TypeError(
      'table: rows must be a list of objects such as [{ unit: 0, mean: 0.5 }]'
    );
  }
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))];
  const cells = rows.map((row: TableRow) =>
    names.map(name => cellText(row[name], digits))
  );
  const isNumber = names.map(name =>
    rows.every((row: TableRow) => typeof (row[name] ?? 0) === 'number')
  );
  display({
    'text/html': htmlTable(names, cells, isNumber, caption),
    'text/plain': plainTable(names, cells, isNumber, caption)
  });
}

/** A number with a true minus and, unless it is whole, so many digits; very small ones as m × 10ⁿ. */
function cellText(
  value: string | number | boolean | null | undefined,
  digits: number
): string {
  if (typeof value !== 'number') {
    return String(value ?? '');
  }
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  const size = Math.abs(value);
  const text =
    Number.isInteger(value) || size === Infinity
      ? String(value).replace('Infinity', '∞')
      : size < 0.5 * 10 ** -digits || size >= 1e9
        ? value.toExponential(1).replace(/e\+?(-?)(\d+)/, ' × 10^$1$2')
        : value.toFixed(digits);
  return text.replaceAll('-', '−');
}

function htmlTable(
  names: readonly string[],
  cells: readonly (readonly string[])[],
  isNumber: readonly boolean[],
  caption: string | undefined
): string {
  const alignment = (column: number) =>
    `style="text-align: ${isNumber[column] ? 'right' : 'left'}"`;
  const head = names
    .map(
      (name, column) =>
        `<th scope="col" ${alignment(column)}>${escaped(name)}</th>`
    )
    .join('');
  const body = cells
    .map(
      row =>
        `<tr>${row.map((text, column) => `<td ${alignment(column)}>${withPower(escaped(text))}</td>`).join('')}</tr>`
    )
    .join('\n');
  const title =
    caption === undefined ? '' : `<caption>${escaped(caption)}</caption>`;
  return `<table>${title}<thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}

function plainTable(
  names: readonly string[],
  cells: readonly (readonly string[])[],
  isNumber: readonly boolean[],
  caption: string | undefined
): string {
  const widths = names.map((name, column) =>
    Math.max(name.length, ...cells.map(row => row[column].length))
  );
  const line = (row: readonly string[]) =>
    row
      .map((text, column) =>
        isNumber[column]
          ? text.padStart(widths[column])
          : text.padEnd(widths[column])
      )
      .join('  ')
      .trimEnd();
  return [
    ...(caption === undefined ? [] : [caption]),
    line(names),
    line(widths.map(width => '─'.repeat(width))),
    ...cells.map(line)
  ].join('\n');
}

function withPower(text: string): string {
  return text.replace(/10\^(−?\d+)/, '10<sup>$1</sup>');
}

/** Text that stands for itself in HTML. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
