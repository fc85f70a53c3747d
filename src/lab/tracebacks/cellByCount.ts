/** The part of a notebook cell that tells when it ran. */
export interface CountedCell {
  readonly model: {
    readonly id: string;
    readonly type: string;
    /** Null while the cell runs. */
    readonly executionCount?: number | null;
  };
}

/** Finds notebook cells by the count with which they ran, also after they have run again. */
export interface CellByCount {
  /**
   * Remembers which notebook cells have these counts now.
   *
   * @param own the cell whose output names the counts; while it runs, the highest is its own
   */
  remember(
    counts: Iterable<number>,
    cells: readonly CountedCell[],
    own?: CountedCell
  ): void;
  /** The notebook cell that ran with this count; undefined when none is known. */
  find<T extends CountedCell>(
    count: number,
    cells: readonly T[]
  ): T | undefined;
}

export function createCellByCount(): CellByCount {
  const ids = new Map<number, string>();

  function remember(
    counts: Iterable<number>,
    cells: readonly CountedCell[],
    own?: CountedCell
  ): void {
    const all = [...counts];
    // A cell that has not run since the kernel restarted may still bear that number.
    if (own !== undefined && typeof own.model.executionCount !== 'number') {
      keep(Math.max(...all), own);
    }
    for (const count of all) {
      keep(count, withCount(count, cells));
    }
  }

  function keep(count: number, cell: CountedCell | undefined): void {
    if (cell !== undefined && !ids.has(count)) {
      ids.set(count, cell.model.id);
    }
  }

  return {
    remember,
    find(count, cells) {
      remember([count], cells);
      return cells.find(({ model }) => model.id === ids.get(count));
    }
  };
}

function withCount<T extends CountedCell>(
  count: number,
  cells: readonly T[]
): T | undefined {
  return cells.find(
    ({ model }) => model.type === 'code' && model.executionCount === count
  );
}
