import {
  anything,
  integer,
  number,
  Option,
  options as reader,
  text
} from '../../../engine/base/options';
import { display } from './display';
import {
  withIntervals,
  type MeasuredRow,
  type TableIntervals,
  type TableRow
} from './tableIntervals';

export type {
  MeasuredRow,
  TableIntervals,
  TableRow,
  Written
} from './tableIntervals';

/** What `toFixed` takes. */
const digitsAfterThePoint = new Option((who, name, value, all) => {
  number({ least: 0, most: 100 }).read(who, name, value, all);
  return integer(0).read(who, name, value, all);
});

const read = reader('table', {
  digits: digitsAfterThePoint.or(2),
  caption: text.optional(),
  intervals: anything<TableIntervals | undefined>()
});

/**
 * Shows rows as a table below the notebook cell.
 *
 * With `intervals` a place may hold the errors themselves, `[N]`, one for each day, sentence or sequence,
 * or `[S, N]` from S seeds: their mean is written, with the interval in which chance may have moved it
 * (`bootstrap`); with `against`, the name of a row, also how far each row is from that one on the same days.
 *
 * @param rows all with the same columns; null leaves a place empty
 * @param options `digits` after the point of numbers that are not whole (2), `caption` above, `intervals`
 *   with the options of `bootstrap` and `against`
 * @throws TypeError when `rows` is not a list of objects, or an option is none or of another type;
 *   RangeError when no row is called as `against` says, or errors do not fit each other
 * @example
 * table([{ forecast: 'LSTM', 'error, °C': 2.1 }, { forecast: 'same as today', 'error, °C': 2.24 }]);
 * table([{ forecast: 'LSTM', error: [2, 1, 4, 2] }, { forecast: 'as today', error: [3, 1, 5, 3] }], {
 *   intervals: { against: 'as today' }
 * });
 */
export function table(
  rows: readonly MeasuredRow[],
  options: {
    digits?: number;
    caption?: string;
    intervals?: TableIntervals;
  } = {}
): void {
  const { digits, caption, intervals } = read(options);
  if (
    !Array.isArray(rows) ||
    rows.some(row => typeof row !== 'object' || row === null)
  ) {
    throw new TypeError(
      'table: rows must be a list of objects such as [{ unit: 0, mean: 0.5 }]'
    );
  }
  const written = withIntervals(rows, intervals, value =>
    cellText(value, digits)
  );
  const names = [...new Set(written.flatMap(row => Object.keys(row)))];
  const cells = written.map((row: TableRow) =>
    names.map(name => cellText(row[name], digits))
  );
  const isNumber = names.map(name =>
    written.every((row: TableRow) => typeof (row[name] ?? 0) === 'number')
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
