import { openChannel, type ChannelComm } from '../lab/link/channel';
import { createCommConnection } from '../lab/link/commConnection';
import { createEventListeners } from '../lab/link/eventListeners';
import { notLive, type StatusListener } from '../lab/link/linkStatus';
import { createWatchedBundles } from '../lab/link/watchedBundles';
import { VERSION } from '../lab/version';
import type { Events } from '../trace';
import type { LinkStatus, LiveLink } from '../widgets/context';
import type { Translate } from '../scene/words/translate';

/** A live link over one comm, of which its owner knows when there is somebody at the other end. */
export interface CommLink extends LiveLink {
  /** The state of the connection itself, whatever the bundle. */
  readonly connection: LinkStatus;
  onConnection(listener: StatusListener): () => void;
  /** Says hello, on a comm recreated. */
  open(): void;
  /** Nobody is at the other end any more: this is why. */
  drop(status: LinkStatus): void;
  dispose(): void;
}

export interface CommLinkOptions {
  readonly makeComm: () => ChannelComm;
  readonly translate: Translate;
  /** What is said while no answer comes. */
  readonly busy: () => LinkStatus;
  /** Milliseconds without an answer after which the reader is told so. */
  readonly patience: number;
}

/** The live link of the parts of which that of a notebook in JupyterLab is made, over a comm of any kind. */
export function createCommLink({
  makeComm,
  translate,
  busy,
  patience
}: CommLinkOptions): CommLink {
  const events = createEventListeners();
  const listeners = new Set<StatusListener>();
  const bundles = createWatchedBundles({
    attach: id => comm.request('attach', { id }),
    translate,
    patience,
    busy
  });
  const comm = createCommConnection({
    version: VERSION,
    translate,
    patience,
    busy,
    onStatus(status) {
      [...listeners].forEach(listener => listener(status));
      bundles.follow(status);
    },
    onEvent(event) {
      if (event.name === 'stale') {
        const { id, reason } = event.data as Events['stale'];
        bundles.outdate(id, reason);
      }
      events.tell(event);
    },
    onForgotten: () => open()
  });
  const open = (): void => comm.open(makeComm, openChannel);
  const watch = (id: string): void => {
    if (!bundles.has(id)) {
      bundles.add(id, comm.status);
    }
  };

  return {
    get connection() {
      return comm.status;
    },
    onConnection(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    status(id) {
      watch(id);
      return bundles.status(id);
    },
    onStatus(id, listener) {
      watch(id);
      return bundles.listen(id, listener);
    },
    request: (method, params) => comm.request(method, params),
    onEvent: events.on,
    open,
    drop: status => comm.drop(status),
    dispose() {
      bundles.clear();
      events.clear();
      listeners.clear();
      comm.drop(notLive(translate('The notebook is closed.')));
    }
  };
}
