import type { Paint, SceneTheme } from '../theme';
import { mark, type Mark } from './mark';

/** A place of a picture, in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The width of a wire that carries a number: 1.5 for zero, 6.5 from one on. */
export function wireWidth(value: number): number {
  return 1.5 + 5 * Math.min(1, Math.abs(value));
}

/** The outer and inner width of a hollow wire, which carries a negative number. */
export function hollowWidths(value: number): { outer: number; inner: number } {
  const outer = Math.max(4, wireWidth(value));
  return { outer, inner: Math.max(1.2, outer - 2.8) };
}

/** The point at a distance from `from` on the way to `to`. */
export function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) {
    return from;
  }
  return {
    x: from.x + ((to.x - from.x) * distance) / length,
    y: from.y + ((to.y - from.y) * distance) / length
  };
}

/** Path data of a wire through its corners; `short` is left off its end for an arrow head. */
export function wirePath(points: readonly Point[], short = 0): string {
  const all = [...points];
  if (short > 0 && all.length > 1) {
    const end = all[all.length - 1];
    all[all.length - 1] = towards(end, all[all.length - 2], short);
  }
  return all
    .map(
      ({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`
    )
    .join('');
}

/** Path data of an arrow head whose tip is the end of a wire. */
export function arrowPath(
  points: readonly Point[],
  length: number,
  halfWidth: number
): string {
  const tip = points[points.length - 1];
  const back = towards(tip, points[points.length - 2], length);
  const across = {
    x: ((tip.y - back.y) / length) * halfWidth,
    y: ((back.x - tip.x) / length) * halfWidth
  };
  return (
    `M${round(tip.x)} ${round(tip.y)}` +
    `L${round(back.x + across.x)} ${round(back.y + across.y)}` +
    `L${round(back.x - across.x)} ${round(back.y - across.y)}Z`
  );
}

/**
 * A wire as wide as its number: hollow where that is negative, dashed where nobody knows it, thin where
 * it carries a bundle of many.
 */
export function wireMarks(
  points: readonly Point[],
  {
    number,
    ink,
    arrow = true
  }: {
    readonly number: number | null | 'many';
    readonly ink: Paint;
    readonly arrow?: boolean;
  },
  theme: SceneTheme
): Mark[] {
  const many = number === 'many';
  const size = many ? 0 : (number ?? 0);
  const { outer, inner } = hollowWidths(size);
  const width = size < 0 ? outer : wireWidth(size);
  const head = many ? 7 : 6 + width * 0.8;
  const color = theme.color(ink);
  const line = (name: string, stroke: string, wide: number, short: number) =>
    mark('path', {
      ...{ d: wirePath(points, arrow ? short : 0), fill: 'none', stroke },
      'stroke-width': wide,
      'stroke-dasharray': number === null ? '5 4' : undefined,
      ...theme.part(`wire-${name}`)
    });
  return [
    line('line', color, width, head * 0.7),
    ...(arrow
      ? [
          mark('path', {
            d: arrowPath(points, head, many ? 3.5 : 3 + width * 0.6),
            fill: color,
            ...theme.part('wire-arrow')
          })
        ]
      : []),
    ...(size < 0 ? [line('hollow', theme.color('page'), inner, head)] : [])
  ];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
