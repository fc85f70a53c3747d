import type { Methods } from '../../trace';
import type { LinkStatus } from '../../widgets/context';
import type { Translate } from '../../scene/words/translate';
import { messageOf, notLive, type StatusListener } from './linkStatus';

export interface WatchedBundlesOptions {
  /** Asks the kernel about a bundle. */
  readonly attach: (id: string) => Promise<Methods['attach']['result']>;
  readonly translate: Translate;
  /** Milliseconds without an answer after which the kernel is said to be busy. */
  readonly patience: number;
  readonly busy: () => LinkStatus;
}

interface Watched {
  status: LinkStatus;
  readonly listeners: Set<StatusListener>;
  /** Counts attach requests, so that a late answer of an earlier one is not heard. */
  attempt: number;
}

/** The bundles whose views are on the page, and whether the kernel still has the run of each. */
export interface WatchedBundles {
  readonly size: number;
  /** Any of them: what is asked of the kernel to see whether it is still the same. */
  first(): string | undefined;
  has(id: string): boolean;
  /** Begins to watch one where the connection has this status. */
  add(id: string, connection: LinkStatus): void;
  status(id: string): LinkStatus;
  /** Hears of it until the returned function is called; the last listener ends the watch. */
  listen(id: string, listener: StatusListener): () => void;
  /** The connection has another status: each is asked about again, or not live with it. */
  follow(connection: LinkStatus): void;
  /** What a bundle shows is of the past, and why; null: it no longer is. */
  outdate(id: string, reason: string | null): void;
  clear(): void;
}

export function createWatchedBundles({
  attach,
  translate,
  patience,
  busy
}: WatchedBundlesOptions): WatchedBundles {
  const watched = new Map<string, Watched>();

  function setStatus(entry: Watched, status: LinkStatus): void {
    entry.status = status;
    [...entry.listeners].forEach(listener => listener(status));
  }

  function ask(id: string, entry: Watched): void {
    const attempt = ++entry.attempt;
    const current = (): boolean =>
      entry.attempt === attempt && watched.get(id) === entry;
    if (entry.status.state !== 'connecting') {
      setStatus(entry, { state: 'connecting' });
    }
    const timer = setTimeout(() => {
      if (current()) {
        setStatus(entry, busy());
      }
    }, patience);
    const settle = (status: LinkStatus): void => {
      clearTimeout(timer);
      if (current()) {
        setStatus(entry, status);
      }
    };
    attach(id).then(
      answer => settle(statusAfter(answer, translate)),
      (error: unknown) => settle(notLive(messageOf(error)))
    );
  }

  return {
    get size() {
      return watched.size;
    },
    first: () => watched.keys().next().value,
    has: id => watched.has(id),
    add(id, connection) {
      const entry = {
        status: connection,
        listeners: new Set<StatusListener>(),
        attempt: 0
      };
      watched.set(id, entry);
      if (connection.state === 'live') {
        entry.status = { state: 'connecting' };
        ask(id, entry);
      }
    },
    status: id => entryOf(id).status,
    listen(id, listener) {
      const entry = entryOf(id);
      entry.listeners.add(listener);
      return () => {
        entry.listeners.delete(listener);
        if (entry.listeners.size === 0 && watched.get(id) === entry) {
          watched.delete(id);
        }
      };
    },
    follow(connection) {
      for (const [id, entry] of watched) {
        if (connection.state === 'live') {
          ask(id, entry);
        } else {
          entry.attempt++;
          setStatus(entry, connection);
        }
      }
    },
    outdate(id, reason) {
      const entry = watched.get(id);
      if (entry !== undefined) {
        entry.attempt++;
        setStatus(
          entry,
          reason === null ? { state: 'live' } : { state: 'stale', reason }
        );
      }
    },
    clear: () => watched.clear()
  };

  function entryOf(id: string): Watched {
    const entry = watched.get(id);
    if (entry === undefined) {
      throw new Error(`bundle ${id} is not watched`);
    }
    return entry;
  }
}

function statusAfter(
  { known, stale }: Methods['attach']['result'],
  translate: Translate
): LinkStatus {
  if (!known) {
    return notLive(
      translate(
        'This picture is of an earlier run. Run the notebook cell again to make it live.'
      )
    );
  }
  return stale === undefined
    ? { state: 'live' }
    : { state: 'stale', reason: stale };
}
