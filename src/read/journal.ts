/** What was written last on a page that was left, and not yet kept. */
export interface Unkept {
  /** When the notebook that it was written over was changed last; null where there was none. */
  readonly after: string | null;
  readonly content: object;
}

/**
 * A page that is left has no time to write into the browser's files. What it still has to write it lays
 * here, at once; the next reader of the notebook finds it. A browser that keeps nothing has none.
 */
export interface Journal {
  read(): Unkept | null;
  write(unkept: Unkept): void;
  clear(): void;
}

export function pageJournal(site: string, name: string): Journal {
  const key = `gatescope.unkept.${site}${name}`;
  const ifAllowed = <T>(work: () => T, otherwise: T): T => {
    try {
      return work();
    } catch {
      return otherwise;
    }
  };
  return {
    read: () =>
      ifAllowed(
        () => JSON.parse(localStorage.getItem(key) ?? 'null') as Unkept | null,
        null
      ),
    write: unkept =>
      ifAllowed(
        () => localStorage.setItem(key, JSON.stringify(unkept)),
        undefined
      ),
    clear: () => ifAllowed(() => localStorage.removeItem(key), undefined)
  };
}
