import { area as areaShape, line as lineShape } from 'd3-shape';
import { mark, type Mark, type MarkAttributes } from './mark';
import type { Plane } from './plane';

/** The path of values over their indices, with a gap where a value has no place. */
export function linePath(values: ArrayLike<number>, { x, y }: Plane): string {
  return (
    lineShape<number>(x, index => y(values[index]))
      .digits(2)
      .defined(index => Number.isFinite(y(values[index])))(
      drawnIndices(values, { x, y })
    ) ?? ''
  );
}

/** A line through values. */
export function line(
  values: ArrayLike<number>,
  plane: Plane,
  look: MarkAttributes
): Mark {
  return mark('path', { fill: 'none', ...look, d: linePath(values, plane) });
}

/** The area between two rows of values, over the indices that have both. */
export function area(
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  { x, y }: Plane,
  look: MarkAttributes
): Mark {
  const known = indicesOf(Math.min(lower.length, upper.length)).filter(
    index =>
      Number.isFinite(y(lower[index])) && Number.isFinite(y(upper[index]))
  );
  const shape = areaShape<number>(
    x,
    index => y(lower[index]),
    index => y(upper[index])
  ).digits(2);
  return mark('path', { ...look, d: shape(known) ?? '' });
}

function indicesOf(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** A column of pixels with more points than this is drawn from its first, last, highest and lowest. */
const POINTS_OF_COLUMN = 4;

/**
 * The points that a line is drawn from. Of many that share a column of pixels only those are taken that
 * make its picture (first, last, ends of the range, and gaps): a training of 100,000 epochs is drawn as
 * fast as one of a thousand, and looks as it would with all.
 */
function drawnIndices(values: ArrayLike<number>, { x, y }: Plane): number[] {
  const count = values.length;
  const most = (width: number): number => POINTS_OF_COLUMN * Math.max(1, width);
  // Where a line ends is not asked of one that may have no point.
  if (count <= most(0) || count <= most(Math.abs(x(count - 1) - x(0)))) {
    return indicesOf(count);
  }
  const isGap = (index: number): boolean => !Number.isFinite(y(values[index]));
  const kept: number[] = [];
  for (let from = 0, to = 0; from < count; from = to) {
    const column = Math.floor(x(from));
    const gap = isGap(from);
    let low = from;
    let high = from;
    for (
      to = from + 1;
      to < count && Math.floor(x(to)) === column && isGap(to) === gap;
      to++
    ) {
      low = values[to] < values[low] ? to : low;
      high = values[to] > values[high] ? to : high;
    }
    kept.push(
      ...new Set([from, Math.min(low, high), Math.max(low, high), to - 1])
    );
  }
  return kept;
}
