import { columnFormats, type DataTable } from '../../scene/dataTable';

/** The cells of a common braille display. */
export const LINE_LENGTH = 40;

/**
 * Words and a table as plain lines of at most 40 characters, for a braille display, a printer of
 * braille, or an editor: paragraphs, then the table in columns where they fit, else a block a row.
 *
 * @param words what stands around the picture, a paragraph each; empty ones are left out
 */
export function plainText(
  words: readonly string[],
  table: DataTable | undefined
): string {
  const lines = words
    .map(plain)
    .filter(text => text !== '')
    .flatMap(text => [...wrapped(text), '']);
  return `${[...lines, ...(table ? tableLines(table) : [])].join('\n').trimEnd()}\n`;
}

function tableLines(table: DataTable): string[] {
  const { caption, columns, rows } = table;
  const formats = columnFormats(table);
  const cells = rows.map(row =>
    row.map((value, at) =>
      plain(
        typeof value === 'string'
          ? value
          : at === 0
            ? String(value)
            : Number.isNaN(value)
              ? '-'
              : formats[at](value)
      )
    )
  );
  const heads = columns.map(plain);
  const widths = heads.map((head, at) =>
    Math.max(head.length, ...cells.map(row => row[at].length))
  );
  const whole = widths.reduce((sum, width) => sum + width + 1, -1);
  return [
    ...wrapped(plain(caption)),
    '',
    ...(whole <= LINE_LENGTH
      ? [heads, ...cells].map(row => inColumns(row, widths))
      : cells.flatMap(row => [...asBlock(heads, row), '']))
  ];
}

/** Words to the left, what begins with a figure to the right. */
function inColumns(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((text, at) =>
      at > 0 && /^-?\d/.test(text)
        ? text.padStart(widths[at])
        : text.padEnd(widths[at])
    )
    .join(' ')
    .trimEnd();
}

/** A row below its name: each number with the name of its column, two blanks in. */
function asBlock(heads: readonly string[], row: readonly string[]): string[] {
  return [
    ...wrapped(`${heads[0]} ${row[0]}`),
    ...row
      .slice(1)
      .flatMap((text, at) => wrapped(`${heads[at + 1]}: ${text}`, '  '))
  ];
}

/** Breaks a text at its blanks; a word that is longer than a line is cut. */
function wrapped(text: string, indent = ''): string[] {
  const room = LINE_LENGTH - indent.length;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    for (let from = 0; from === 0 || from < word.length; from += room) {
      const piece = word.slice(from, from + room);
      if (line !== '' && line.length + 1 + piece.length > room) {
        lines.push(line);
        line = piece;
      } else {
        line = line === '' ? piece : `${line} ${piece}`;
      }
    }
  }
  return [...lines, line].map(each => indent + each);
}

/** One line, with the signs that every braille table has. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/[−–]/gu, '-')
    .replaceAll('…', '...')
    .trim();
}
