import { inspect } from 'node-inspect-extracted';

const ROW = '(index)';
const TURN = '(iteration index)';
const KEY = 'Key';
const VALUE = 'Values';

/**
 * What Node's `console.table` prints: a row for each entry, a column for each key that the entries
 * have, and one for values that have no keys. Null for what is no table.
 *
 * @param columns the only keys to show
 */
export function consoleTable(
  data: unknown,
  columns?: readonly string[]
): string | null {
  if (typeof data !== 'object' || data === null) {
    return null;
  }
  if (data instanceof Map) {
    const entries = [...data];
    return drawn([
      column(TURN, [...entries.keys()].map(String)),
      column(
        KEY,
        entries.map(([key]) => cellOf(key))
      ),
      column(
        VALUE,
        entries.map(([, value]) => cellOf(value))
      )
    ]);
  }
  if (data instanceof Set) {
    const values = [...data];
    return drawn([
      column(TURN, [...values.keys()].map(String)),
      column(VALUE, values.map(cellOf))
    ]);
  }
  const rows = Object.entries(data);
  const names = new Set<string>(columns);
  if (columns === undefined) {
    rows.forEach(([, row]) => keysOf(row).forEach(key => names.add(key)));
  }
  const plain = rows.some(([, row]) => !hasKeys(row));
  return drawn([
    column(
      ROW,
      rows.map(([name]) => name)
    ),
    ...[...names].map(name =>
      column(
        name,
        rows.map(([, row]) =>
          hasKeys(row) && Object.hasOwn(row, name) ? cellOf(row[name]) : ''
        )
      )
    ),
    ...(plain
      ? [
          column(
            VALUE,
            rows.map(([, row]) => (hasKeys(row) ? '' : cellOf(row)))
          )
        ]
      : [])
  ]);
}

function hasKeys(row: unknown): row is Record<string, unknown> {
  return row !== null && (typeof row === 'object' || typeof row === 'function');
}

function keysOf(row: unknown): string[] {
  return hasKeys(row) ? Object.keys(row) : [];
}

/** As much of a value as a cell holds. */
function cellOf(value: unknown): string {
  const isWide =
    hasKeys(value) && !Array.isArray(value) && Object.keys(value).length > 2;
  return inspect(value, {
    depth: isWide ? -1 : 0,
    maxArrayLength: 3,
    breakLength: Infinity
  });
}

interface Column {
  readonly lines: readonly string[];
  readonly width: number;
}

function column(name: string, cells: readonly string[]): Column {
  const lines = [name, ...cells];
  return { lines, width: Math.max(...lines.map(widthOf)) };
}

/** Signs that stand on that before them, and signs as wide as two, as terminals and notebooks draw them. */
const RIDING = /[\p{Mn}\p{Me}\p{Cf}]/gu;
const WIDE =
  /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/gu;

function widthOf(text: string): number {
  const standing = text.replace(RIDING, '');
  return Array.from(standing.replace(WIDE, '$&$&')).length;
}

function drawn(columns: readonly Column[]): string {
  const rule = (left: string, middle: string, right: string) =>
    left +
    columns.map(({ width }) => '─'.repeat(width + 2)).join(middle) +
    right;
  const row = (at: number) =>
    `│${columns
      .map(({ lines, width }) => {
        const text = lines[at];
        return ` ${text}${' '.repeat(width - widthOf(text))} `;
      })
      .join('│')}│`;
  const [head, ...body] = columns[0].lines.map((_, at) => row(at));
  return [
    rule('┌', '┬', '┐'),
    head,
    rule('├', '┼', '┤'),
    ...body,
    rule('└', '┴', '┘')
  ].join('\n');
}
