/**
 * The largest |value| of a list that is finite; 0 where there is none. Counts by index: lists are walked
 * while one drags, and an iterator would leave garbage for each value.
 */
export function largestSize(values: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 0; index < values.length; index += 1) {
    const size = Math.abs(values[index]);
    if (size > largest && size !== Infinity) {
      largest = size;
    }
  }
  return largest;
}
