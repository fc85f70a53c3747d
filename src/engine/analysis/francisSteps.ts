import type { Complex } from './complex';

/** Beside a matrix whose largest entry is 1, a subdiagonal entry below this is none: its square would vanish. */
const NEGLIGIBLE = 1e-140;

/** After so many steps without an end, what is beyond the digits of the largest entry goes too. */
const PATIENCE = 40;

/** Steps without an end after which it is given up. */
const MOST = 300;

/** A real matrix with zeros below its first subdiagonal, row by row. */
interface Hessenberg {
  readonly size: number;
  readonly h: Float64Array;
}

/** Two shifts by their sum and product, so that a pair of complex ones stays real. */
interface Shifts {
  readonly x: number;
  readonly y: number;
  readonly w: number;
}

/**
 * The eigenvalues of a Hessenberg matrix by Francis' steps, two shifts at once in real arithmetic
 * (Francis 1961; Golub and Van Loan, Matrix Computations, 7.5), each two or one at a time from the end.
 *
 * @param h `[size, size]` with a largest entry of about 1; changed on the way
 * @throws RangeError when the steps have no end
 */
export function francisSteps(size: number, h: Float64Array): Complex[] {
  const work = { size, h };
  const found: Complex[] = [];
  let last = size - 1;
  for (let rounds = 0; last >= 0;) {
    const floor = rounds > PATIENCE ? Number.EPSILON : NEGLIGIBLE;
    const first = activeStart(work, last, floor);
    if (first >= last - 1) {
      found.push(
        ...(first === last
          ? [{ re: h[last * size + last], im: 0 }]
          : pairOf(work, last))
      );
      last = first - 1;
      rounds = 0;
    } else if (rounds > MOST) {
      throw new RangeError('eigenvalues: the QR steps did not converge');
    } else {
      doubleStep(work, first, last, shiftsOf(work, last, rounds));
      rounds++;
    }
  }
  return found.reverse();
}

/** Where the last block without a vanishing subdiagonal entry begins. */
function activeStart(
  { size, h }: Hessenberg,
  last: number,
  floor: number
): number {
  let own = Math.abs(h[last * size + last]);
  for (let row = last; row > 0; row--) {
    const at = row * size + row;
    const above = Math.abs(h[at - size - 1]);
    const around = own + above;
    const least = Math.max(Number.EPSILON * (around || 1), floor);
    if (Math.abs(h[at - 1]) <= least) {
      h[at - 1] = 0;
      return row;
    }
    own = above;
  }
  return 0;
}

/** The eigenvalues of the two by two block that ends at `last`. */
function pairOf({ size, h }: Hessenberg, last: number): Complex[] {
  const at = last * size + last;
  const x = h[at];
  const half = (h[at - size - 1] - x) / 2;
  const w = h[at - 1] * h[at - size];
  const square = half * half + w;
  const root = Math.sqrt(Math.abs(square));
  if (square < 0) {
    return [
      { re: x + half, im: -root },
      { re: x + half, im: root }
    ];
  }
  // The sum that cancels nothing; the other eigenvalue by the product of both.
  const far = half + (half < 0 ? -root : root);
  return [
    { re: far === 0 ? x : x - w / far, im: 0 },
    { re: x + far, im: 0 }
  ];
}

/** The eigenvalues of the last block, or now and then two off the path, which break a cycle. */
function shiftsOf(
  { size, h }: Hessenberg,
  last: number,
  rounds: number
): Shifts {
  const at = last * size + last;
  if (rounds % 10 === 9) {
    const side = Math.abs(h[at - 1]) + Math.abs(h[at - size - 2]);
    const x = 0.75 * side + h[at];
    return { x, y: x, w: -0.4375 * side * side };
  }
  return { x: h[at], y: h[at - size - 1], w: h[at - 1] * h[at - size] };
}

/** One step with both shifts: a bulge of two entries, made at the top and chased out at the end. */
function doubleStep(
  work: Hessenberg,
  first: number,
  last: number,
  shifts: Shifts
): void {
  const { size, h } = work;
  const { start, bulge } = startOf(work, first, last, shifts);
  for (let row = start + 2; row <= last; row++) {
    h[row * size + row - 2] = 0;
    if (row > start + 2) {
      h[row * size + row - 3] = 0;
    }
  }
  let [p, q, r] = bulge;
  for (let k = start; k < last; k++) {
    const at = k * size;
    const isThree = k < last - 1;
    let scale = 1;
    if (k > start) {
      p = h[at + k - 1];
      q = h[at + size + k - 1];
      r = isThree ? h[at + 2 * size + k - 1] : 0;
      scale = Math.abs(p) + Math.abs(q) + Math.abs(r) || 1;
      p /= scale;
      q /= scale;
      r /= scale;
    }
    const length = Math.sqrt(p * p + q * q + r * r);
    if (length === 0) {
      continue;
    }
    const s = p < 0 ? -length : length;
    if (k > start) {
      h[at + k - 1] = -s * scale;
    } else if (start > first) {
      h[at + k - 1] = -h[at + k - 1];
    }
    p += s;
    const x = p / s;
    const y = q / s;
    const z = r / s;
    q /= p;
    r /= p;
    if (isThree) {
      reflectThree(work, k, first, last, [x, y, z], q, r);
    } else {
      reflectTwo(work, k, first, last, x, y, q);
    }
  }
}

/** From which row on the step must begin, between two subdiagonal entries that are small together. */
function startOf(
  { size, h }: Hessenberg,
  first: number,
  last: number,
  { x, y, w }: Shifts
): { readonly start: number; readonly bulge: [number, number, number] } {
  for (let start = last - 2; ; start--) {
    const at = start * size + start;
    const below = at + size + 1;
    const z = h[at];
    const right = x - z;
    const left = y - z;
    let p = (right * left - w) / h[below - 1] + h[at + 1];
    let q = h[below] - z - right - left;
    let r = h[below + size];
    const scale = Math.abs(p) + Math.abs(q) + Math.abs(r) || 1;
    p /= scale;
    q /= scale;
    r /= scale;
    if (
      start === first ||
      Math.abs(h[at - 1]) * (Math.abs(q) + Math.abs(r)) <=
        Number.EPSILON *
          Math.abs(p) *
          (Math.abs(h[at - size - 1]) + Math.abs(z) + Math.abs(h[below]))
    ) {
      return { start, bulge: [p, q, r] };
    }
  }
}

/** A reflection of three neighboring rows, then of the same columns. */
function reflectThree(
  { size, h }: Hessenberg,
  k: number,
  first: number,
  last: number,
  [x, y, z]: readonly [number, number, number],
  q: number,
  r: number
): void {
  const upper = k * size;
  const middle = upper + size;
  const lower = middle + size;
  for (let column = k; column <= last; column++) {
    const sum =
      h[upper + column] + q * h[middle + column] + r * h[lower + column];
    h[upper + column] -= sum * x;
    h[middle + column] -= sum * y;
    h[lower + column] -= sum * z;
  }
  const end = Math.min(last, k + 3) * size + k;
  for (let at = first * size + k; at <= end; at += size) {
    const sum = x * h[at] + y * h[at + 1] + z * h[at + 2];
    h[at] -= sum;
    h[at + 1] -= sum * q;
    h[at + 2] -= sum * r;
  }
}

/** The same of the last two. */
function reflectTwo(
  { size, h }: Hessenberg,
  k: number,
  first: number,
  last: number,
  x: number,
  y: number,
  q: number
): void {
  const upper = k * size;
  const lower = upper + size;
  for (let column = k; column <= last; column++) {
    const sum = h[upper + column] + q * h[lower + column];
    h[upper + column] -= sum * x;
    h[lower + column] -= sum * y;
  }
  const end = last * size + k;
  for (let at = first * size + k; at <= end; at += size) {
    const sum = x * h[at] + y * h[at + 1];
    h[at] -= sum;
    h[at + 1] -= sum * q;
  }
}
