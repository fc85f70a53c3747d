/**
 * Holds a document for this tab as long as it is open here.
 *
 * @param path of the document below the site's folder
 * @param callbacks `shared`, called when another tab has it too; `alone`, when that one has closed it
 * @returns lets go of it
 */
export function soleEditor(
  path: string,
  { shared, alone }: { shared(): void; alone(): void },
  locks: Pick<LockManager, 'request'> | undefined = navigator.locks
): () => void {
  let release: () => void = () => undefined;
  const closed = new Promise<void>(resolve => {
    release = resolve;
  });
  const giveUp = new AbortController();
  if (locks === undefined) {
    // A page without https has none: nobody can be told.
    return release;
  }
  const name = `gatescope-site:${path}`;
  void locks.request(name, { ifAvailable: true }, lock => {
    if (lock !== null) {
      return closed;
    }
    shared();
    locks
      .request(name, { signal: giveUp.signal }, () => {
        alone();
        return closed;
      })
      // The wait ends with an error when the document is closed here first.
      .catch(() => undefined);
    return undefined;
  });
  return () => {
    giveUp.abort();
    release();
  };
}
