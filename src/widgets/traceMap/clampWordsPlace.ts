import type { Box } from '../marks/plane';

/** A clamp as it stands in a row of the picture: what it covers, and how wide its words are. */
export interface ClampBoxes {
  readonly boxes: readonly Box[];
  /** Width of `f := 1`, and of the words that also say at which steps. */
  readonly width: number;
  readonly longWidth: number;
}

/** Where the words of a clamp begin, beside or in which of its boxes, and whether they say the steps. */
export interface WordsPlace {
  readonly box: number;
  readonly x: number;
  /** They stand over what another clamp holds, so they must say what they are of. */
  readonly long: boolean;
}

const GAP = 6;
const HIGH = 20;

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly middle: number;
}

/**
 * Places the words of clamps that share a row of the picture: left of what is held where there is
 * room, else inside of it, and never over other words.
 *
 * @returns a place for each clamp, in their order
 */
export function clampWordsPlaces(
  clamps: readonly ClampBoxes[],
  plot: { readonly left: number; readonly right: number }
): WordsPlace[] {
  const taken: Stretch[] = [];
  const places: WordsPlace[] = [];
  const widest = ({ boxes }: ClampBoxes): number =>
    Math.max(...boxes.map(({ width }) => width));
  // The narrow ones have the least choice.
  const order = clamps
    .map((clamp, index) => ({ clamp, index }))
    .sort((a, b) => widest(a.clamp) - widest(b.clamp));
  for (const { clamp, index } of order) {
    const others = clamps
      .filter(other => other !== clamp)
      .flatMap(({ boxes }) => boxes);
    const place =
      placesOf(clamp, clamp.width, plot, false).find(each => {
        const stretch = stretchOf(clamp, each, clamp.width);
        return (
          isFree(stretch, taken) &&
          !others.some(other => isOver(stretch, other))
        );
      }) ??
      placesOf(clamp, clamp.longWidth, plot, true).find(each =>
        isFree(stretchOf(clamp, each, clamp.longWidth), taken)
      ) ??
      ({ box: 0, x: clamp.boxes[0].x + GAP, long: false } as const);
    places[index] = place;
    taken.push(
      stretchOf(clamp, place, place.long ? clamp.longWidth : clamp.width)
    );
  }
  return places;
}

/** Where words of a width may stand, the best place first. */
function placesOf(
  { boxes }: ClampBoxes,
  width: number,
  plot: { readonly left: number; readonly right: number },
  long: boolean
): WordsPlace[] {
  const [first] = boxes;
  const left = first.x - GAP - width;
  const right = first.x + first.width + GAP;
  const isNarrow = first.width < width + 2 * GAP;
  const inside = boxes
    .map((box, index) => ({ box, index }))
    .sort((a, b) => b.box.width - a.box.width)
    .flatMap(({ box, index }) =>
      box.width < width + 2 * GAP
        ? []
        : [box.x + GAP, box.x + box.width - GAP - width].map(x => ({
            box: index,
            x,
            long
          }))
    );
  return [
    ...(left >= plot.left + GAP ? [{ box: 0, x: left, long }] : []),
    ...inside,
    ...(isNarrow && right + width <= plot.right
      ? [{ box: 0, x: right, long }]
      : [])
  ];
}

function stretchOf(
  { boxes }: ClampBoxes,
  { box, x }: WordsPlace,
  width: number
): Stretch {
  const { y, height } = boxes[box];
  return { from: x, to: x + width, middle: y + height / 2 };
}

function isFree(stretch: Stretch, taken: readonly Stretch[]): boolean {
  return !taken.some(
    ({ from, to, middle }) =>
      Math.abs(middle - stretch.middle) < HIGH &&
      from < stretch.to &&
      stretch.from < to
  );
}

function isOver({ from, to, middle }: Stretch, box: Box): boolean {
  return (
    middle + HIGH / 2 > box.y &&
    middle - HIGH / 2 < box.y + box.height &&
    from < box.x + box.width &&
    box.x < to
  );
}
