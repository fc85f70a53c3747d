// Sigmoid and tanh of four numbers at a time, with a bound on their relative error over all of f32.
//
// Both come from `e^r − 1 = r + r² q(r)` on |r| ≤ ½ ln 2, q a polynomial of degree 4 (a minimax fit of
// relative error 2⁻²⁶), and from 2ⁿ put together from its bits. The constants lie in memory because
// the compilers rebuild a constant vector from immediates at each use, which costs more than a load.
import { multiplyAdd, multiplySubtract } from './vector';

/** 1.5·2²³ + 127: added to a small number it leaves the nearest integer, biased as an exponent is. */
const MAGIC: f32 = 12583039.0;
const LOG2E: f32 = 1.44269504;
/**
 * ln 2: whole where a multiply-add rounds once; else in two parts, of which the first has 12 bits, so
 * that its product with n is exact.
 */
const LN2_HIGH: f32 = ASC_FEATURE_RELAXED_SIMD
  ? 0.693147180559945
  : 0.693115234375;
const LN2_LOW: f32 = 3.19461846e-5;
const C2: f32 = 0.49999997;
const C3: f32 = 0.16666543;
const C4: f32 = 0.0416672;
const C5: f32 = 0.0083665959;
const C6: f32 = 0.00138825073;
/** e⁸⁷ and e⁻⁸⁷ are the last whole powers that f32 holds with all its digits. */
const SIGMOID_LIMIT: f32 = 87.0;
/** tanh is 1 in f32 from here on. */
const TANH_LIMIT: f32 = 9.02;

// prettier-ignore
const table = memory.data<f32>([
  SIGMOID_LIMIT, SIGMOID_LIMIT, SIGMOID_LIMIT, SIGMOID_LIMIT,
  -SIGMOID_LIMIT, -SIGMOID_LIMIT, -SIGMOID_LIMIT, -SIGMOID_LIMIT,
  LOG2E, LOG2E, LOG2E, LOG2E,
  MAGIC, MAGIC, MAGIC, MAGIC,
  LN2_HIGH, LN2_HIGH, LN2_HIGH, LN2_HIGH,
  LN2_LOW, LN2_LOW, LN2_LOW, LN2_LOW,
  C2, C2, C2, C2,
  -C3, -C3, -C3, -C3,
  C4, C4, C4, C4,
  -C5, -C5, -C5, -C5,
  C6, C6, C6, C6,
  1, 1, 1, 1,
  // For tanh, whose argument is doubled: halves and powers of two of the same.
  TANH_LIMIT, TANH_LIMIT, TANH_LIMIT, TANH_LIMIT,
  -TANH_LIMIT, -TANH_LIMIT, -TANH_LIMIT, -TANH_LIMIT,
  2 * LOG2E, 2 * LOG2E, 2 * LOG2E, 2 * LOG2E,
  LN2_HIGH / 2, LN2_HIGH / 2, LN2_HIGH / 2, LN2_HIGH / 2,
  LN2_LOW / 2, LN2_LOW / 2, LN2_LOW / 2, LN2_LOW / 2,
  2 * C2, 2 * C2, 2 * C2, 2 * C2,
  4 * C3, 4 * C3, 4 * C3, 4 * C3,
  8 * C4, 8 * C4, 8 * C4, 8 * C4,
  16 * C5, 16 * C5, 16 * C5, 16 * C5,
  32 * C6, 32 * C6, 32 * C6, 32 * C6,
  0.5, 0.5, 0.5, 0.5,
  // For the exponential: the coefficients with their own signs.
  C3, C3, C3, C3,
  C5, C5, C5, C5
], 16);

/** Four ones, from memory. */
@inline
export function ones(): v128 {
  return v128.load(table, 176);
}

/** `x + n ln 2` (or half of it), in one rounding where the machine fuses, else in two parts. */
@inline
function plusLn2(n: v128, high: v128, low: v128, x: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD
    ? multiplyAdd<f32>(n, high, x)
    : multiplyAdd<f32>(n, low, multiplyAdd<f32>(n, high, x));
}

/** `x − n ln 2` (or half of it). */
@inline
function minusLn2(n: v128, high: v128, low: v128, x: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD
    ? multiplySubtract(n, high, x)
    : multiplySubtract(n, low, multiplySubtract(n, high, x));
}

/**
 * `y = σ(x) = 1 / (1 + e⁻ˣ)` for the numbers from x to `end`; relative error below 6·2⁻²⁴ for
 * x ≥ −87, and below that σ(−87) = 1.6e−38. y may be x.
 */
export function sigmoidValues(x: usize, end: usize, y: usize): void {
  const high = v128.load(table);
  const low = v128.load(table, 16);
  const log2e = v128.load(table, 32);
  const magic = v128.load(table, 48);
  const ln2 = v128.load(table, 64);
  const ln2Low = v128.load(table, 80);
  const c2 = v128.load(table, 96);
  const c3 = v128.load(table, 112);
  const c4 = v128.load(table, 128);
  const c5 = v128.load(table, 144);
  const c6 = v128.load(table, 160);
  const one = v128.load(table, 176);
  while (x < end) {
    const value = f32x4.pmax(f32x4.pmin(v128.load(x), high), low);
    // −x = n ln 2 − r, so e⁻ˣ = 2ⁿ e⁻ʳ.
    const biased = multiplySubtract(value, log2e, magic);
    const n = f32x4.sub(biased, magic);
    const power = i32x4.shl(biased, 23);
    const r = plusLn2(n, ln2, ln2Low, value);
    const rr = f32x4.mul(r, r);
    const q = multiplyAdd<f32>(
      rr,
      multiplyAdd<f32>(rr, c6, multiplyAdd<f32>(r, c5, c4)),
      multiplyAdd<f32>(r, c3, c2)
    );
    // 1 − e⁻ʳ
    const p = multiplySubtract(q, rr, r);
    v128.store(
      y,
      f32x4.div(one, f32x4.add(one, multiplySubtract(power, p, power)))
    );
    x += 16;
    y += 16;
  }
}

/**
 * `y = tanh(x) = (e²ˣ − 1) / (e²ˣ + 1)` for the numbers from x to `end`; relative error below
 * 3.3·2⁻²⁴ everywhere. y may be x.
 */
export function tanhValues(x: usize, end: usize, y: usize): void {
  const high = v128.load(table, 192);
  const low = v128.load(table, 208);
  const log2e = v128.load(table, 224);
  const magic = v128.load(table, 48);
  const ln2 = v128.load(table, 240);
  const ln2Low = v128.load(table, 256);
  const c2 = v128.load(table, 272);
  const c3 = v128.load(table, 288);
  const c4 = v128.load(table, 304);
  const c5 = v128.load(table, 320);
  const c6 = v128.load(table, 336);
  const half = v128.load(table, 352);
  const one = v128.load(table, 176);
  while (x < end) {
    const value = f32x4.pmax(f32x4.pmin(v128.load(x), high), low);
    // 2x = n ln 2 + 2r, so (e²ˣ − 1) / 2 = 2ⁿ (e²ʳ − 1) / 2 + (2ⁿ − 1) / 2.
    const biased = multiplyAdd<f32>(value, log2e, magic);
    const n = f32x4.sub(biased, magic);
    const power = i32x4.shl(biased, 23);
    const r = minusLn2(n, ln2, ln2Low, value);
    const rr = f32x4.mul(r, r);
    const q = multiplyAdd<f32>(
      rr,
      multiplyAdd<f32>(rr, c6, multiplyAdd<f32>(r, c5, c4)),
      multiplyAdd<f32>(r, c3, c2)
    );
    const p = multiplyAdd<f32>(q, rr, r);
    const w = multiplyAdd<f32>(power, p, f32x4.sub(f32x4.mul(power, half), half));
    v128.store(y, f32x4.div(w, f32x4.add(w, one)));
    x += 16;
    y += 16;
  }
}

/**
 * `y = e^(x − shift)` for the numbers from x to `end`, the exponent cut to ±87; relative error below
 * 6·2⁻²⁴. y may be x.
 */
export function exponentialValues(
  x: usize,
  end: usize,
  y: usize,
  shift: f32
): void {
  const less = f32x4.splat(shift);
  const high = v128.load(table);
  const low = v128.load(table, 16);
  const log2e = v128.load(table, 32);
  const magic = v128.load(table, 48);
  const ln2 = v128.load(table, 64);
  const ln2Low = v128.load(table, 80);
  const c2 = v128.load(table, 96);
  const c3 = v128.load(table, 368);
  const c4 = v128.load(table, 128);
  const c5 = v128.load(table, 384);
  const c6 = v128.load(table, 160);
  while (x < end) {
    const value = f32x4.pmax(
      f32x4.pmin(f32x4.sub(v128.load(x), less), high),
      low
    );
    const biased = multiplyAdd<f32>(value, log2e, magic);
    const n = f32x4.sub(biased, magic);
    const power = i32x4.shl(biased, 23);
    const r = minusLn2(n, ln2, ln2Low, value);
    const rr = f32x4.mul(r, r);
    const q = multiplyAdd<f32>(
      rr,
      multiplyAdd<f32>(rr, c6, multiplyAdd<f32>(r, c5, c4)),
      multiplyAdd<f32>(r, c3, c2)
    );
    const p = multiplyAdd<f32>(q, rr, r);
    v128.store(y, multiplyAdd<f32>(power, p, power));
    x += 16;
    y += 16;
  }
}

/** Which function `activate` computes, and how `activateBackward` goes back through it. */
export const LINEAR: i32 = 0;
export const TANH: i32 = 1;
export const SIGMOID: i32 = 2;
export const RELU: i32 = 3;

/** The derivative of an activation, from its value y and what arrives from behind. */
@inline
export function activationBackward(kind: i32, y: v128, dy: v128): v128 {
  if (kind == TANH) {
    return multiplySubtract(f32x4.mul(dy, y), y, dy);
  }
  if (kind == SIGMOID) {
    return f32x4.mul(dy, multiplySubtract(y, y, y));
  }
  if (kind == RELU) {
    return v128.and(dy, f32x4.gt(y, f32x4.splat(0)));
  }
  return dy;
}

/** `y = activation(x)` for `count` numbers, a multiple of 4; y may be x. */
export function activate(kind: i32, count: i32, x: usize, y: usize): void {
  const end = x + ((<usize>count) << 2);
  if (kind == TANH) {
    tanhValues(x, end, y);
  } else if (kind == SIGMOID) {
    sigmoidValues(x, end, y);
  } else {
    const zero = f32x4.splat(0);
    while (x < end) {
      const value = v128.load(x);
      v128.store(y, kind == RELU ? f32x4.pmax(value, zero) : value);
      x += 16;
      y += 16;
    }
  }
}

/** `dx = dy · activation′`, from the value y; dx may be dy. */
export function activateBackward(
  kind: i32,
  count: i32,
  y: usize,
  dy: usize,
  dx: usize
): void {
  const end = y + ((<usize>count) << 2);
  while (y < end) {
    v128.store(dx, activationBackward(kind, v128.load(y), v128.load(dy)));
    y += 16;
    dy += 16;
    dx += 16;
  }
}

/** `y = eˣ` for `count` numbers, a multiple of 4. */
export function exponentials(count: i32, x: usize, y: usize): void {
  exponentialValues(x, x + ((<usize>count) << 2), y, 0);
}
