import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { JSONValue } from '@lumino/coreutils';
import type {
  Event,
  Events,
  Method,
  Methods,
  ToKernel,
  Welcome
} from '../../trace';
import { PROTOCOL_VERSION, packBuffers } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { readMessage } from './readMessage';
import { createTrainingRuns } from './trainingRuns';

/** The oldest protocol that this page still speaks. */
export const OLDEST_PROTOCOL = 1;

/** What the channel uses of a comm; a test gives its own. */
export type ChannelComm = Pick<
  Kernel.IComm,
  'onMsg' | 'onClose' | 'open' | 'send' | 'close' | 'isDisposed'
>;

export type ChannelState =
  | { readonly state: 'opening' }
  | { readonly state: 'open'; readonly welcome: Welcome }
  | {
      readonly state: 'closed';
      /** Can be shown to the reader. */
      readonly reason: string;
      /** The kernel had welcomed us and then closed the comm: a new one may be answered. */
      readonly again?: true;
    };

/** One comm to one running kernel, from its hello to its close. */
export interface CommChannel {
  readonly state: ChannelState;
  /** Rejects with an `Error` whose message can be shown, and when the channel closes. */
  request<M extends Method>(
    method: M,
    params: Methods[M]['params']
  ): Promise<Methods[M]['result']>;
  close(reason: string): void;
}

export interface ChannelOptions {
  /** Version of the extension. */
  readonly version: string;
  readonly translate: Translate;
  readonly onState: (state: ChannelState) => void;
  /** A training run that moved on comes whole, as event `history`, whatever part the kernel sent. */
  readonly onEvent: (event: Event) => void;
  /** Milliseconds before a request is given up; 0 waits as long as the channel is open. */
  readonly timeout?: (method: Method) => number;
}

/** A check may use the whole time that the kernel grants a worker; an attach waits for a busy kernel. */
export function requestTimeout(method: Method): number {
  switch (method) {
    case 'attach':
      return 0;
    case 'check':
      return 300_000;
    default:
      return 30_000;
  }
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Says hello on a fresh comm and keeps account of what is asked and answered on it.
 *
 * The kernel sends no status for comm messages, so a future never completes: each is disposed at once.
 */
export function openChannel(
  comm: ChannelComm,
  {
    version,
    translate,
    onState,
    onEvent,
    timeout = requestTimeout
  }: ChannelOptions
): CommChannel {
  let state: ChannelState = { state: 'opening' };
  let lastNumber = 0;
  const pending = new Map<number, Pending>();

  const enter = (next: ChannelState): void => {
    state = next;
    onState(next);
  };

  const take = (number: number): Pending | undefined => {
    const found = pending.get(number);
    pending.delete(number);
    clearTimeout(found?.timer);
    return found;
  };

  const end = (reason: string, again = false): void => {
    if (state.state === 'closed') {
      return;
    }
    const unanswered = [...pending.keys()].map(take);
    enter({ state: 'closed', reason, ...(again && { again }) });
    for (const request of unanswered) {
      request?.reject(new Error(reason));
    }
  };

  const refuse = (reason: string): void => {
    end(reason);
    dropComm(comm);
  };

  const welcome = (message: Welcome): void => {
    if (message.protocol < OLDEST_PROTOCOL) {
      refuse(
        translate(
          'The kernel (gatescope %1) is older than this page (gatescope %2): upgrade gatescope where the kernel runs, then restart the kernel.',
          message.version,
          version
        )
      );
    } else {
      enter({ state: 'open', welcome: message });
    }
  };

  function request<M extends Method>(
    method: M,
    params: Methods[M]['params']
  ): Promise<Methods[M]['result']> {
    if (state.state !== 'open') {
      const reason =
        state.state === 'closed'
          ? state.reason
          : translate('The kernel has not answered yet.');
      return Promise.reject(new Error(reason));
    }
    const number = ++lastNumber;
    const { data, buffers } = packBuffers({
      type: 'request',
      number,
      method,
      params
    });
    return new Promise<Methods[M]['result']>((resolve, reject) => {
      const limit = timeout(method);
      pending.set(number, {
        resolve: result => resolve(result as Methods[M]['result']),
        reject,
        timer:
          limit === 0
            ? undefined
            : setTimeout(() => {
                take(number)?.reject(
                  new Error(
                    translate(
                      'The kernel did not answer within %1 seconds. It may be busy with a notebook cell.',
                      limit / 1000
                    )
                  )
                );
              }, limit)
      });
      try {
        comm.send(json(data), undefined, buffers).dispose();
      } catch (error) {
        take(number)?.reject(asError(error));
      }
    });
  }

  const runs = createTrainingRuns(
    async id => (await request('history', { id })).history,
    history =>
      onEvent({
        type: 'event',
        name: 'history',
        data: { id: history.id, history }
      })
  );

  const hear = (event: Event): void => {
    // The name of an event says what its data are.
    switch (event.name) {
      case 'history':
        runs.whole((event.data as Events['history']).history);
        return;
      case 'historyTail':
        runs.tail(event.data as Events['historyTail']);
        return;
      default:
        onEvent(event);
    }
  };

  comm.onMsg = (message: KernelMessage.ICommMsgMsg): void => {
    if (state.state === 'closed') {
      return;
    }
    const read = readMessage(message.content.data, message.buffers ?? []);
    switch (read.type) {
      case 'welcome':
        welcome(read);
        return;
      case 'reply':
        take(read.number)?.resolve(read.result);
        return;
      case 'failure':
        // Number 0 answers the hello itself: the kernel will not talk to a page of this version.
        if (read.number === 0) {
          refuse(read.message);
        } else {
          take(read.number)?.reject(named(read.name, read.message));
        }
        return;
      case 'event':
        hear(read);
        return;
      case 'broken': {
        const error = new Error(
          translate(
            'The kernel sent an answer that cannot be read: %1',
            read.reason
          )
        );
        take(read.number)?.reject(error);
        return;
      }
    }
  };

  comm.onClose = (message: KernelMessage.ICommCloseMsg): void => {
    const reason = message.content.data?.['reason'];
    end(
      typeof reason === 'string' && reason !== ''
        ? reason
        : translate('The kernel closed the connection.'),
      state.state === 'open'
    );
  };

  const hello: ToKernel = {
    type: 'hello',
    protocol: PROTOCOL_VERSION,
    version
  };
  comm.open(json(hello)).dispose();

  return {
    get state() {
      return state;
    },
    request,
    close(reason: string) {
      if (state.state !== 'closed') {
        end(reason);
        dropComm(comm);
      }
    }
  };
}

/** Tells the kernel that nobody listens any more; a kernel that is gone need not hear it. */
function dropComm(comm: ChannelComm): void {
  if (comm.isDisposed) {
    return;
  }
  try {
    comm.close().dispose();
  } catch {
    // The connection is closed already.
  }
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** The comm's types ask for mutable JSON; ours are read-only views of the same. */
function json(value: object): JSONValue {
  return value as unknown as JSONValue;
}
