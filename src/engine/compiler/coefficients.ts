import type { FloatType } from '../tensor/operation';

/**
 * `eʳ − 1 = r + r² q(r)` on |r| ≤ ½ ln 2: the coefficients of q. In f32 those of `wasm/activation.ts`
 * (a minimax fit; a test compares the two), in f64 the series, whose next term is below 5e-18.
 */
export const exponential: Readonly<Record<FloatType, readonly number[]>> = {
  f32: [0.49999997, 0.16666543, 0.0416672, 0.0083665959, 0.00138825073],
  f64: Array.from({ length: 13 }, (_, at) => 1 / factorial(at + 2))
};

/** `2 atanh(s) / s = 2 Σ s^{2k} / (2k + 1)`, for |s| ≤ ⅓. */
export const logarithm: Readonly<Record<FloatType, readonly number[]>> = {
  f32: series(9),
  f64: series(18)
};

/** What a machine's numbers are made of. */
export const numbers = {
  f32: {
    /** 1.5·2²³ + 127: added to a whole number it leaves it in the lowest bits, biased as an exponent. */
    magic: 12583039,
    /** The same without the bias. */
    whole: 12582912,
    mantissa: 23,
    /** ln 2 in two parts; the first has so few bits that its product with an exponent is exact. */
    ln2: [0.693115234375, 3.19461846e-5],
    /** The hyperbolic tangent is 1 from here on. */
    full: 9.02,
    /** e to these is infinite and nothing. */
    ends: [89, -104],
    /** 2 to this makes the smallest numbers large enough to have all their digits. */
    lift: 64,
    /** e to this is the last with all its digits. */
    least: -87
  },
  f64: {
    magic: 6755399441055744 + 1023,
    whole: 6755399441055744,
    mantissa: 52,
    ln2: [0.6931471803691238, 1.9082149292705877e-10],
    full: 20,
    ends: [710, -746],
    lift: 512,
    least: -708
  }
} as const;

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

function series(terms: number): number[] {
  return Array.from({ length: terms }, (_, k) => 2 / (2 * k + 1));
}
