import { area as areaShape, line as lineShape } from 'd3-shape';
import { mark, type Mark, type MarkAttributes } from './mark';
import type { Plane } from './plane';

/** The path of values over their indices, with a gap where a value has no place. */
export function linePath(values: ArrayLike<number>, { x, y }: Plane): string {
  return (
    lineShape<number>(x, index => y(values[index]))
      .digits(2)
      .defined(index => Number.isFinite(y(values[index])))(
      indicesOf(values.length)
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
