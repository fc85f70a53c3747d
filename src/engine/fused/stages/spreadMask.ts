/** Puts a mask `[B, features]` of the given order into rows `[B, width]` of the sorted order. */
export function spreadMask(
  mask: ArrayLike<number>,
  address: number,
  width: number,
  features: number,
  columns: Int32Array | null,
  order: Int32Array,
  f32: Float32Array
): void {
  for (let position = 0; position < order.length; position++) {
    const to = (address >> 2) + position * width;
    const from = order[position] * features;
    for (let feature = 0; feature < features; feature++) {
      f32[to + (columns ? columns[feature] : feature)] = mask[from + feature];
    }
  }
}
