/** Where the chain of cells stands, in CSS pixels. */
export interface ChainLayout {
  /** How many cells are drawn. */
  readonly count: number;
  readonly cellWidth: number;
  /** Left edge of each cell. */
  readonly left: readonly number[];
  readonly top: number;
  readonly cellHeight: number;
  /** Heights of the state wires: the carried state on top, the others at the bottom. */
  readonly wires: readonly number[];
  /** Middle of the first channel row, and the distance to the next. */
  readonly firstRow: number;
  readonly rowStep: number;
  readonly tokenY: number;
  readonly height: number;
  readonly width: number;
  /** Where the letters of the states stand before the first cell. */
  readonly startX: number;
  /** The length of the wire before the first cell. */
  readonly startWire: number;
}

/** The wire before the first cell: long where there is room, never shorter than a number on it. */
const START_WIRE = 72;
const LEAST_START_WIRE = 52;
/** A cell alone is at least this wide where the longest wire leaves it less. */
const LEAST_CELL = 96;

const CELL = 106;
/** A cell of several holds letter, bar and number of a gate; a name takes more than a letter. */
const NAMED_CELL = 96;
const GAP = 68;
const MOST_CELLS = 5;

/** The least width of a cell, of the gap between two and of the first wire; a number fits into each. */
interface Spacing {
  readonly cell: number;
  readonly gap: number;
  readonly wire: number;
}

const USUAL: Spacing = { cell: 80, gap: 46, wire: LEAST_START_WIRE };
/** Beside the lab's file browser the fifth cell is worth more than longer bars. */
const CLOSE: Spacing = { cell: 76, gap: 42, wire: 46 };

/** As many cells as fit, five at most. Two where it can be: the wire between them is the state. */
export function chainLayout(
  width: number,
  states: number,
  rows: number,
  steps: number,
  named = false
): ChainLayout {
  /** What so many cells of a width take with the wires around them. */
  const taken = (cells: number, cell: number, gap: number, wire: number) =>
    2 * wire + cells * cell + (cells - 1) * gap;
  const least = ({ cell }: Spacing): number => (named ? NAMED_CELL : cell);
  const has = (cells: number, spacing: Spacing): boolean =>
    taken(cells, least(spacing), spacing.gap, spacing.wire) <= width;
  const fits =
    [MOST_CELLS, 4, 3, 2].find(cells =>
      has(cells, cells === MOST_CELLS ? CLOSE : USUAL)
    ) ?? 1;
  const count = Math.max(1, Math.min(fits, steps));
  const spacing = has(count, USUAL) ? USUAL : CLOSE;
  const tight = least(spacing);
  const isRoomy = taken(count, CELL, spacing.gap, START_WIRE) <= width;
  const startWire =
    count === 1
      ? Math.max(
          LEAST_START_WIRE,
          Math.min(START_WIRE, (width - LEAST_CELL) / 2)
        )
      : isRoomy
        ? START_WIRE
        : spacing.wire;
  const side = count === 1 ? Math.max(startWire, (width - 150) / 2) : startWire;
  const cellWidth =
    count === 1
      ? Math.min(150, width - 2 * side)
      : Math.min(
          CELL,
          tight + (width - taken(count, tight, spacing.gap, side)) / count
        );
  const room = width - 2 * side - count * cellWidth;
  const gap = count > 1 ? Math.min(GAP * 1.35, room / (count - 1)) : 0;
  const left = Array.from(
    { length: count },
    (_, index) => side + index * (cellWidth + gap)
  );
  const top = 34;
  const rowStep = 23;
  // Letter and number of a state stand above its wire.
  const upper = top + 34;
  const firstRow = upper + 24;
  const lower = firstRow + Math.max(0, rows - 1) * rowStep + 34;
  const wires = Array.from({ length: states }, (_, index) =>
    index === 0 ? upper : lower + (index - 1) * 46
  );
  const cellHeight = (states > 1 ? wires[states - 1] : lower - 14) + 28 - top;
  const tokenY = top + cellHeight + 48;
  return {
    count,
    cellWidth,
    left,
    top,
    cellHeight,
    wires,
    firstRow,
    rowStep,
    tokenY,
    height: tokenY + 24,
    width,
    startX: left[0] - startWire / 2,
    startWire
  };
}

/** The first step that is drawn: the cursor's is the last but one where it can be. */
export function firstShown(step: number, count: number, steps: number): number {
  const place = Math.max(0, count - 2);
  return Math.max(0, Math.min(steps - count, step - place));
}
