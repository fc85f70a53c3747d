import { type Columns, scriptColumns, simdColumns } from './columns';

/** So many columns are made orthogonal to all before them in one go. */
const PANEL = 8;

/** From so many columns on, loading the SIMD program takes less time than it saves. */
const MANY = 64;

/**
 * The Q of the QR decomposition of a matrix `[length, count]` of full rank whose R has a positive
 * diagonal, by Gram–Schmidt in panels. Products of a whole panel keep the numbers of both in cache;
 * where a column loses most of its length it is done twice, which is enough (Giraud et al. 2005).
 *
 * @param columns one after another; become Q
 * @param redraw fills a column again that lies in the space of those before
 */
export function orthonormalColumns(
  columns: Float64Array,
  length: number,
  count: number,
  redraw: (column: Float64Array) => void
): void {
  const work =
    (count >= MANY ? simdColumns(columns, length) : null) ??
    scriptColumns(columns, length);
  for (let first = 0; first < count; first += PANEL) {
    orthonormalPanel(
      work,
      length,
      first,
      Math.min(first + PANEL, count),
      redraw
    );
  }
  if (work.values !== columns) {
    columns.set(work.values);
  }
}

/** The columns first … end, where those before them are orthonormal. */
function orthonormalPanel(
  work: Columns,
  length: number,
  first: number,
  end: number,
  redraw: (column: Float64Array) => void
): void {
  const { values } = work;
  const before = lengthsOf(values, length, first, end);
  subtractProjections(work, length, first, end);
  const after = lengthsOf(values, length, first, end);
  if (after.some((norm, at) => norm < 0.5 * before[at])) {
    subtractProjections(work, length, first, end);
  }
  for (let at = first; at < end; at++) {
    finishColumn(values, length, first, at, redraw);
  }
}

function lengthsOf(
  columns: Float64Array,
  length: number,
  first: number,
  end: number
): number[] {
  return Array.from({ length: end - first }, (_, at) => {
    const from = (first + at) * length;
    return Math.sqrt(dot(columns, length, from, from));
  });
}

/** Takes from the columns first … end what lies along those before them. */
function subtractProjections(
  { values, subtractFour }: Columns,
  length: number,
  first: number,
  end: number
): void {
  for (let other = 0; other + 4 <= first; other += 4) {
    for (let at = first; at < end; at += 4) {
      if (at + 4 <= end) {
        subtractFour(other, at);
        continue;
      }
      for (let rest = at; rest < end; rest++) {
        for (let one = other; one < other + 4; one++) {
          subtractOne(values, length, rest, one);
        }
      }
    }
  }
}

/** Within its panel one column after another, twice for full accuracy; then to length 1. */
function finishColumn(
  columns: Float64Array,
  length: number,
  first: number,
  at: number,
  redraw: (column: Float64Array) => void
): void {
  const own = columns.subarray(at * length, (at + 1) * length);
  for (;;) {
    for (let pass = 0; pass < 2; pass++) {
      for (let other = first; other < at; other++) {
        subtractOne(columns, length, at, other);
      }
    }
    const norm = Math.sqrt(dot(columns, length, at * length, at * length));
    if (norm > 1e-8) {
      for (let row = 0; row < length; row++) {
        own[row] /= norm;
      }
      return;
    }
    redraw(own);
    for (let other = 0; other < first; other++) {
      subtractOne(columns, length, at, other);
    }
  }
}

function subtractOne(
  columns: Float64Array,
  length: number,
  at: number,
  other: number
): void {
  const p = at * length;
  const q = other * length;
  const along = dot(columns, length, p, q);
  for (let row = 0; row < length; row++) {
    columns[p + row] -= along * columns[q + row];
  }
}

function dot(
  columns: Float64Array,
  length: number,
  a: number,
  b: number
): number {
  let sum = 0;
  for (let row = 0; row < length; row++) {
    sum += columns[a + row] * columns[b + row];
  }
  return sum;
}
