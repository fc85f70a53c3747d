/** A number as reports print it: four decimals, a true minus; m × 10ⁿ where four decimals say nothing. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  }
  const size = Math.abs(value);
  if (value !== 0 && (size < 5e-4 || size >= 1e6)) {
    const [mantissa, exponent] = value.toExponential(2).split('e');
    return `${mantissa} × 10${superscript(Number(exponent))}`.replace('-', '−');
  }
  return value.toFixed(4).replace('-', '−');
}

function superscript(exponent: number): string {
  return [...String(exponent)]
    .map(sign => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)]))
    .join('');
}

/** What is said beside a NaN, which is no number that a formula with a slip in it gives. */
export const notANumber =
  'NaN is “not a number”: 0/0, ∞ − ∞, the root or logarithm of a negative number, or a number that is not there, as in undefined + 1.';
