import { dsvFormat } from 'd3-dsv';
import { described } from '../base/described';

declare class TextDecoder {
  constructor(encoding: string, options: { fatal: boolean });
  decode(bytes: Uint8Array): string;
}

/** A line of a table: what stands in its fields. */
export interface Row {
  /** From 1, as an editor counts. */
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * The words of a file.
 *
 * @throws TypeError on an encoding that the host does not know; RangeError on bytes that are none of it
 */
export function decoded(
  who: string,
  bytes: Uint8Array,
  encoding: string
): string {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new TypeError(
      `${who}: encoding must be a name such as 'utf-8', 'windows-1252' or 'utf-16le', got ${described(encoding)}`
    );
  }
  try {
    return decoder.decode(bytes);
  } catch {
    const mark = String(bytes.slice(0, 2));
    const other =
      mark === '255,254'
        ? 'utf-16le'
        : mark === '254,255'
          ? 'utf-16be'
          : 'windows-1252';
    throw new RangeError(
      `${who}: this is not written in ${encoding}${other === encoding ? '' : `. Is it { encoding: '${other}' }?`}`
    );
  }
}

/**
 * The rows of a text that are not empty, from the line of names on, which each must have a field for.
 *
 * @param header the line of names, from 1
 * @throws RangeError when there are no rows, or one has more or fewer fields than there are names
 */
export function csvRows(
  who: string,
  words: string,
  header = 1
): [Row, ...Row[]] {
  const [head, ...rows] = rowsFrom(words, header);
  if (head === undefined || rows.length === 0) {
    throw new RangeError(
      `${who}: expected a line of names and at least one row, got ${head === undefined ? 'nothing' : 'the names alone'}`
    );
  }
  const width = head.fields.length;
  // A date and a number are two: one alone is a title.
  const uneven =
    width === 1 ? head : rows.find(({ fields }) => fields.length !== width);
  if (uneven !== undefined) {
    const names = LINES.find(
      line => line > header && standIn(line, rowsFrom(words, line))
    );
    throw new RangeError(
      `${who}, line ${uneven.line}: expected ${width === 1 ? 'a name for each of several columns' : `${width} fields, as in line ${head.line}`}, got ${uneven.fields.length}${
        names === undefined
          ? ''
          : `. Do the names stand in line ${names}, { header: ${names} }?`
      }`
    );
  }
  return [head, ...rows];
}

/** Where names may stand below a title. */
const LINES = Array.from({ length: 30 }, (_, at) => at + 1);

/** Whether names stand in this line, and as many fields in each row below. */
const standIn = (line: number, [head, ...rows]: readonly Row[]): boolean =>
  rows.length > 0 &&
  head.line === line &&
  head.fields.length > 1 &&
  rows.every(({ fields }) => fields.length === head.fields.length);

/** Rows that are not empty; what parts their fields is what the first line has most of. */
function rowsFrom(words: string, header: number): Row[] {
  const lines = words.replace(/^\uFEFF/, '').split('\n');
  const table = lines.slice(header - 1);
  const first = table.find(line => line.trim() !== '') ?? '';
  const count = (mark: string): number => first.split(mark).length;
  const [mark] = [',', ';', '\t'].sort(
    (one, other) => count(other) - count(one)
  );
  return dsvFormat(mark)
    .parseRows(table.join('\n'))
    .map((row, at) => ({
      line: header + at,
      fields: row.map(field => field.trim())
    }))
    .filter(({ fields }) => fields.some(field => field !== ''));
}
