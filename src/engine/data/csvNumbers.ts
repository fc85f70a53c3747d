/** How numbers are written. */
export interface Writing {
  /** What stands before the fraction. */
  readonly decimal: '.' | ',';
  /** What groups the thousands; told from the column unless given. */
  readonly thousands?: '.' | ',' | ' ' | "'";
}

/** What people and programs write where there is no number, what pandas takes for none among them. */
const NONE =
  /^'?(?:|[-–—]+|\.{1,3}|…|\?|\*+|#?n\.?\/?a\.?|#n\/a n\/a|<na>|[-+]?nan|nat|null|none|-?1\.#(?:ind|qnan))$/i;

/** Whether a field says that there is no number. */
export const isNone = (field: string): boolean => NONE.test(field);

/** A field with one blank, one apostrophe and one minus of the several that there are. */
const plain = (field: string): string =>
  field
    .replace(/[\u00A0\u2009\u202F]/g, ' ')
    .replace(/’/g, "'")
    .replace(/^[−–](?=\s*[\d.,])/, '-');

const escaped = (mark: string): string => (mark === '.' ? '\\.' : mark);

/** A number whose thousands are grouped, with no 0 in front, as a fraction may have it. */
const grouped = (mark: string, decimal: string): RegExp =>
  new RegExp(
    `^[+-]?[1-9]\\d{0,2}(?:${escaped(mark)}\\d{3})+(?:${escaped(decimal)}\\d*)?$`
  );

/**
 * The number in a field: NaN for what is none. With a decimal comma a point is as wrong as a comma is
 * without, but where they group thousands.
 */
export function numberIn(
  written: string,
  { decimal, thousands }: Writing
): number {
  if (isNone(written)) {
    return NaN;
  }
  const field = plain(written);
  const isGrouped =
    thousands !== undefined && grouped(thousands, decimal).test(field);
  const digits = isGrouped ? field.replaceAll(thousands, '') : field;
  const other = decimal === ',' ? '.' : ',';
  // JavaScript would read 0x10 as 16, a code as a number.
  return digits.includes(other) || /^\s*0[xob]/i.test(digits)
    ? NaN
    : Number(digits.replace(decimal, '.'));
}

/** What is said of how numbers are written. */
export interface SaidWriting extends Partial<Writing> {
  /** What parts the fields: a semicolon where a comma stands before fractions, most often. */
  readonly delimiter?: string;
}

/** What a column's marks may mean. */
export type MarkMeaning =
  | { readonly is: 'told'; readonly writing: Writing }
  /** Thousands that are grouped by the mark, or fractions that all have three digits. */
  | { readonly is: 'unclear'; readonly mark: '.' | ','; readonly field: string }
  /** Thousands that are grouped by what is said to stand before fractions. */
  | { readonly is: 'grouped'; readonly field: string };

/**
 * How a column writes its numbers: whether a mark groups its thousands.
 *
 * That is certain where a field has the mark twice, or both marks; where it is a blank or an apostrophe; and
 * where every field below 1,000 and none above it lacks the mark.
 */
export function writingOf(
  written: readonly string[],
  { decimal: said, thousands, delimiter }: SaidWriting
): MarkMeaning {
  const decimal = said ?? '.';
  if (thousands !== undefined) {
    return { is: 'told', writing: { decimal, thousands } };
  }
  const fields = written.filter(field => !isNone(field)).map(plain);
  const first = (mark: string): string =>
    fields.find(field => field.includes(mark))!;
  const [other, points] =
    decimal === ','
      ? (['.', 'no'] as const)
      : ([',', said ?? areGrouped(fields, '.', ',')] as const);
  if (decimal === ',' && areGrouped(fields, ',', '.') === 'certain') {
    return { is: 'grouped', field: first(',') };
  }
  // A whole number of thousands in a file from where a comma stands before fractions.
  if (
    (points === 'certain' || (points === 'perhaps' && delimiter === ';')) &&
    fields.every(field => Number.isFinite(numberIn(field, { decimal })))
  ) {
    return { is: 'unclear', mark: '.', field: first('.') };
  }
  for (const mark of [other, ' ', "'"] as const) {
    const are = areGrouped(fields, mark, decimal);
    if (are === 'perhaps' && mark === other) {
      return { is: 'unclear', mark: other, field: first(mark) };
    }
    if (are !== 'no') {
      return { is: 'told', writing: { decimal, thousands: mark } };
    }
  }
  return { is: 'told', writing: { decimal } };
}

/** Whether a mark groups the thousands of a column's numbers. */
function areGrouped(
  fields: readonly string[],
  mark: string,
  decimal: string
): 'no' | 'perhaps' | 'certain' {
  const form = grouped(mark, decimal);
  const marked = fields.filter(field => field.includes(mark));
  if (marked.length === 0 || !marked.every(field => form.test(field))) {
    return 'no';
  }
  const others = fields.filter(field => !field.includes(mark));
  const isPlain =
    others.length > 0 &&
    others.every(field => /^[+-]?\d{1,3}(?!\d)/.test(field));
  return isPlain ||
    marked.some(
      field => field.includes(decimal) || field.split(mark).length > 2
    )
    ? 'certain'
    : 'perhaps';
}
