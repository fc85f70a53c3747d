/** Some steps of a packed sequence that are computed in one go. */
export interface Chunk {
  /** Steps `first` ≤ t < `end`. */
  readonly first: number;
  readonly end: number;
  /** The row of the first of them, and how many rows they have. */
  readonly offset: number;
  readonly rows: number;
}

/**
 * Rows that a chunk has at most, unless a single step has more. What a chunk leaves for the products
 * after it is still in the second-level cache when they begin.
 */
export const CHUNK_ROWS = 128;

/** The most rows that a chunk of such a batch can have. */
export const mostRows = (batch: number, steps: number): number =>
  Math.min(batch * steps, Math.max(batch, CHUNK_ROWS));

/** Cuts a packed sequence into chunks, from the first step to the last. */
export function chunksOf(counts: Int32Array): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let first = 0;
  let offset = 0;
  let rows = 0;
  counts.forEach((count, t) => {
    if (t > first && rows + count > CHUNK_ROWS) {
      chunks.push({ first, end: t, offset, rows });
      first = t;
      offset += rows;
      rows = 0;
    }
    rows += count;
  });
  if (rows > 0) {
    chunks.push({ first, end: counts.length, offset, rows });
  }
  return chunks;
}
