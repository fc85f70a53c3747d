/** How much of what was before stays in a smoothed curve; 0 for the numbers as they are. */
export type Smoothing = 0 | 0.6 | 0.9;

/** How the curves of the loss are drawn. */
export interface CurveChoice {
  readonly log: boolean;
  readonly smoothing: Smoothing;
}

export const smoothings: readonly Smoothing[] = [0, 0.6, 0.9];

/**
 * The exponential moving average of a curve, without the pull of its empty start (Kingma and Ba 2015).
 * Numbers that are missing stay missing and weigh nothing.
 */
export function smoothed(
  values: ArrayLike<number>,
  weight: number
): ArrayLike<number> {
  if (weight === 0) {
    return values;
  }
  let mean = 0;
  let start = 1;
  return Float64Array.from(values, value => {
    if (!Number.isFinite(value)) {
      return NaN;
    }
    mean = weight * mean + (1 - weight) * value;
    start *= weight;
    return mean / (1 - start);
  });
}
