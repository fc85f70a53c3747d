/**
 * Whether a number is no further from another than `tolerance`, at its very edge, too: 0.4 is within 0.1 of
 * 0.3, though in binary numbers it lies some 3e-17 further.
 */
export function isWithin(
  given: number,
  answer: number,
  tolerance: number
): boolean {
  const rounding = 4 * Number.EPSILON * (Math.abs(answer) + tolerance);
  return Math.abs(given - answer) <= tolerance + rounding;
}
