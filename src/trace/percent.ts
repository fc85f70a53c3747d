/** What would need more decimals is written with a power of ten. */
const MOST_DECIMALS = 6;

/** Numbers of f32 that should add up to all differ from it by less. */
const ROUNDING = 1e-6;

/**
 * With how many decimals a measured share of one is said in percent: none, except where that would call
 * 0 what is not nothing, or 100 what is not all. `gatescope/tracing/percent.py` has the same rule.
 *
 * @example
 * ```ts
 * [0.174, 0.0004, 0.9996, 1].map(percentDecimals); // [0, 3, 2, 0]
 * ```
 */
export function percentDecimals(share: number): number {
  const percent = 100 * share;
  const rounded = Math.abs(Number(percent.toFixed(0)));
  if (rounded === 0 && percent !== 0) {
    return 1 - orderOf(percent);
  }
  // Without the noise of the subtraction, which would ask for a decimal more.
  const left = Number((100 - percent).toFixed(12));
  return rounded === 100 && left > 100 * ROUNDING ? -orderOf(left) : 0;
}

/**
 * A measured share of one in percent, as text: `17`, `0.040`, `99.96`.
 *
 * @example
 * ```ts
 * percentText(0.9996); // '99.96'
 * ```
 */
export function percentText(share: number): string {
  const decimals = percentDecimals(share);
  const percent = 100 * share;
  return decimals > MOST_DECIMALS
    ? percent.toExponential(1)
    : percent.toFixed(decimals);
}

/**
 * A share that somebody chose, in percent, with all figures that tell what it takes or leaves out: 0.999
 * is 99.9 and 0.975 is 97.5.
 *
 * @example
 * ```ts
 * chosenPercent(0.975); // 97.5
 * ```
 */
export function chosenPercent(share: number): number {
  const least = (part: number): number => Number((100 * part).toPrecision(4));
  return share < 0.5
    ? least(share)
    : Number((100 - least(1 - share)).toPrecision(12));
}

/** The power of ten of a number's first figure. */
const orderOf = (value: number): number =>
  Math.floor(Math.log10(Math.abs(value)));
