import type { Box } from '../../scene/marks/plane';

export interface PlotPoint {
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
  at: PlotPoint,
  width: number,
  box: Box,
  lines: readonly (readonly PlotPoint[])[]
): PlotPoint {
  const right = box.x + box.width - width;
  const places = [at.x + 8, at.x - width - 8, at.x - width / 2]
    .map(x => Math.max(box.x + 2, Math.min(right - 6, x)))
    .flatMap(x => {
      // Once for all heights of the words: a line may have as many points as a training had epochs.
      const reaches = [...lines, [at]].map(points =>
        reachOver(points, x - CLEAR, x + width + CLEAR)
      );
      return rows(box).map(y => ({
        x,
        y,
        room: roomOf(y, reaches),
        away:
          Math.abs(y - ABOVE / 2 - at.y) +
          (x <= at.x && at.x <= x + width ? ACROSS : 0)
      }));
    });
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

/** How high a line reaches over a stretch, and how low: `highest` is nearest to the page's top. */
interface Reach {
  readonly highest: number;
  readonly lowest: number;
}

/** How far the nearest line is above or below words; less than zero where one runs through them. */
function roomOf(y: number, reaches: readonly Reach[]): number {
  return Math.min(
    ...reaches.map(({ highest, lowest }) =>
      // A line that is above here and below there went through.
      lowest < y - ABOVE / 2 ? y - ABOVE - lowest : highest - y - BELOW
    )
  );
}

/** Between points a line is straight, so it reaches furthest at one, or at an end of the stretch. */
function reachOver(
  points: readonly PlotPoint[],
  from: number,
  to: number
): Reach {
  let highest = Infinity;
  let lowest = -Infinity;
  const take = (y: number): void => {
    if (Number.isFinite(y)) {
      highest = Math.min(highest, y);
      lowest = Math.max(lowest, y);
    }
  };
  points.forEach((point, index) => {
    if (point.x >= from && point.x <= to) {
      take(point.y);
    }
    const next = points[index + 1];
    if (!next || next.x < from || point.x > to) {
      return;
    }
    const slope = (next.y - point.y) / (next.x - point.x || 1);
    for (const end of [from, to]) {
      if (point.x < end && end < next.x) {
        take(point.y + slope * (end - point.x));
      }
    }
  });
  return { highest, lowest };
}
