import type { Kernel } from '@jupyterlab/services';
import type { Event, Events, Method, Methods } from '../../trace';
import { COMM_TARGET } from '../../trace';
import type { LinkStatus } from '../../widgets/context';
import type { Channel, openChannel as OpenChannel } from './channel';
import { createEventListeners } from './eventListeners';
import type { KernelLink, KernelLinkOptions } from './linkParts';
import { isOurs } from './isOurs';
import { watchStarts, whenPageReturns } from './kernelStarts';

interface Watched {
  status: LinkStatus;
  readonly listeners: Set<(status: LinkStatus) => void>;
  /** Counts attach requests, so that a late answer of an earlier one is not heard. */
  attempt: number;
}

/**
 * Kernel statuses in which a comm can be opened. After a reload of the page the status of a kernel
 * that runs a long cell stays unknown until the cell ends; a comm reaches it all the same.
 */
const talking: ReadonlySet<Kernel.Status> = new Set([
  'idle',
  'busy',
  'starting',
  'unknown'
]);

/** More comms than this in the time of one patience, and the kernel is left in peace. */
const MOST_REOPENED = 3;

/**
 * Follows a notebook's kernel through starts, restarts, lost connections and changes, and keeps one
 * comm open to it while it is one of ours.
 */
export function createKernelLink({
  session,
  version,
  translate,
  patience = 4000
}: KernelLinkOptions): KernelLink {
  let kernel: Kernel.IKernelConnection | null = null;
  let channel: Channel | null = null;
  let connection: LinkStatus = { state: 'connecting' };
  let impatience: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;
  let stopWatching: (() => void) | undefined;
  /** Comms opened anew in the last while, because the kernel had closed the one before. */
  let reopened = 0;
  /**
   * A picture that says it is live was drawn: a kernel of another language may know of it, once the
   * package gatescope was imported there. It is asked once a picture.
   */
  let drawn = false;

  const watched = new Map<string, Watched>();
  const connectionListeners = new Set<(status: LinkStatus) => void>();
  const events = createEventListeners();

  const notLive = (reason: string): LinkStatus => ({
    state: 'notLive',
    reason
  });

  const noKernel = (): LinkStatus =>
    notLive(translate('No kernel is running for this notebook.'));

  const busy = (): LinkStatus =>
    notLive(translate('The kernel is busy; it answers when its cell is done.'));

  function setStatus(entry: Watched, status: LinkStatus): void {
    entry.status = status;
    [...entry.listeners].forEach(listener => listener(status));
  }

  function setConnection(status: LinkStatus): void {
    connection = status;
    [...connectionListeners].forEach(listener => listener(status));
    for (const [id, entry] of watched) {
      if (status.state === 'live') {
        attach(id, entry);
      } else {
        entry.attempt++;
        setStatus(entry, status);
      }
    }
  }

  function attach(id: string, entry: Watched): void {
    const attempt = ++entry.attempt;
    const current = (): boolean => entry.attempt === attempt && !disposed;
    if (entry.status.state !== 'connecting') {
      setStatus(entry, { state: 'connecting' });
    }
    const timer = setTimeout(() => {
      if (current()) {
        setStatus(entry, busy());
      }
    }, patience);
    link.request('attach', { id }).then(
      ({ known, stale }) => {
        clearTimeout(timer);
        if (!current()) {
          return;
        }
        if (!known) {
          setStatus(
            entry,
            notLive(
              translate(
                'This picture is of an earlier run. Run the notebook cell again to make it live.'
              )
            )
          );
        } else if (stale !== undefined) {
          setStatus(entry, { state: 'stale', reason: stale });
        } else {
          setStatus(entry, { state: 'live' });
        }
      },
      (error: unknown) => {
        clearTimeout(timer);
        if (current()) {
          setStatus(
            entry,
            notLive(error instanceof Error ? error.message : String(error))
          );
        }
      }
    );
  }

  function watch(id: string): Watched {
    let entry = watched.get(id);
    if (entry === undefined) {
      entry = { status: connection, listeners: new Set(), attempt: 0 };
      watched.set(id, entry);
      drawn = true;
      if (connection.state === 'notLive' && channel === null) {
        refresh();
      } else if (connection.state === 'live') {
        entry.status = { state: 'connecting' };
        attach(id, entry);
      }
    }
    return entry;
  }

  function hear(event: Event): void {
    if (event.name === 'stale') {
      const { id, reason } = event.data as Events['stale'];
      const entry = watched.get(id);
      if (entry !== undefined) {
        entry.attempt++;
        setStatus(entry, { state: 'stale', reason });
      }
    }
    events.tell(event);
  }

  function drop(status: LinkStatus): void {
    clearTimeout(impatience);
    const dropped = channel;
    channel = null;
    setConnection(status);
    dropped?.close(
      status.state === 'notLive'
        ? status.reason
        : translate('The connection to the kernel was lost.')
    );
  }

  function connect(
    target: Kernel.IKernelConnection,
    openChannel: typeof OpenChannel
  ): void {
    if (target.isDisposed) {
      return;
    }
    setConnection({ state: 'connecting' });
    clearTimeout(impatience);
    impatience = setTimeout(() => {
      if (connection.state === 'connecting') {
        setConnection(busy());
      }
    }, patience);
    try {
      const opened = openChannel(target.createComm(COMM_TARGET), {
        version,
        translate,
        onEvent: hear,
        onState: state => {
          // A channel that is no longer ours has nothing to say about the connection.
          if (channel !== opened) {
            return;
          }
          clearTimeout(impatience);
          if (state.state === 'open') {
            setConnection({ state: 'live' });
          } else if (state.state === 'closed') {
            channel = null;
            if (state.again && reopened < MOST_REOPENED) {
              reopen();
            } else {
              setConnection(notLive(state.reason));
            }
          }
        }
      });
      channel = opened;
    } catch (error) {
      clearTimeout(impatience);
      setConnection(
        notLive(error instanceof Error ? error.message : String(error))
      );
    }
  }

  /** The kernel no longer knows our comm: another client has restarted it. */
  function reopen(): void {
    reopened++;
    setTimeout(() => reopened--, patience);
    setConnection({ state: 'connecting' });
    refresh();
  }

  /** Another process answers now; what was live is of the past. */
  function restarted(): void {
    if (channel !== null) {
      drop({ state: 'connecting' });
      refresh();
    }
  }

  /** A kernel that is another by now closes the comm on which it is asked. */
  function askAgain(): void {
    const [id] = watched.keys();
    if (id !== undefined) {
      link.request('attach', { id }).catch(() => undefined);
    }
  }

  /**
   * A notebook that was opened without a kernel never becomes ready, and nothing says so. One whose
   * kernel is just starting has a kernel's name already.
   */
  function awaitKernel(): void {
    impatience = setTimeout(() => {
      if (session.session?.kernel != null || disposed) {
        return;
      }
      if (session.hasNoKernel) {
        setConnection(noKernel());
      } else {
        awaitKernel();
      }
    }, patience);
  }

  /** Looks at the kernel as it is now and does what that asks for. */
  function refresh(): void {
    if (disposed) {
      return;
    }
    const now = session.session?.kernel ?? null;
    if (now !== kernel) {
      stopWatching?.();
      kernel = now;
      stopWatching = now ? watchStarts(now, restarted) : undefined;
      if (channel !== null) {
        drop({ state: 'connecting' });
      }
    }
    if (kernel === null) {
      if (session.isReady) {
        drop(noKernel());
      } else {
        drop({ state: 'connecting' });
        awaitKernel();
      }
      return;
    }
    if (kernel.status === 'dead' || kernel.status === 'terminating') {
      drop(notLive(translate('The kernel has stopped.')));
      return;
    }
    if (
      kernel.status === 'restarting' ||
      kernel.status === 'autorestarting' ||
      kernel.connectionStatus !== 'connected'
    ) {
      const next: LinkStatus =
        kernel.connectionStatus === 'disconnected'
          ? notLive(translate('The connection to the server is lost.'))
          : { state: 'connecting' };
      if (channel !== null || connection.state !== next.state) {
        drop(next);
      }
      return;
    }
    if (channel === null && talking.has(kernel.status)) {
      void introduce(kernel);
    }
  }

  /**
   * Opens a comm to kernels of ours, and to another once something live was drawn: before that it
   * would log an error about the target. The code that speaks and reads the protocol is fetched
   * here, so that the page starts without it.
   */
  async function introduce(target: Kernel.IKernelConnection): Promise<void> {
    const [ours, { openChannel }] = await Promise.all([
      isOurs(target),
      import('./channel')
    ]);
    if (target !== kernel || disposed || channel !== null) {
      return;
    }
    if (ours || drawn) {
      drawn = ours && drawn;
      connect(target, openChannel);
    } else {
      const name = session.kernelDisplayName;
      setConnection(
        notLive(
          watched.size > 0
            ? translate(
                'The kernel “%1” does not know this picture: run its notebook cell again.',
                name
              )
            : translate(
                'This notebook runs on “%1”; live views need the gatescope kernel.',
                name
              )
        )
      );
    }
  }

  const link: KernelLink = {
    get connection() {
      return connection;
    },
    onConnection(listener) {
      connectionListeners.add(listener);
      return () => connectionListeners.delete(listener);
    },
    status: id => watch(id).status,
    onStatus(id, listener) {
      const entry = watch(id);
      entry.listeners.add(listener);
      return () => {
        entry.listeners.delete(listener);
        if (entry.listeners.size === 0 && watched.get(id) === entry) {
          watched.delete(id);
        }
      };
    },
    request<M extends Method>(method: M, params: Methods[M]['params']) {
      if (channel !== null && channel.state.state === 'open') {
        return channel.request(method, params);
      }
      return Promise.reject(
        new Error(
          connection.state === 'notLive'
            ? connection.reason
            : translate('The kernel has not answered yet.')
        )
      );
    },
    onEvent: events.on,
    dispose() {
      if (disposed) {
        return;
      }
      drop(notLive(translate('The notebook is closed.')));
      disposed = true;
      stopWatching?.();
      stopReturns();
      session.kernelChanged.disconnect(refresh);
      session.statusChanged.disconnect(refresh);
      session.connectionStatusChanged.disconnect(refresh);
      watched.clear();
      events.clear();
      connectionListeners.clear();
    }
  };

  const stopReturns = whenPageReturns(askAgain);
  session.kernelChanged.connect(refresh);
  session.statusChanged.connect(refresh);
  session.connectionStatusChanged.connect(refresh);
  void session.ready.then(refresh);
  refresh();
  return link;
}
