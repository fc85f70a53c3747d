import type { Event, Method, Methods } from '../../trace';
import type { LinkStatus } from '../../widgets/context';
import type { Translate } from '../../scene/words/translate';
import type {
  CommChannel,
  ChannelComm,
  openChannel as OpenChannel
} from './channel';
import { messageOf, notLive } from './linkStatus';

export interface CommConnectionOptions {
  /** Version of the extension. */
  readonly version: string;
  readonly translate: Translate;
  /** Milliseconds without an answer after which the kernel is said to be busy. */
  readonly patience: number;
  readonly busy: () => LinkStatus;
  readonly onStatus: (status: LinkStatus) => void;
  readonly onEvent: (event: Event) => void;
  /** The kernel no longer knows our comm: another client has restarted it. */
  readonly onForgotten: () => void;
}

/** The one comm of a notebook or of a widget's place on a page, and how the connection to its kernel is. */
export interface CommConnection {
  readonly status: LinkStatus;
  /** There is a comm, be it still opening. */
  readonly isOpen: boolean;
  setStatus(status: LinkStatus): void;
  /** Says hello on a fresh comm; `openChannel` is given, as a page may fetch it late. */
  open(makeComm: () => ChannelComm, openChannel: typeof OpenChannel): void;
  /** Closes the comm; the connection is like this from now on. */
  drop(status: LinkStatus): void;
  request<M extends Method>(
    method: M,
    params: Methods[M]['params']
  ): Promise<Methods[M]['result']>;
}

/** More comms than this in the time of one patience, and the kernel is left in peace. */
const MOST_REOPENED = 3;

export function createCommConnection({
  version,
  translate,
  patience,
  busy,
  onStatus,
  onEvent,
  onForgotten
}: CommConnectionOptions): CommConnection {
  let channel: CommChannel | null = null;
  let status: LinkStatus = { state: 'connecting' };
  let impatience: ReturnType<typeof setTimeout> | undefined;
  /** Comms reopened in the last while, because the kernel had closed the one before. */
  let reopened = 0;

  function setStatus(next: LinkStatus): void {
    status = next;
    onStatus(next);
  }

  /** What the comm says of itself. */
  function hear(state: CommChannel['state']): void {
    clearTimeout(impatience);
    if (state.state === 'open') {
      setStatus({ state: 'live' });
    } else if (state.state === 'closed') {
      channel = null;
      if (state.again && reopened < MOST_REOPENED) {
        reopened++;
        setTimeout(() => reopened--, patience);
        setStatus({ state: 'connecting' });
        onForgotten();
      } else {
        setStatus(notLive(state.reason));
      }
    }
  }

  return {
    get status() {
      return status;
    },
    get isOpen() {
      return channel !== null;
    },
    setStatus,
    open(makeComm, openChannel) {
      setStatus({ state: 'connecting' });
      clearTimeout(impatience);
      impatience = setTimeout(() => {
        if (status.state === 'connecting') {
          setStatus(busy());
        }
      }, patience);
      try {
        const opened = openChannel(makeComm(), {
          version,
          translate,
          onEvent,
          onState: state => {
            // A channel that is no longer ours has nothing to say about the connection.
            if (channel === opened) {
              hear(state);
            }
          }
        });
        channel = opened;
      } catch (error) {
        clearTimeout(impatience);
        setStatus(notLive(messageOf(error)));
      }
    },
    drop(next) {
      clearTimeout(impatience);
      const dropped = channel;
      channel = null;
      setStatus(next);
      dropped?.close(
        next.state === 'notLive'
          ? next.reason
          : translate('The connection to the kernel was lost.')
      );
    },
    request(method, params) {
      if (channel !== null && channel.state.state === 'open') {
        return channel.request(method, params);
      }
      return Promise.reject(
        new Error(
          status.state === 'notLive'
            ? status.reason
            : translate('The kernel has not answered yet.')
        )
      );
    }
  };
}
