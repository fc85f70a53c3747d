/** Of sorted numbers: between the two nearest in proportion, as NumPy's default; NaN of none. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.max(0, Math.floor(place));
  const above = Math.min(below + 1, sorted.length - 1);
  const found = sorted[below];
  return above <= below
    ? (found ?? NaN)
    : found + (place - below) * (sorted[above] - found);
}
