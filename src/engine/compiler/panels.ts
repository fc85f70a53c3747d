/** How wide a panel is, in bytes: two vectors of the machine. */
export const PANEL = 32;

/** Where a column of a matrix begins in panels, and how far its rows are apart, in numbers. */
export interface Column {
  readonly start: number;
  readonly step: number;
}

/**
 * The columns of a matrix in panels: two vectors of columns side by side, all k rows of them, then the
 * next two. Where an odd number of vectors is left, the last panel has one. So a product reads the
 * matrix from front to back, and rows a power of two apart do not compete for the same places of a cache.
 *
 * @param k rows, @param n columns, whole vectors, @param size bytes of a number
 */
export function columnsInPanels(k: number, n: number, size: number): Column[] {
  const across = PANEL / size;
  return Array.from({ length: n }, (_, column) => {
    const first = column - (column % across);
    return {
      start: first * k + (column - first),
      step: Math.min(across, n - first)
    };
  });
}
