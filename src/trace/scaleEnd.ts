import { scales } from './generated/scales';

/**
 * The end of a scale about 0: the largest size of a finite value, or, where that is beyond twice what
 * most values need, as far as these need it: one unit that runs away would make all others pale. What
 * is beyond is then marked. `gatescope/tracing/scales.py` has the same rule.
 *
 * @example
 * ```ts
 * scaleEnd([0.5, -1, 25]); // 25: one of three values is no exception
 * ```
 */
export function scaleEnd(values: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 0; index < values.length; index += 1) {
    const size = Math.abs(values[index]);
    if (size > largest && size !== Infinity) {
      largest = size;
    }
  }
  if (largest <= scales.beyond * scales.least) {
    return largest;
  }
  const sample = Float64Array.from(
    { length: Math.min(values.length, scales.most) },
    (_, at) => {
      const size = Math.abs(values[place(at, values.length)]);
      return size < Infinity ? size : 0;
    }
  ).sort();
  const most = sample[Math.ceil(scales.quantile * (sample.length - 1))];
  const end = Math.max(scales.least, scales.reach * most);
  return largest > scales.beyond * end ? end : largest;
}

/**
 * Where the sample looks: everywhere where it takes all, else spread by the golden section, since equal
 * distances meet the same units again and again where their number divides the distance.
 */
function place(at: number, length: number): number {
  return length <= scales.most
    ? at
    : Math.floor(((at * scales.spread) % 1) * length);
}
