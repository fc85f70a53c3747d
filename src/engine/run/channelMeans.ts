import type { Tensor } from '../tensor/tensor';

/** Mean by unit of a channel over the run as trained. */
export type ChannelMeans = (
  layer: string,
  channel: string
) => ArrayLike<number>;

/** Mean of a channel by unit, over real steps and sequences. */
export function meansByUnit(
  { values, shape }: Tensor,
  mask: Tensor | undefined
): ArrayLike<number> {
  const units = shape[shape.length - 1];
  const sums = new Float64Array(units);
  let count = 0;
  for (let row = 0; row < values.length / units; row++) {
    if (mask?.values[row] !== 0) {
      count++;
      for (let unit = 0; unit < units; unit++) {
        sums[unit] += values[row * units + unit];
      }
    }
  }
  return sums.map(sum => sum / Math.max(count, 1));
}
