import type { Box } from '../marks/plane';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The height of a line of words above its baseline, and below it. */
const ABOVE = 11;
const BELOW = 3;
/** What stands across the point's height costs this much: the cursor may stand there. */
const ACROSS = 24;
/** Words this far from a curve are read as words, not as part of it. */
const CLEAR = 5;

/**
 * Where words of a width stand that belong to a point: as near to it as no line runs through them,
 * inside the box. Where there is no such place, the freest one.
 *
 * @returns the left end of their baseline
 */
export function bestPlace(
  at: Point,
  width: number,
  box: Box,
  lines: readonly (readonly Point[])[]
): Point {
  const right = box.x + box.width - width;
  const places = [at.x + 8, at.x - width - 8, at.x - width / 2]
    .map(x => Math.max(box.x + 2, Math.min(right - 6, x)))
    .flatMap(x =>
      rows(box).map(y => ({
        x,
        y,
        room: roomOf({ x, y }, width, [...lines, [at]]),
        away:
          Math.abs(y - ABOVE / 2 - at.y) +
          (x <= at.x && at.x <= x + width ? ACROSS : 0)
      }))
    );
  return places.reduce((best, next) =>
    next.room >= CLEAR
      ? best.room >= CLEAR && best.away <= next.away
        ? best
        : next
      : best.room >= next.room
        ? best
        : next
  );
}

/** Baselines inside the box, 4 pixels apart. */
function rows({ y, height }: Box): number[] {
  const first = y + ABOVE + 2;
  const count = Math.max(1, Math.floor((height - ABOVE - BELOW - 2) / 4));
  return Array.from({ length: count }, (_, row) => first + row * 4);
}

/** How far the nearest line is above or below words; less than zero where one runs through them. */
function roomOf(
  { x, y }: Point,
  width: number,
  lines: readonly (readonly Point[])[]
): number {
  let room = Infinity;
  for (const points of lines) {
    const heights = heightsOver(points, x - CLEAR, x + width + CLEAR).filter(
      Number.isFinite
    );
    // A line that is above here and below there went through.
    const above = Math.max(...heights) < y - ABOVE / 2;
    for (const height of heights) {
      room = Math.min(room, above ? y - ABOVE - height : height - y - BELOW);
    }
  }
  return room;
}

/** The heights of a line at its points and at the ends of a stretch of x, and between. */
function heightsOver(
  points: readonly Point[],
  from: number,
  to: number
): number[] {
  return points.flatMap((point, index) => {
    const inside = point.x >= from && point.x <= to ? [point.y] : [];
    const next = points[index + 1];
    if (!next || next.x < from || point.x > to) {
      return inside;
    }
    const start = Math.max(from, point.x);
    const end = Math.min(to, next.x);
    const slope = (next.y - point.y) / (next.x - point.x || 1);
    // Steep stretches are looked at every few pixels.
    const count = Math.max(2, Math.ceil((end - start) / 4));
    return [
      ...inside,
      ...Array.from(
        { length: count + 1 },
        (_, part) =>
          point.y + slope * (start + (part / count) * (end - start) - point.x)
      )
    ];
  });
}
