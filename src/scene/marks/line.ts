import { mark, type Mark, type MarkAttributes } from './mark';
import type { Plane } from './plane';

/** A place of a path; one that has a coordinate without a number is a gap. */
type Point = readonly [x: number, y: number];

const isThere = ([x, y]: Point): boolean =>
  Number.isFinite(x) && Number.isFinite(y);

const round = (value: number): number => Math.round(value * 100) / 100;

const through = (points: readonly Point[]): string =>
  points.map(([x, y]) => `${round(x)},${round(y)}`).join('L');

/** Divides a list where one is none. */
function runsOf<T>(list: readonly T[], isOne: (each: T) => boolean): T[][] {
  const runs: T[][] = [];
  list.forEach((each, at) => {
    if (isOne(each)) {
      if (at === 0 || !isOne(list[at - 1])) {
        runs.push([]);
      }
      runs[runs.length - 1].push(each);
    }
  });
  return runs;
}

/** The path through points, with its gaps. One between two gaps is a dot, of a line with round ends. */
export const pathThrough = (points: readonly Point[]): string =>
  runsOf(points, isThere)
    .map(run => `M${through(run)}${run.length === 1 ? 'Z' : ''}`)
    .join('');

/** The outline of what is between two heights at each place, where both are there. */
export const pathAround = (
  ends: readonly (readonly [x: number, low: number, high: number])[]
): string =>
  runsOf(ends, each => each.every(Number.isFinite))
    .map(run => {
      const above = run.map(([x, , high]): Point => [x, high]);
      const below = run.map(([x, low]): Point => [x, low]).reverse();
      return `M${through([...above, ...below])}Z`;
    })
    .join('');

/** The path of values over their indices, with a gap where a value has no place. */
export const linePath = (values: ArrayLike<number>, { x, y }: Plane): string =>
  pathThrough(
    drawnIndices(values, { x, y }).map(index => [x(index), y(values[index])])
  );

/** A line through values. */
export function line(
  values: ArrayLike<number>,
  plane: Plane,
  look: MarkAttributes
): Mark {
  return mark('path', { fill: 'none', ...look, d: linePath(values, plane) });
}

/** The area between two rows of values, over the indices that have both. */
export const area = (
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  { x, y }: Plane,
  look: MarkAttributes
): Mark =>
  mark('path', {
    ...look,
    d: pathAround(
      indicesOf(Math.min(lower.length, upper.length))
        .map(index => [x(index), y(lower[index]), y(upper[index])] as const)
        .filter(each => each.every(Number.isFinite))
    )
  });

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
