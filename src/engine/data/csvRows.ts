import Papa from 'papaparse';
import { described } from '../base/described';

declare class TextDecoder {
  constructor(encoding: string, options: { fatal: boolean });
  decode(bytes: Uint8Array): string;
}

/** A line of a table: what stands in its fields. */
export interface Row {
  /** From 1, as an editor counts: that in which the row begins. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** How a file says where its fields and rows are. */
export interface CsvForm {
  readonly delimiter?: string;
  readonly comment?: string;
  readonly skip?: number | readonly number[];
  /** The line of names. */
  readonly header?: number;
}

/** The marks that a file may begin with, which say how it is written. */
const BYTE_ORDER_MARKS: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]]
];

/**
 * The words of a file.
 *
 * @param encoding by the file's own mark, or UTF-8, unless given
 * @throws TypeError on an encoding that the host does not know; RangeError on bytes that are none of it
 */
export function decoded(
  who: string,
  bytes: Uint8Array,
  encoding = BYTE_ORDER_MARKS.find(([, mark]) =>
    mark.every((byte, at) => bytes[at] === byte)
  )?.[0] ?? 'utf-8'
): string {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new TypeError(
      `${who}: encoding must be a name such as 'utf-8', 'windows-1252' or 'utf-16le', got ${described(encoding)}`
    );
  }
  let words: string | null = null;
  try {
    words = decoder.decode(bytes);
  } catch {
    // What is wrong is told below.
  }
  // Letters that take two bytes each are read as one and a NUL where they are taken for others.
  if (words === null || words.includes('\0')) {
    const other =
      words === null
        ? 'windows-1252'
        : bytes[0] === 0
          ? 'utf-16be'
          : 'utf-16le';
    throw new RangeError(
      `${who}: this is not written in ${encoding}${other === encoding ? '' : `. Is it { encoding: '${other}' }?`}`
    );
  }
  return words;
}

/**
 * The rows of a text that are not empty, from the line of names on, which each must have a field for.
 *
 * @param isData whether fields are those of a row, and no names
 * @throws RangeError when there are no rows, one has more or fewer fields than there are names, a quote has
 *   no end, or the names stand nowhere
 */
export function csvRows(
  who: string,
  words: string,
  form: CsvForm,
  isData: (fields: readonly string[]) => boolean
): { readonly rows: [Row, ...Row[]]; readonly delimiter: string } {
  const text = textOf(words);
  const { rows: all, delimiter } = rowsFrom(who, text, form, isData);
  const [head, ...rows] = all;
  if (head === undefined || rows.length === 0) {
    throw new RangeError(
      `${who}: expected a line of names and at least one row, got ${head === undefined ? 'nothing' : 'the names alone'}`
    );
  }
  // A date and a number are two: one alone is a title.
  const uneven =
    head.fields.length === 1
      ? [head]
      : rows.filter(({ fields }) => fields.length !== head.fields.length);
  if (uneven.length > 0) {
    throw new RangeError(
      `${who}, line ${uneven[0].line}: ${unevenWords(head, uneven[0])}${hint(text, form, isData, uneven, rows.length)}`
    );
  }
  if (isData(head.fields)) {
    throw new RangeError(
      `${who}, line ${head.line}: expected the names of the columns, got a row, ${head.fields.map(field => JSON.stringify(field)).join(', ')}. Put a line of names above it`
    );
  }
  return { rows: [head, ...rows], delimiter };
}

/** With one mark for the end of a line and none for the order of bytes. */
const textOf = (words: string): string =>
  words.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');

const unevenWords = (head: Row, { fields }: Row): string =>
  `expected ${
    head.fields.length === 1
      ? 'a name for each of several columns'
      : `${head.fields.length} fields, as in line ${head.line}`
  }, got ${fields.length}`;

/** What helps where a row has more or fewer fields than there are names. */
function hint(
  text: string,
  form: CsvForm,
  isData: (fields: readonly string[]) => boolean,
  uneven: readonly Row[],
  count: number
): string {
  const mark = /^(?:#|\/\/|%)/.exec(uneven[0].fields[0])?.[0];
  if (mark !== undefined && form.comment === undefined) {
    return `. Is it a comment, { comment: '${mark}' }?`;
  }
  const names = LINES.find(
    header =>
      header > (form.header ?? 1) &&
      standIn(
        header,
        rowsFrom(null, text, { ...form, header }, isData).rows,
        isData
      )
  );
  if (names !== undefined) {
    return `. Do the names stand in line ${names}, { header: ${names} }?`;
  }
  return uneven.length > 5 || uneven.length * 2 > count
    ? `, and so in ${uneven.length} of ${count} rows`
    : `. What is no row of the table is left out by { skip: [${uneven.map(({ line }) => line).join(', ')}] }`;
}

/** Where names may stand below a title. */
const LINES = Array.from({ length: 30 }, (_, at) => at + 1);

/** Whether names stand in this line, and as many fields in each row below. */
const standIn = (
  line: number,
  [head, ...rows]: readonly Row[],
  isData: (fields: readonly string[]) => boolean
): boolean =>
  rows.length > 0 &&
  !isData(head.fields) &&
  head.line === line &&
  head.fields.length > 1 &&
  rows.every(({ fields }) => fields.length === head.fields.length);

/** What may part the fields of a row. */
const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Rows that are not empty, without the empty fields that a mark at the end of each line makes.
 *
 * @param who null: a quote without an end is taken as it stands
 */
function rowsFrom(
  who: string | null,
  text: string,
  form: CsvForm,
  isData: (fields: readonly string[]) => boolean
): { readonly rows: Row[]; readonly delimiter: string } {
  const lines = text.split('\n');
  const said = /^"?sep=(.)"?[,;\t|]*$/i.exec(lines[0])?.[1];
  const { skip = 0, header = 1, comment } = form;
  const isLeftOut = (line: number): boolean =>
    line < header ||
    (line === 1 && said !== undefined) ||
    (typeof skip === 'number' ? line <= skip : skip.includes(line));
  const kept = lines.map((line, at) => (isLeftOut(at + 1) ? '' : line));
  const mark = comment ?? '#';
  const start = kept.findIndex(
    line => line.trim() !== '' && !line.startsWith(mark)
  );
  // Names may stand in the last comment above the rows, as NumPy writes them.
  const names = kept.findLastIndex(
    (line, at) => at < start && line.startsWith(mark)
  );
  const table = kept.map((line, at) => (at < start ? '' : line));
  const parsed = (who: string | null, delimiter: string, preview = 0): Row[] =>
    parsedRows(who, table.join('\n'), { delimiter, comment, preview });
  const delimiter =
    form.delimiter ??
    said ??
    best(DELIMITERS, each => {
      const [head, ...rows] = parsed(null, each, 100);
      const width = head?.fields.length ?? 0;
      const even = rows.filter(({ fields }) => fields.length === width).length;
      return [
        Number(width > 1 || rows.some(({ fields }) => fields.length > 1)),
        Number(rows.some(({ fields }) => isData(fields))),
        even / Math.max(1, rows.length),
        width
      ];
    });
  const rows = parsed(who, delimiter);
  const [head] =
    names >= 0 && rows.length > 0 && isData(rows[0].fields)
      ? parsedRows(null, kept[names].slice(mark.length), { delimiter })
      : [];
  return {
    delimiter,
    rows: ended(
      head !== undefined && head.fields.length === rows[0].fields.length
        ? [{ ...head, line: names + 1 }, ...rows]
        : rows
    )
  };
}

/** The first of those with the largest scores, the first score before the others. */
const best = <T>(
  all: readonly T[],
  scores: (each: T) => readonly number[]
): T =>
  all
    .map(each => ({ each, of: scores(each) }))
    .reduce((one, other) => {
      const at = one.of.findIndex((score, place) => score !== other.of[place]);
      return at >= 0 && other.of[at] > one.of[at] ? other : one;
    }).each;

function parsedRows(
  who: string | null,
  text: string,
  {
    delimiter,
    comment,
    preview = 0
  }: {
    readonly delimiter: string;
    readonly comment?: string;
    readonly preview?: number;
  }
): Row[] {
  const rows: Row[] = [];
  let line = 1;
  let read = 0;
  Papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    comments: comment ?? false,
    preview,
    step({ data, errors: [wrong], meta: { cursor } }) {
      const breaks = data.reduce((sum, field) => sum + linesIn(field), 0);
      line += linesIn(text.slice(read, cursor));
      read = cursor;
      // The end of the row is read, too, but where a quote swallows it, or the text ends.
      const isEnded = wrong === undefined && text[cursor - 1] === '\n';
      const begins = line - breaks - Number(isEnded);
      if (wrong !== undefined && who !== null) {
        throw new RangeError(
          `${who}, line ${begins}: a field that begins with a quote must end with one, and a quote inside it be written twice`
        );
      }
      const fields = data.map(field => field.trim());
      if (fields.some(field => field !== '')) {
        rows.push({ line: begins, fields });
      }
    }
  });
  return rows;
}

const linesIn = (text: string): number => text.split('\n').length - 1;

/** Rows without the fields behind the last one that has a name or holds something anywhere. */
function ended(rows: readonly Row[]): Row[] {
  const width = rows.reduce(
    (most, { fields }) =>
      Math.max(most, fields.findLastIndex(field => field !== '') + 1),
    0
  );
  const most = Math.max(0, ...rows.map(({ fields }) => fields.length));
  return width === most
    ? [...rows]
    : rows.map(row => ({
        ...row,
        fields: row.fields.filter((_, at) => at < width)
      }));
}
