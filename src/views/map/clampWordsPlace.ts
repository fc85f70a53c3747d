import type { Box } from '../../scene/marks/plane';
import { WORDS_GAP } from './clampWords';

/** A clamp as it stands in a row of the picture: what it covers, and how wide its words are. */
export interface ClampBoxes {
  readonly boxes: readonly Box[];
  /** Width of `f := 1`, and of the words that also say at which steps. */
  readonly width: number;
  readonly longWidth: number;
}

/** Where the words of a clamp begin, in one of its boxes or above the row, and whether they say the steps. */
export interface WordsPlace {
  /** The box that they stand in; null above the row. */
  readonly box: Box | null;
  readonly x: number;
  readonly long: boolean;
}

const HIGH = 20;

interface Plot {
  readonly left: number;
  readonly right: number;
}

/**
 * Places the words of clamps that share a row of the picture: in what is held, where every number is
 * the same, or above the row where that is too narrow; never over other words, nor over data.
 *
 * @returns a place for each clamp, in their order
 */
export function clampWordsPlaces(
  clamps: readonly ClampBoxes[],
  plot: Plot
): WordsPlace[] {
  const places: WordsPlace[] = [];
  const widest = ({ boxes }: ClampBoxes): number =>
    Math.max(...boxes.map(({ width }) => width));
  // The narrow ones have the least choice.
  const order = [...clamps.entries()].sort(
    ([, a], [, b]) => widest(a) - widest(b)
  );
  const above = placesAbove(plot);
  for (const [index, clamp] of order) {
    const others = clamps
      .filter(other => other !== clamp)
      .flatMap(({ boxes }) => boxes);
    places[index] =
      placesInside(clamp).find(
        ({ box, x }) =>
          !others.some(other => isOver(box, x, clamp.width, other))
      ) ?? above(clamp);
  }
  return places;
}

/** Where words may stand in what is held, the widest box first. */
function placesInside({ boxes, width }: ClampBoxes) {
  return boxes
    .filter(box => box.width >= width + 2 * WORDS_GAP)
    .sort((a, b) => b.width - a.width)
    .flatMap(box =>
      [box.x + WORDS_GAP, box.x + box.width - WORDS_GAP - width].map(x => ({
        box,
        x,
        long: false
      }))
    );
}

/** Gives out the room above a row, of which no two have the same: the first over what it is of. */
function placesAbove({ left, right }: Plot): (clamp: ClampBoxes) => WordsPlace {
  const taken: Plot[] = [];
  const free = (at: number, width: number): boolean =>
    at >= left &&
    at + width <= right &&
    !taken.some(other => at < other.right && other.left < at + width);
  return ({ boxes: [first], width, longWidth }) => {
    const over = Math.max(
      left,
      Math.min(right - width, first.x + first.width / 2 - width / 2)
    );
    const isFree = free(over, width);
    const x = isFree
      ? over
      : ([
          ...taken.map(other => other.right),
          ...taken.map(other => other.left - longWidth)
        ].find(at => free(at, longWidth)) ?? over);
    const long = !isFree && x !== over;
    taken.push({ left: x, right: x + (long ? longWidth : width) });
    return { box: null, x, long };
  };
}

function isOver(
  { y, height }: Box,
  x: number,
  width: number,
  other: Box
): boolean {
  const middle = y + height / 2;
  return (
    middle + HIGH / 2 > other.y &&
    middle - HIGH / 2 < other.y + other.height &&
    x < other.x + other.width &&
    other.x < x + width
  );
}
