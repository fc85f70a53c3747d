import type { Kernel } from '@jupyterlab/services';
import { COMM_TARGET, type Event, type Events } from '../../trace';
import type { LinkStatus } from '../../widgets/context';
import type { Translate } from '../../scene/words/translate';
import { createCommConnection, type CommConnection } from './commConnection';
import { createEventListeners } from './eventListeners';
import { watchStarts, whenPageReturns } from './kernelStarts';
import type { KernelLink, KernelLinkOptions, LinkSession } from './linkParts';
import { notLive, type StatusListener } from './linkStatus';
import { createWatchedBundles, type WatchedBundles } from './watchedBundles';

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
  let disposed = false;
  const listeners = new Set<StatusListener>();
  const events = createEventListeners();
  const busy = (): LinkStatus =>
    notLive(translate('The kernel is busy; it answers when its cell is done.'));

  const bundles = createWatchedBundles({
    attach: id => comm.request('attach', { id }),
    translate,
    patience,
    busy
  });
  const comm = createCommConnection({
    version,
    translate,
    patience,
    busy,
    onStatus(status) {
      [...listeners].forEach(listener => listener(status));
      bundles.follow(status);
    },
    onEvent(event: Event) {
      if (event.name === 'stale') {
        const { id, reason } = event.data as Events['stale'];
        bundles.outdate(id, reason);
      }
      events.tell(event);
    },
    onForgotten: () => follower.refresh()
  });
  const follower = followKernel({
    session,
    comm,
    bundles,
    translate,
    patience,
    isDisposed: () => disposed
  });

  function watch(id: string): void {
    if (!bundles.has(id)) {
      bundles.add(id, comm.status);
      follower.drawn();
    }
  }

  /** A kernel that is another by now closes the comm on which it is asked. */
  const stopReturns = whenPageReturns(() => {
    const id = bundles.first();
    if (id !== undefined) {
      comm.request('attach', { id }).catch(() => undefined);
    }
  });
  const changes = [
    session.kernelChanged,
    session.statusChanged,
    session.connectionStatusChanged
  ] as const;
  changes.forEach(signal => signal.connect(follower.refresh));
  void session.ready.then(follower.refresh);
  follower.refresh();

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
    dispose() {
      if (disposed) {
        return;
      }
      comm.drop(notLive(translate('The notebook is closed.')));
      disposed = true;
      follower.stop();
      stopReturns();
      changes.forEach(signal => signal.disconnect(follower.refresh));
      bundles.clear();
      events.clear();
      listeners.clear();
    }
  };
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

interface FollowOptions {
  readonly session: LinkSession;
  readonly comm: CommConnection;
  readonly bundles: WatchedBundles;
  readonly translate: Translate;
  readonly patience: number;
  readonly isDisposed: () => boolean;
}

/** Opens and drops the comm as the notebook's kernel comes and goes. */
interface Follower {
  /** Looks at the kernel as it is now and does what that asks for. */
  refresh(): void;
  /** A picture that says it is live was drawn. */
  drawn(): void;
  stop(): void;
}

function followKernel({
  session,
  comm,
  bundles,
  translate,
  patience,
  isDisposed
}: FollowOptions): Follower {
  let kernel: Kernel.IKernelConnection | null = null;
  let stopWatching: (() => void) | undefined;
  let stopWaiting: (() => void) | undefined;
  /**
   * A picture that says it is live was drawn: a kernel of another language may know of it, once the
   * package gatescope was imported there. It is asked once a picture.
   */
  let isDrawn = false;

  const noKernel = (): LinkStatus =>
    notLive(translate('No kernel is running for this notebook.'));

  /** Another process answers now; what was live is of the past. */
  function restarted(): void {
    if (comm.isOpen) {
      comm.drop({ state: 'connecting' });
      refresh();
    }
  }

  function take(now: Kernel.IKernelConnection | null): void {
    if (now === kernel) {
      return;
    }
    stopWatching?.();
    kernel = now;
    stopWatching = now ? watchStarts(now, restarted) : undefined;
    if (comm.isOpen) {
      comm.drop({ state: 'connecting' });
    }
  }

  function refresh(): void {
    if (isDisposed()) {
      return;
    }
    take(session.session?.kernel ?? null);
    stopWaiting?.();
    if (kernel === null) {
      if (session.isReady) {
        comm.drop(noKernel());
      } else {
        comm.drop({ state: 'connecting' });
        stopWaiting = awaitKernel(session, patience, () =>
          comm.setStatus(noKernel())
        );
      }
      return;
    }
    if (kernel.status === 'dead' || kernel.status === 'terminating') {
      comm.drop(notLive(translate('The kernel has stopped.')));
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
      if (comm.isOpen || comm.status.state !== next.state) {
        comm.drop(next);
      }
      return;
    }
    if (!comm.isOpen && talking.has(kernel.status)) {
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
    if (target !== kernel || isDisposed() || comm.isOpen) {
      return;
    }
    if (ours || isDrawn) {
      isDrawn = ours && isDrawn;
      if (!target.isDisposed) {
        comm.open(() => target.createComm(COMM_TARGET), openChannel);
      }
      return;
    }
    const name = session.kernelDisplayName;
    comm.setStatus(
      notLive(
        bundles.size > 0
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

  return {
    refresh,
    drawn() {
      isDrawn = true;
      if (comm.status.state === 'notLive' && !comm.isOpen) {
        refresh();
      }
    },
    stop() {
      stopWatching?.();
      stopWaiting?.();
    }
  };
}

/** Whether a kernel speaks our protocol; one that never answers `kernel_info` is asked by its name alone. */
async function isOurs(kernel: Kernel.IKernelConnection): Promise<boolean> {
  if (kernel.name === 'gatescope') {
    return true;
  }
  try {
    return (await kernel.info).implementation === 'gatescope';
  } catch {
    return false;
  }
}

/**
 * A notebook that was opened without a kernel never becomes ready, and nothing says so. One whose
 * kernel is just starting has a kernel's name already.
 *
 * @param none is called when there is no kernel to wait for
 * @returns ends the waiting
 */
function awaitKernel(
  session: LinkSession,
  patience: number,
  none: () => void
): () => void {
  let timer = setTimeout(look, patience);
  function look(): void {
    if (session.session?.kernel != null) {
      return;
    }
    if (session.hasNoKernel) {
      none();
    } else {
      timer = setTimeout(look, patience);
    }
  }
  return () => clearTimeout(timer);
}
