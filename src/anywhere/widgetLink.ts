import type { Event, EventName, Events, Method, Methods } from '../trace';
import { openChannel } from '../lab/link/channel';
import { VERSION } from '../lab/version';
import type { LinkStatus, LiveLink, Translate } from '../widgets/context';
import type { WidgetModel } from './model';
import { createWidgetComm } from './widgetComm';

export interface WidgetLink extends LiveLink {
  dispose(): void;
}

export interface WidgetLinkOptions {
  readonly model: WidgetModel;
  /** Of this place on the page. */
  readonly page: string;
  readonly translate: Translate;
  /** Milliseconds without an answer after which the reader is told so. */
  readonly patience?: number;
}

interface Watched {
  status: LinkStatus;
  readonly listeners: Set<(status: LinkStatus) => void>;
}

/** The live link of one place on the page: it opens once, and each bundle is asked for once. */
export function createWidgetLink({
  model,
  page,
  translate,
  patience = 6000
}: WidgetLinkOptions): WidgetLink {
  let connection: LinkStatus = { state: 'connecting' };
  const watched = new Map<string, Watched>();
  const eventListeners = new Map<EventName, Set<(data: never) => void>>();

  const tell = (entry: Watched, status: LinkStatus): void => {
    entry.status = status;
    [...entry.listeners].forEach(listener => listener(status));
  };
  const connect = (status: LinkStatus): void => {
    connection = status;
    for (const [id, entry] of watched) {
      tell(entry, status.state === 'live' ? { state: 'connecting' } : status);
      if (status.state === 'live') {
        void attach(id, entry);
      }
    }
  };
  const impatience = setTimeout(() => {
    if (connection.state === 'connecting') {
      connect({
        state: 'notLive',
        reason: translate(
          'Nothing in Python answers: run the notebook cell again.'
        )
      });
    }
  }, patience);

  async function attach(id: string, entry: Watched): Promise<void> {
    try {
      const { known, stale } = await channel.request('attach', { id });
      tell(
        entry,
        known ? liveOrStale(stale) : { state: 'notLive', reason: earlier() }
      );
    } catch (error) {
      tell(entry, { state: 'notLive', reason: wordsOf(error) });
    }
  }
  const earlier = (): string =>
    translate(
      'This picture is of an earlier run. Run the notebook cell again to make it live.'
    );

  function watch(id: string): Watched {
    let entry = watched.get(id);
    if (entry === undefined) {
      entry = { status: connection, listeners: new Set() };
      watched.set(id, entry);
      if (connection.state === 'live') {
        entry.status = { state: 'connecting' };
        void attach(id, entry);
      }
    }
    return entry;
  }

  function hear({ name, data }: Event): void {
    if (name === 'stale') {
      const { id, reason } = data as Events['stale'];
      const entry = watched.get(id);
      if (entry !== undefined) {
        tell(entry, { state: 'stale', reason });
      }
    }
    [...(eventListeners.get(name) ?? [])].forEach(listener =>
      (listener as (given: Events[EventName]) => void)(data)
    );
  }

  const channel = openChannel(createWidgetComm(model, page), {
    version: VERSION,
    translate,
    onEvent: hear,
    onState: state => {
      if (state.state === 'open') {
        clearTimeout(impatience);
        connect({ state: 'live' });
      } else if (state.state === 'closed') {
        clearTimeout(impatience);
        connect({ state: 'notLive', reason: state.reason });
      }
    }
  });

  return {
    status: id => watch(id).status,
    onStatus(id, listener) {
      const { listeners } = watch(id);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    request<M extends Method>(method: M, params: Methods[M]['params']) {
      return channel.request(method, params);
    },
    onEvent<E extends EventName>(name: E, listener: (data: Events[E]) => void) {
      const listeners = eventListeners.get(name) ?? new Set();
      eventListeners.set(name, listeners);
      listeners.add(listener as (data: never) => void);
      return () => listeners.delete(listener as (data: never) => void);
    },
    dispose() {
      clearTimeout(impatience);
      watched.clear();
      eventListeners.clear();
      channel.close(translate('The notebook is closed.'));
    }
  };
}

function liveOrStale(stale: string | undefined): LinkStatus {
  return stale === undefined
    ? { state: 'live' }
    : { state: 'stale', reason: stale };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
