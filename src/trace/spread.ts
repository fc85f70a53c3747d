/**
 * The standard error of the mean of numbers that were measured several times: how far the mean is likely to
 * be off.
 *
 * @param values at least two
 * @example
 * ```ts
 * standardError([1, 2, 3]); // 0.5773…
 * ```
 */
export function standardError(values: readonly number[]): number {
  const count = values.length;
  const middle = values.reduce((sum, each) => sum + each, 0) / count;
  const squares = values.reduce((sum, each) => sum + (each - middle) ** 2, 0);
  return Math.sqrt(squares / (count - 1) / count);
}

/**
 * With how many decimals means of one measure are told beside each other: the last one is worth at most
 * a third of their usual standard error, the median of all that vary. So a difference that is more than
 * chance shows, and no figure is noise alone: of the standard error two figures are told where it begins
 * with 1 or 2, else one. Null where nothing varies.
 *
 * @param samples of each mean the numbers that it is of
 * @example
 * ```ts
 * spreadDecimals([[2.07, 2.08, 2.09], [2.1, 2.1, 2.1]]); // 3
 * ```
 */
export function spreadDecimals(
  samples: readonly (readonly number[])[]
): number | null {
  const errors = samples
    // What has no seed has no spread, but for the rounding of its sum.
    .filter(values => values.length > 1 && new Set(values).size > 1)
    .map(standardError)
    .sort((one, other) => one - other);
  if (errors.length === 0) {
    return null;
  }
  const usual = errors[Math.floor((errors.length - 1) / 2)];
  return Math.max(0, Math.ceil(Math.log10(3 / usual)));
}
