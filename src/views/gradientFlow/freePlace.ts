/** A box of words: its left and right edge, and the base of its letters. */
export interface WordBox {
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

/** Letters above and below their base, of 12 or 13 px. */
const ABOVE = 11;
const BELOW = 3;

/** A drawn line: where its points stand, a point a step; not a number where nothing is drawn. */
export interface DrawnLine {
  readonly x: (step: number) => number;
  readonly y: (step: number) => number;
  readonly steps: number;
}

/** The pieces of a line that are over or under a box, each from its upper to its lower end. */
function piecesAt(
  line: DrawnLine,
  from: number,
  to: number
): (readonly [upper: number, lower: number])[] {
  const pieces: (readonly [number, number])[] = [];
  for (let step = 0; step + 1 < line.steps; step++) {
    const [left, right] = [line.x(step), line.x(step + 1)];
    const [start, end] = [line.y(step), line.y(step + 1)];
    if (right < from || left > to || Number.isNaN(start) || Number.isNaN(end)) {
      continue;
    }
    const at = (x: number): number =>
      start + ((end - start) * (x - left)) / (right - left);
    const ends = [at(Math.max(left, from)), at(Math.min(right, to))];
    pieces.push([Math.min(...ends), Math.max(...ends)]);
  }
  return pieces;
}

/** How far a line stays from a box, up or down; 0 where it goes through. */
export function distanceTo(line: DrawnLine, { from, to, y }: WordBox): number {
  return Math.min(
    Infinity,
    ...piecesAt(line, from, to).map(([upper, lower]) =>
      Math.max(0, upper - (y + BELOW), y - ABOVE - lower)
    )
  );
}

/** The bases of words right above and right below all of a line that they stand beside. */
export function besideLine(
  line: DrawnLine,
  from: number,
  to: number
): readonly number[] {
  const pieces = piecesAt(line, from, to);
  return pieces.length === 0
    ? []
    : [
        Math.min(...pieces.map(([upper]) => upper)) - BELOW - 4,
        Math.max(...pieces.map(([, lower]) => lower)) + ABOVE + 4
      ];
}

/** How far two boxes are from each other: 0 where they touch; sideways counts a third. */
export function distanceBetween(one: WordBox, other: WordBox): number {
  const aside = Math.max(0, one.from - other.to, other.from - one.to);
  const apart = Math.max(0, Math.abs(one.y - other.y) - ABOVE - BELOW);
  return Math.hypot(aside / 3, apart);
}

/** How far the nearest line and the nearest words are from a place; more than `enough` is no better. */
function roomAt(
  place: WordBox,
  lines: readonly DrawnLine[],
  words: readonly WordBox[],
  enough: number
): number {
  return Math.min(
    ...lines.map(line => distanceTo(line, place)),
    ...words.map(other => distanceBetween(place, other)),
    enough
  );
}

/** The first of the places with the most room around them; none where all are over other words. */
export function freest<Place extends WordBox>(
  places: readonly Place[],
  lines: readonly DrawnLine[],
  words: readonly WordBox[],
  enough: number
): Place | null {
  let best: Place | null = null;
  let most = -1;
  for (const place of places) {
    const room = roomAt(place, lines, words, enough);
    if (room > most && words.every(word => distanceBetween(place, word) > 0)) {
      best = place;
      most = room;
    }
  }
  return best;
}
