/** A notebook cell of a saved notebook, as far as it is compared. */
interface SavedCell {
  readonly id?: string;
  readonly source?: string | readonly string[];
  readonly outputs?: unknown;
}

/** A notebook cell that two versions of a notebook have otherwise. */
export interface CellDifference {
  /** Its text in this tab; null when it is not there. */
  readonly here: string | null;
  /** Its text in the other version. */
  readonly there: string | null;
}

/** A notebook that could be anything: it comes from the browser's storage. */
type Saved = { readonly cells?: readonly SavedCell[] } | null | undefined;

/** In what two versions of a notebook differ: the texts of notebook cells, and whether anything else does. */
export function versionsOf(
  here: Saved,
  there: Saved
): { readonly cells: readonly CellDifference[]; readonly same: boolean } {
  const mine = byId(here);
  const theirs = byId(there);
  const cells = [...new Set([...mine.keys(), ...theirs.keys()])].flatMap(id => {
    const difference = {
      here: textOf(mine.get(id)),
      there: textOf(theirs.get(id))
    };
    return difference.here === difference.there ? [] : [difference];
  });
  return { cells, same: canonical(here) === canonical(there) };
}

/** Notebooks of an old format have no identifiers: there the place counts. */
function byId(notebook: Saved): Map<string, SavedCell> {
  return new Map(
    (notebook?.cells ?? []).map((cell, at) => [cell.id ?? `#${at}`, cell])
  );
}

function textOf(cell: SavedCell | undefined): string | null {
  return cell === undefined ? null : [cell.source ?? ''].flat().join('');
}

/** JSON in which the order of names, and lines instead of one text, make no difference. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (name, part: unknown) => {
    if (name === 'source' || name === 'text') {
      return Array.isArray(part) ? part.join('') : part;
    }
    return part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))
        )
      : part;
  });
}
