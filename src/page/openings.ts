import type { Cursor, CursorPosition, ViewStore } from '../widgets/context';

/** Under which a picture is marked that is live before any kernel. */
const OPENING = 'opening';
/** Where the browser keeps what was done in one, for as long as the tab is open. */
const KEPT = 'gatescope.opening.';

/** What was chosen in one picture, and where the reader looked. */
interface Chosen {
  readonly values: Readonly<Record<string, unknown>>;
  readonly position: CursorPosition;
}

interface Opening {
  readonly store: ViewStore;
  readonly cursor: Cursor;
}

const openings = new Map<string, Opening>();

/**
 * Marks a picture as one that is live before any kernel. What the reader has done in it on another page
 * of the site, or before a reload, is there again: a lesson is read on one page, and its code opened on
 * another.
 */
export function markOpening(id: string, opening: Opening): void {
  const { store, cursor } = opening;
  if (!openings.has(id)) {
    const chosen = keptOf(id);
    if (chosen !== null) {
      Object.entries(chosen.values).forEach(([name, value]) =>
        store.set(id, name, value)
      );
      cursor.move(chosen.position, store);
    }
    if (openings.size === 0) {
      addEventListener('pagehide', keep);
    }
  }
  openings.set(id, opening);
  store.set(id, OPENING, true);
}

/**
 * An opening hands on what the reader did in it to the picture that its notebook cell shows once it has
 * run: edits and clamps are asked of the kernel then. The way to say, before a picture is drawn, in
 * which notebook cell it stands.
 */
export function createTakeOver(
  store: ViewStore,
  cursorOf: (id: string) => Cursor
): (cell: object, id: string) => void {
  /** Bundles that each notebook cell has shown. */
  const shownIn = new WeakMap<object, Set<string>>();
  return (cell, id) => {
    const before = shownIn.get(cell) ?? new Set<string>();
    if (before.has(id)) {
      return;
    }
    const opening = [...before].find(each => store.get(each, OPENING) === true);
    if (opening !== undefined) {
      store.hand(opening, id);
      store.set(id, OPENING, undefined);
      cursorOf(id).move(cursorOf(opening).position, store);
    }
    shownIn.set(cell, before.add(id));
  };
}

function keep(): void {
  for (const [id, { store, cursor }] of openings) {
    const chosen: Chosen = {
      values: store.chosen(id),
      position: cursor.position
    };
    try {
      sessionStorage.setItem(KEPT + id, JSON.stringify(chosen));
    } catch {
      // A browser that keeps nothing shows it as it was saved.
    }
  }
}

function keptOf(id: string): Chosen | null {
  try {
    return JSON.parse(
      sessionStorage.getItem(KEPT + id) ?? 'null'
    ) as Chosen | null;
  } catch {
    return null;
  }
}
