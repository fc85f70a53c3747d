/** Some steps of a packing that are computed in one go. */
export interface Piece {
  /** Steps `first` ≤ t < `end`. */
  readonly first: number;
  readonly end: number;
  /** The row of the first of them, and how many rows they have. */
  readonly offset: number;
  readonly rows: number;
}

/**
 * Rows that a piece has at most, unless a single step has more. What a piece leaves for the products
 * after it is still in the second-level cache when they begin.
 */
export const PIECE_ROWS = 128;

/** The most rows that a piece of such a batch can have. */
export const mostRows = (batch: number, steps: number): number =>
  Math.min(batch * steps, Math.max(batch, PIECE_ROWS));

/** Cuts a packing into pieces, from the first step to the last. */
export function piecesOf(counts: Int32Array): readonly Piece[] {
  const pieces: Piece[] = [];
  let first = 0;
  let offset = 0;
  let rows = 0;
  counts.forEach((count, t) => {
    if (t > first && rows + count > PIECE_ROWS) {
      pieces.push({ first, end: t, offset, rows });
      first = t;
      offset += rows;
      rows = 0;
    }
    rows += count;
  });
  if (rows > 0) {
    pieces.push({ first, end: counts.length, offset, rows });
  }
  return pieces;
}
