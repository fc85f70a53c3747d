import type { Cursor, CursorPosition, ViewStore } from '../widgets/context';

/** Under which a picture is marked that is live before any kernel. */
const OPENING = 'opening';
/** Where the browser keeps what was done in one, for as long as the tab is open. */
const KEPT = 'gatescope.opening.';

/** What was chosen in one picture, and where the reader looked. */
interface Chosen {
  readonly values: Readonly<Record<string, unknown>>;
  readonly position: CursorPosition;
  /** The opening whose place it has taken. */
  readonly opening?: string;
}

interface Picture {
  readonly store: ViewStore;
  readonly cursor: Cursor;
}

/**
 * What is kept for each picture, and of which it is: an opening whose place another has taken comes back as
 * that one was left.
 */
const followed = new Map<
  string,
  Picture & Pick<Chosen, 'opening'> & { readonly id: string }
>();

/**
 * Marks a picture as one that is live before any kernel. What the reader has done in it on another page
 * of the site, or before a reload, is there again: a lesson is read on one page, and its code opened on
 * another.
 */
export function markOpening(id: string, opening: Picture): void {
  follow(id, opening);
  opening.store.set(id, OPENING, true);
}

/** Puts back what was done in a picture on another page, and keeps what is done from now on. */
function follow(id: string, picture: Picture, given?: string): void {
  const chosen = followed.has(id) ? null : keptOf(id);
  if (chosen !== null) {
    Object.entries(chosen.values).forEach(([name, value]) =>
      picture.store.set(id, name, value)
    );
    picture.cursor.move(chosen.position, picture.store);
  }
  if (followed.size === 0) {
    addEventListener('pagehide', keep);
  }
  const opening = given ?? chosen?.opening;
  const kept = { ...picture, id, opening };
  followed.set(id, kept);
  if (opening !== undefined) {
    followed.set(opening, kept);
  }
}

/**
 * An opening hands on what the reader did in it to the picture that its notebook cell shows once it has
 * run: edits and clamps are asked of the kernel then. That picture, too, is as it was left on the next
 * page that shows it. The way to say, before a picture is drawn, in
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
    if (opening !== undefined || keptOf(id) !== null) {
      follow(id, { store, cursor: cursorOf(id) }, opening);
    }
    shownIn.set(cell, before.add(id));
  };
}

function keep(): void {
  for (const [place, { id, store, cursor, opening }] of followed) {
    const chosen: Chosen = {
      values: store.chosen(id),
      position: cursor.position,
      ...(place === id && { opening })
    };
    try {
      sessionStorage.setItem(KEPT + place, JSON.stringify(chosen));
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
