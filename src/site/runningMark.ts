import { randomIdentifier } from '../kernel/core/identifier';

/** Before the name of a tab, in the browser's storage: what runs there. */
const MARK = 'gatescope-site:runs:';
/** Before the name of a tab: the lock that it holds as long as it lives. */
const ALIVE = 'gatescope-site:lives:';

/**
 * Remembers what runs in this tab, until it has ended or the page is left as pages are. A mark of a tab
 * that lives no more was cut off with its page: by a crash, or by a system without memory.
 */
export interface RunningMark {
  /** What was cut off in tabs that are gone, each told once. */
  cutOff(): Promise<string[]>;
  begins(path: string): void;
  ends(): void;
}

/**
 * @param browser its storage, and its locks, which end with the page that holds them; without one of
 *   them nothing is remembered
 */
export function createRunningMark({
  storage,
  locks,
  page
}: {
  readonly storage: Storage | null;
  readonly locks: Pick<LockManager, 'request'> | undefined;
  readonly page: Pick<EventTarget, 'addEventListener'>;
}): RunningMark {
  if (storage === null || locks === undefined) {
    return {
      cutOff: () => Promise.resolve([]),
      begins: () => undefined,
      ends: () => undefined
    };
  }
  const tab = randomIdentifier();
  const mark = `${MARK}${tab}`;
  void locks.request(
    `${ALIVE}${tab}`,
    () => new Promise<never>(() => undefined)
  );
  const ends = () => storage.removeItem(mark);
  page.addEventListener('pagehide', ends);

  /** Whether a tab lives: then its lock is not to be had. */
  const lives = (other: string) =>
    locks.request(
      `${ALIVE}${other}`,
      { ifAvailable: true },
      lock => lock === null
    );

  return {
    ends,
    begins(path) {
      try {
        storage.setItem(mark, path);
      } catch {
        // A full storage: the run goes on, only nobody would hear of its end.
      }
    },
    async cutOff() {
      const found: string[] = [];
      for (const key of Object.keys(storage)) {
        if (key.startsWith(MARK) && !(await lives(key.slice(MARK.length)))) {
          found.push(storage.getItem(key) ?? '');
          storage.removeItem(key);
        }
      }
      return found.filter(path => path !== '');
    }
  };
}
