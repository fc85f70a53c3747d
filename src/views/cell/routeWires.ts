import type { CellGraph } from './cellGraph';
import type { Point } from '../../scene/marks/wire';
import { BOX, RADIUS } from './circuit';
import type { LayeredLayout } from './layeredLayout';

/** Where the columns of a circuit stand. */
export interface ColumnPlaces {
  /** The middle of each column. */
  readonly middle: readonly number[];
  /** Half the width of its widest part. */
  readonly half: readonly number[];
  /** The room between two columns. */
  readonly gap: number;
  readonly boxWidth: number;
  /** Left and right edge of the cell's frame. */
  readonly frame: readonly [number, number];
}

const WANTED_GAP = 66;
/** The frame stands this far from the edges of the drawing, outside the first and last parts. */
const OUTSIDE = 56;
/** Room between the edge of the drawing and a part that stands in the first or last column. */
const INSIDE = 16;
/** Room in which a wire turns and its arrow ends. */
const TURN = 18;
/** With less room between its columns a circuit is not drawn: its parts would lie on one another. */
export const LEAST_GAP = TURN;

/** Gives every gap the same room; boxes become narrower before the gaps do. */
export function columnPlaces(
  layout: LayeredLayout,
  graph: CellGraph,
  width: number
): ColumnPlaces {
  const kinds = Array.from({ length: layout.columns }, (_, column) =>
    graph.nodes
      .filter(({ id }) => layout.placed.get(id)?.column === column)
      .map(({ kind }) => kind)
  );
  const widths = (boxWidth: number): number[] =>
    kinds.map(list =>
      list.includes('box')
        ? boxWidth / 2
        : list.some(kind => kind === 'multiply' || kind === 'add')
          ? RADIUS
          : 0
    );
  // A state that comes in or leaves crosses the frame; a part where none does stands inside.
  const inset = (half: readonly number[], column: number): number =>
    half.at(column) === 0 ? 0 : INSIDE;
  const gapWith = (half: readonly number[]): number =>
    (width -
      inset(half, 0) -
      inset(half, -1) -
      2 * half.reduce((sum, each) => sum + each, 0)) /
    Math.max(1, layout.columns - 1);
  let boxWidth: number = BOX.width;
  while (boxWidth > 36 && gapWith(widths(boxWidth)) < WANTED_GAP) {
    boxWidth -= 2;
  }
  const half = widths(boxWidth);
  const gap = gapWith(half);
  const middle: number[] = [];
  let x = inset(half, 0);
  half.forEach((each, column) => {
    x += column === 0 ? each : half[column - 1] + gap + each;
    middle.push(x);
  });
  // Wires turn between the frame and the parts beside it.
  const edge = Math.min(OUTSIDE, gap * 0.6, gap - TURN);
  const edgeAt = (column: number): number =>
    inset(half, column) === 0 ? edge : 2;
  const frame = [edgeAt(0), width - edgeAt(-1)] as const;
  return { middle, half, gap, boxWidth, frame };
}

/**
 * How far from the middle of its node each way enters: side by side in the order of their heights. The
 * belt runs straight through, and what joins it enters below.
 */
export function entryOffsets(
  layout: LayeredLayout,
  belt: ReadonlySet<number>
): number[] {
  const height = (way: LayeredLayout['ways'][number]): number =>
    way.through.at(-1)?.y ?? layout.placed.get(way.from)!.y;
  return layout.ways.map(way => {
    const together = layout.ways
      .filter(each => each.to === way.to)
      .sort((a, b) => height(a) - height(b));
    const straight = belt.has(way.to) && belt.has(together[0].from);
    const first = straight ? 0 : (together.length - 1) / 2;
    return (together.indexOf(way) - first) * 11;
  });
}

/**
 * The corners of each way between its ends. Where a way changes its height it gets an upright track
 * of its own in the gap between two columns; tracks are ordered so that ways which turn the same way
 * do not cross.
 */
export function routeWires(
  layout: LayeredLayout,
  columns: ColumnPlaces,
  entries: readonly number[]
): Point[][] {
  interface Turn {
    readonly way: number;
    readonly from: number;
    readonly to: number;
    x: number;
  }
  const turns: Turn[][] = Array.from({ length: layout.columns }, () => []);
  const ofWay: Turn[][] = layout.ways.map((way, index) => {
    const start = layout.placed.get(way.from)!;
    const end = layout.placed.get(way.to)!;
    const heights = [
      start.y,
      ...way.through.map(({ y }) => y),
      end.y + entries[index]
    ];
    return heights.slice(1).map((to, step) => {
      const turn: Turn = { way: index, from: heights[step], to, x: 0 };
      turns[start.column + step].push(turn);
      return turn;
    });
  });
  turns.forEach((list, gap) => {
    const left = columns.middle[gap] + columns.half[gap];
    const right = left + columns.gap;
    // The first half of the gap belongs to the numbers.
    const wanted =
      left + Math.max(4, Math.min(columns.gap * 0.62, columns.gap - 26));
    const from =
      gap === 0
        ? Math.max(wanted, columns.frame[0] + 4)
        : gap === layout.columns - 2
          ? Math.min(wanted, columns.frame[1] - 8)
          : wanted;
    const to =
      gap === layout.columns - 2
        ? Math.min(right - 9, columns.frame[1] - 4)
        : right - 9;
    const turning = list
      .filter(turn => Math.abs(turn.from - turn.to) > 0.5)
      .sort((a, b) => trackOrder(a) - trackOrder(b));
    turning.forEach((turn, index) => {
      turn.x = from + ((to - from) * (index + 0.5)) / turning.length;
    });
    list
      .filter(turn => !turning.includes(turn))
      .forEach(turn => (turn.x = from));
  });
  return ofWay.map(list =>
    list.flatMap(({ x, from, to }) => [
      { x, y: from },
      { x, y: to }
    ])
  );
}

/** Ways that rise turn first, the highest of them leftmost; of those that fall the lowest. */
function trackOrder({ from, to }: { from: number; to: number }): number {
  return to < from ? from - 1e6 : -from;
}
