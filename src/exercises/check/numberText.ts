/** How many decimals reports print, as a rule. */
const DECIMALS = 4;
/** Of a double no more are told apart. */
const MOST_DECIMALS = 17;

/** So many decimals that two numbers which differ do not look the same. */
export function decimalsOf(one: number, other: number): number {
  let decimals = DECIMALS;
  while (
    decimals < MOST_DECIMALS &&
    one !== other &&
    numberText(one, decimals) === numberText(other, decimals)
  ) {
    decimals += 1;
  }
  return decimals;
}

/** A number as reports print it: four decimals, a true minus; m × 10ⁿ where four decimals say nothing. */
export function numberText(value: number, decimals = DECIMALS): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  }
  const size = Math.abs(value);
  if (value !== 0 && (size < 5e-4 || size >= 1e6)) {
    const [mantissa, exponent] = value.toExponential(decimals - 2).split('e');
    return `${mantissa} × 10${superscript(Number(exponent))}`.replace('-', '−');
  }
  return value.toFixed(decimals).replace('-', '−');
}

function superscript(exponent: number): string {
  return [...String(exponent)]
    .map(sign => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)]))
    .join('');
}

/** What is said beside a NaN, which is no number that a formula with a slip in it gives. */
export const notANumber =
  'NaN is “not a number”: 0/0, ∞ − ∞, the root or logarithm of a negative number, or a number that is not there, as in undefined + 1.';
