import { randomIdentifier } from '../kernel/core/identifier';

/** What a browser gives by which tabs of one site hear of each other. */
export interface TabPowers {
  /** Absent in a page without https. */
  readonly locks: Pick<LockManager, 'request'> | undefined;
  readonly channel:
    | ((
        name: string
      ) => Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'close'>)
    | undefined;
}

const powers = (): TabPowers => ({
  locks: navigator.locks,
  channel:
    typeof BroadcastChannel === 'undefined'
      ? undefined
      : name => new BroadcastChannel(name)
});

/**
 * Tells every tab that has a document open while another has it too. Each holds a lock of its own as
 * long as it lives; who hears of a tab waits for its lock, so that a tab that crashed is missed as well.
 *
 * @param path of the document below the site's folder
 * @param callbacks `shared`, called when another tab has it too; `alone`, when the last other is gone
 * @returns lets go of it
 */
export function soleEditor(
  path: string,
  { shared, alone }: { shared(): void; alone(): void },
  { locks, channel }: TabPowers = powers()
): () => void {
  if (locks === undefined || channel === undefined) {
    // Nobody can be told.
    return () => undefined;
  }
  const name = `gatescope-site:${path}`;
  const lockOf = (tab: string) => `${name}:${tab}`;
  const own = randomIdentifier();
  const others = new Set<string>();
  const giveUp = new AbortController();
  let release: () => void = () => undefined;
  const closed = new Promise<void>(resolve => {
    release = resolve;
  });
  const line = channel(name);
  let held = false;
  /** Others wait for this tab's lock as soon as they hear of it: it must be held by then. */
  const present = () => {
    if (held) {
      line.postMessage(own);
    }
  };
  const meet = (tab: string) => {
    others.add(tab);
    if (others.size === 1) {
      shared();
    }
    // The newcomer has not heard of this tab.
    present();
    locks
      .request(lockOf(tab), { signal: giveUp.signal }, () => {
        others.delete(tab);
        if (others.size === 0) {
          alone();
        }
      })
      // The wait ends with an error when the document is closed here first.
      .catch(() => undefined);
  };
  line.addEventListener('message', ({ data }: MessageEvent<string>) => {
    if (!others.has(data) && data !== own) {
      meet(data);
    }
  });
  void locks.request(lockOf(own), () => {
    held = true;
    present();
    return closed;
  });
  return () => {
    giveUp.abort();
    line.close();
    release();
  };
}
