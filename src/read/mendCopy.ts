import { hasIds, mendIds, type KnownCell } from './mendIds';

/** What is read and mended of a notebook as it is stored. */
export interface StoredCopy<Cell extends KnownCell = KnownCell> {
  readonly nbformat_minor?: unknown;
  readonly cells: Cell[];
  metadata: Record<string, unknown>;
}

const OURS = 'gatescope';

/**
 * A reader's copy as a page can work with it. Where ids are missing, they are those of the site's notebook
 * that its cells are; and what the page shows and the copy lacks comes back from there: cells that are
 * gone, and what makes a notebook a lesson, or a cell an exercise, where that is gone or garbled. What the
 * reader wrote stays as it is.
 *
 * @returns the copy, and whether anything came back
 */
export function mendCopy<Cell extends KnownCell>(
  copy: StoredCopy<Cell>,
  shipped: StoredCopy<Cell>
): { readonly notebook: StoredCopy<Cell>; readonly isMended: boolean } {
  const minor = Number(copy.nbformat_minor);
  const known = hasIds(copy.cells)
    ? copy
    : {
        ...copy,
        // Before 4.5, a cell with an id would be none.
        nbformat_minor: minor >= 5 ? minor : 5,
        cells: mendIds(copy.cells, shipped.cells)
      };
  const places = new Map(known.cells.map(({ id }, at) => [id, at]));
  const cells = known.cells.map(cell => {
    const like = shipped.cells.find(({ id }) => id === cell.id);
    return like?.cell_type === cell.cell_type ? withOurs(cell, like) : cell;
  });
  const whole = withOurs(known, shipped);
  const isMended =
    whole !== known ||
    cells.some((cell, at) => cell !== known.cells[at]) ||
    shipped.cells.some(({ id }) => !places.has(id));
  let place = 0;
  for (const cell of shipped.cells) {
    const at = cells.findIndex(({ id }) => id === cell.id);
    if (at < 0) {
      cells.splice(place, 0, cell);
      place += 1;
    } else {
      place = at + 1;
    }
  }
  return { notebook: isMended ? { ...whole, cells } : known, isMended };
}

/** With what is ours in the metadata of what ships, where it is no longer there. */
function withOurs<
  Holder extends { readonly metadata: Readonly<Record<string, unknown>> }
>(
  own: Holder,
  shipped: { readonly metadata: Readonly<Record<string, unknown>> }
) {
  const given = shipped.metadata[OURS];
  const there = own.metadata[OURS];
  const lacks = isRecord(given) && !hasAll(there, given);
  return lacks
    ? {
        ...own,
        metadata: {
          ...own.metadata,
          [OURS]: { ...(isRecord(there) ? there : {}), ...given }
        }
      }
    : own;
}

/** Whether each field is there, of the same kind, and so is all that is in it. */
const hasAll = (there: unknown, given: unknown): boolean =>
  isRecord(given)
    ? isRecord(there) &&
      Object.entries(given).every(([key, value]) => hasAll(there[key], value))
    : typeof there === typeof given;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
