import { largestSize } from '../../scene/marks/largestSize';

/** How many powers of ten below the largest a gradient is still drawn. */
const DECADES = 8;

/** An absolute log scale with a sign, shared by all gradients of a run. */
export interface SignedLog {
  /** The power of ten at the ends of the scale. */
  readonly top: number;
  /** The power of ten below which a value is drawn as zero: below range. */
  readonly bottom: number;
  /** Maps a value to −1 … 1; 0 is zero or below range. */
  place(value: number): number;
}

/** The scale that reaches from the largest |value| of all matrices down by eight powers of ten. */
export function signedLog(matrices: readonly ArrayLike<number>[]): SignedLog {
  let largest = 0;
  for (const values of matrices) {
    largest = Math.max(largest, largestSize(values));
  }
  const top = largest > 0 ? Math.ceil(Math.log10(largest)) || 0 : 0;
  const bottom = top - DECADES;
  return {
    top,
    bottom,
    place(value) {
      if (Number.isNaN(value)) {
        return NaN;
      }
      const height = (Math.log10(Math.abs(value)) - bottom) / DECADES;
      return height > 0 ? Math.sign(value) * Math.min(1, height) : 0;
    }
  };
}
