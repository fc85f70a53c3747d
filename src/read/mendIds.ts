/** What is read of a notebook cell to know it again. */
export interface KnownCell {
  readonly id?: unknown;
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * Whether each notebook cell has an id, and no other has it: notebooks before nbformat 4.5 have none, and
 * a tool that merges two can leave one twice. A page finds its cells by them.
 */
export const hasIds = (cells: readonly KnownCell[]): boolean =>
  idsOnce(cells).size === cells.length;

/**
 * Gives the notebook cells whose id is missing, or is another's too, the ids of the shipped cells that
 * they are: those of the same text, then of the same exercise or prediction, then those that stand where
 * they stand. A cell that is none of them gets an id of its own.
 *
 * @returns the notebook cells in their order, otherwise as they were
 */
export function mendIds<Cell extends KnownCell>(
  cells: readonly Cell[],
  shipped: readonly KnownCell[]
): (Cell & { readonly id: string })[] {
  const certain = idsOnce(cells);
  const ids = cells.map(({ id }) => (isIn(certain, id) ? id : null));
  const places = shipped.map(({ id }) => (typeof id === 'string' ? id : ''));
  const isFree = (place: number): boolean =>
    (places[place] ?? '') !== '' && !ids.includes(places[place]);

  function settle(
    find: (cell: Cell, at: number) => number,
    order: readonly number[] = [...cells.keys()]
  ): void {
    for (const at of order) {
      const place = ids[at] === null ? find(cells[at], at) : -1;
      if (isFree(place) && shipped[place].cell_type === cells[at].cell_type) {
        ids[at] = places[place];
      }
    }
  }

  settle(cell =>
    shipped.findIndex(
      (each, place) =>
        isFree(place) &&
        each.cell_type === cell.cell_type &&
        textOf(each) === textOf(cell)
    )
  );
  settle(cell =>
    shipped.findIndex(
      (each, place) => isFree(place) && isTold(each, shipped) && has(cell, each)
    )
  );
  // What its reader has changed, and nothing tells apart, stands after or before one that is known.
  settle((_, at) => (at === 0 ? 0 : after(places, ids[at - 1])));
  settle((_, at) => before(places, ids[at + 1]), [...cells.keys()].reverse());
  return cells.map((cell, at) => ({ ...cell, id: (ids[at] ??= unused(ids)) }));
}

/** The ids that one notebook cell alone has. */
function idsOnce(cells: readonly KnownCell[]): ReadonlySet<string> {
  const once = new Set<string>();
  const more = new Set<string>();
  for (const { id } of cells) {
    if (typeof id === 'string' && id !== '') {
      (once.has(id) ? more : once).add(id);
    }
  }
  more.forEach(id => once.delete(id));
  return once;
}

const isIn = (ids: ReadonlySet<string>, id: unknown): id is string =>
  typeof id === 'string' && ids.has(id);

const textOf = ({ source }: KnownCell): string =>
  typeof source === 'string' ? source : source.join('');

/** What of ours stands in the metadata of a cell. */
const oursOf = ({ metadata }: KnownCell): [string, unknown][] =>
  Object.entries((metadata['gatescope'] ?? {}) as object);

/** Whether what is ours of a shipped cell tells it apart from all the others. */
function isTold(cell: KnownCell, shipped: readonly KnownCell[]): boolean {
  const told = JSON.stringify(oursOf(cell));
  return (
    oursOf(cell).length > 0 &&
    shipped.filter(each => JSON.stringify(oursOf(each)) === told).length === 1
  );
}

/** Whether a cell has all that is ours of a shipped one; its reader's answers come to it. */
function has(cell: KnownCell, shipped: KnownCell): boolean {
  const ours = new Map(oursOf(cell));
  return oursOf(shipped).every(
    ([key, value]) => JSON.stringify(ours.get(key)) === JSON.stringify(value)
  );
}

/** The place after that of an id; none where it has no place. */
function after(places: readonly string[], id: string | null): number {
  const place = id === null ? -1 : places.indexOf(id);
  return place < 0 ? -1 : place + 1;
}

/** The place before that of an id, the last one where there is no next cell; none where it has no place. */
function before(
  places: readonly string[],
  id: string | null | undefined
): number {
  return id === undefined
    ? places.length - 1
    : id === null
      ? -1
      : places.indexOf(id) - 1;
}

function unused(ids: readonly (string | null)[]): string {
  let count = 1;
  while (ids.includes(`cell-${count}`)) {
    count++;
  }
  return `cell-${count}`;
}
