/** So many columns are made orthogonal to all before them in one go. */
const PANEL = 8;

/**
 * The Q of the QR decomposition of a matrix `[length, count]` of full rank whose R has a positive
 * diagonal, by Gram–Schmidt in panels. Products of a whole panel keep the numbers of both in cache;
 * where a column loses most of its length it is done twice, which is enough (Giraud et al. 2005).
 *
 * @param columns one after another; become Q
 * @param redraw fills a column anew that lies in the space of those before
 */
export function orthonormalColumns(
  columns: Float64Array,
  length: number,
  count: number,
  redraw: (column: Float64Array) => void
): void {
  for (let first = 0; first < count; first += PANEL) {
    const end = Math.min(first + PANEL, count);
    const before = lengthsOf(columns, length, first, end);
    subtractProjections(columns, length, first, end);
    const after = lengthsOf(columns, length, first, end);
    if (after.some((norm, at) => norm < 0.5 * before[at])) {
      subtractProjections(columns, length, first, end);
    }
    for (let at = first; at < end; at++) {
      finishColumn(columns, length, first, at, redraw);
    }
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
  columns: Float64Array,
  length: number,
  first: number,
  end: number
): void {
  const along = new Float64Array(16);
  for (let other = 0; other + 4 <= first; other += 4) {
    for (let at = first; at < end; at += 4) {
      const some = Math.min(4, end - at);
      if (some < 4) {
        for (let rest = at; rest < end; rest++) {
          for (let one = other; one < other + 4; one++) {
            subtractOne(columns, length, rest, one);
          }
        }
      } else {
        fourDots(columns, length, other * length, at * length, along);
        subtractFour(columns, length, other * length, at * length, along);
      }
    }
  }
}

/** The sixteen products of four columns with four others. */
function fourDots(
  columns: Float64Array,
  length: number,
  q: number,
  p: number,
  along: Float64Array
): void {
  for (let pair = 0; pair < 4; pair += 2) {
    const p0 = p + pair * length;
    const p1 = p0 + length;
    const [q1, q2, q3] = [q + length, q + 2 * length, q + 3 * length];
    let a0 = 0;
    let a1 = 0;
    let a2 = 0;
    let a3 = 0;
    let b0 = 0;
    let b1 = 0;
    let b2 = 0;
    let b3 = 0;
    for (let row = 0; row < length; row++) {
      const x = columns[p0 + row];
      const y = columns[p1 + row];
      const k = columns[q + row];
      const l = columns[q1 + row];
      const m = columns[q2 + row];
      const n = columns[q3 + row];
      a0 += k * x;
      a1 += l * x;
      a2 += m * x;
      a3 += n * x;
      b0 += k * y;
      b1 += l * y;
      b2 += m * y;
      b3 += n * y;
    }
    along.set([a0, a1, a2, a3, b0, b1, b2, b3], pair * 4);
  }
}

/** p −= Σ q · along, for four columns of each. */
function subtractFour(
  columns: Float64Array,
  length: number,
  q: number,
  p: number,
  along: Float64Array
): void {
  const [q1, q2, q3] = [q + length, q + 2 * length, q + 3 * length];
  for (let pair = 0; pair < 4; pair += 2) {
    const p0 = p + pair * length;
    const p1 = p0 + length;
    const [a0, a1, a2, a3, b0, b1, b2, b3] = along.subarray(pair * 4);
    for (let row = 0; row < length; row++) {
      const k = columns[q + row];
      const l = columns[q1 + row];
      const m = columns[q2 + row];
      const n = columns[q3 + row];
      columns[p0 + row] -= k * a0 + l * a1 + m * a2 + n * a3;
      columns[p1 + row] -= k * b0 + l * b1 + m * b2 + n * b3;
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
