/** Pearson's correlation of two rows of the same length; NaN where one of them never changes. */
export function correlation(
  a: ArrayLike<number>,
  b: ArrayLike<number>
): number {
  const count = a.length;
  let [meanA, meanB] = [0, 0];
  for (let at = 0; at < count; at += 1) {
    meanA += a[at] / count;
    meanB += b[at] / count;
  }
  let [both, ofA, ofB] = [0, 0, 0];
  for (let at = 0; at < count; at += 1) {
    const [left, right] = [a[at] - meanA, b[at] - meanB];
    both += left * right;
    ofA += left * left;
    ofB += right * right;
  }
  // What is left of equal numbers after rounding is no change.
  return ofA <= 1e-18 * count * (1 + meanA * meanA) ||
    ofB <= 1e-18 * count * (1 + meanB * meanB)
    ? NaN
    : both / Math.sqrt(ofA * ofB);
}
