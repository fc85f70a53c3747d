import type { Point } from '../../scene/marks/wire';
import type { CircuitPart, Wire } from './circuit';

/** Room of a state's letter and subscript around its place on the line of writing. */
const LETTER = { left: 16, right: 18, above: 15, below: 7 };
/** Least distance of a letter from a line. */
const CLEAR = 3;

/** The nearest place above or below at which a letter stands on no part and no wire. */
export function freePlace(
  wanted: Point,
  parts: readonly CircuitPart[],
  wires: readonly Wire[]
): Point {
  const boxes = [
    ...parts.map(({ center, width, height }) => ({
      left: center.x - width / 2,
      right: center.x + width / 2,
      top: center.y - height / 2,
      bottom: center.y + height / 2
    })),
    ...wires.flatMap(({ points }) =>
      points.slice(1).map((point, index) => ({
        left: Math.min(point.x, points[index].x) - CLEAR,
        right: Math.max(point.x, points[index].x) + CLEAR,
        top: Math.min(point.y, points[index].y) - CLEAR,
        bottom: Math.max(point.y, points[index].y) + CLEAR
      }))
    )
  ];
  const isFree = ({ x, y }: Point): boolean =>
    y - LETTER.above > 0 &&
    boxes.every(
      ({ left, right, top, bottom }) =>
        right < x - LETTER.left ||
        left > x + LETTER.right ||
        bottom < y - LETTER.above ||
        top > y + LETTER.below
    );
  const places = Array.from({ length: 60 }, (_, index) => [
    { x: wanted.x, y: wanted.y - 2 * index },
    { x: wanted.x, y: wanted.y + 44 + 2 * index }
  ]).flat();
  return places.find(isFree) ?? wanted;
}
