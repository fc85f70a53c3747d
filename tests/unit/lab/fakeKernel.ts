import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import type { ToKernel, ToPage } from '../../../src/trace';
import { packBuffers } from '../../../src/trace';

type Answer = ToPage | null;

/** The kernel's end of one comm, in the test's hands. */
export interface FakeComm {
  readonly comm: Kernel.IComm;
  /** What the page has sent, first the hello. */
  readonly received: ToKernel[];
  say(message: ToPage): void;
  sayRaw(data: unknown): void;
  close(data?: Record<string, string>): void;
  readonly closedByPage: boolean;
}

/** @param answer What the kernel replies to each message of the page; null says nothing. */
export function createFakeComm(
  answer: (message: ToKernel) => Answer = () => null
): FakeComm {
  const received: ToKernel[] = [];
  let disposed = false;
  let closedByPage = false;
  const future = { dispose: () => undefined };

  const say = (message: ToPage): void => {
    const { data, buffers } = packBuffers(message);
    void comm.onMsg({
      content: { data },
      buffers: buffers.map(buffer => new DataView(buffer))
    } as unknown as KernelMessage.ICommMsgMsg);
  };
  const take = (data: unknown) => {
    const message = data as ToKernel;
    received.push(message);
    const reply = answer(message);
    if (reply !== null) {
      queueMicrotask(() => disposed || say(reply));
    }
    return future;
  };

  const comm = {
    commId: 'fake',
    targetName: 'gatescope',
    onMsg: () => undefined,
    onClose: () => undefined,
    get isDisposed() {
      return disposed;
    },
    open: take,
    send: take,
    close: () => {
      closedByPage = true;
      disposed = true;
      return future;
    },
    dispose: () => {
      disposed = true;
    }
  } as unknown as Kernel.IComm;

  return {
    comm,
    received,
    say,
    sayRaw: data =>
      void comm.onMsg({
        content: { data }
      } as unknown as KernelMessage.ICommMsgMsg),
    close: data => {
      disposed = true;
      void comm.onClose({
        content: { data: data ?? {} }
      } as unknown as KernelMessage.ICommCloseMsg);
    },
    get closedByPage() {
      return closedByPage;
    }
  };
}

/** A session context whose kernel comes, goes and restarts as the test says. */
export interface FakeSession {
  readonly context: ISessionContext;
  readonly comms: FakeComm[];
  setReady(ready: boolean): void;
  setKernel(present: boolean, name?: string): void;
  setStatus(status: Kernel.Status): void;
  setConnection(status: Kernel.ConnectionStatus): void;
  /** A message of the kernel on iopub; each of its starts has a session of its own. */
  hear(kernelSession: string, asker?: string): void;
}

export function createFakeSession(
  answer: (message: ToKernel) => Answer = () => null
): FakeSession {
  const comms: FakeComm[] = [];
  const owner = {};
  const kernelChanged = new Signal<object, object>(owner);
  const statusChanged = new Signal<object, string>(owner);
  type Listener = (sender: object, message: object) => void;
  const listeners = new Set<Listener>();
  const connectionStatusChanged = new Signal<object, string>(owner);
  const state = {
    ready: true,
    kernel: null as {
      name: string;
      status: string;
      connectionStatus: string;
      isDisposed: boolean;
    } | null
  };

  const context = {
    get session() {
      return state.kernel === null ? null : { kernel: state.kernel };
    },
    get isReady() {
      return state.ready;
    },
    get hasNoKernel() {
      return state.kernel === null;
    },
    ready: Promise.resolve(),
    kernelDisplayName: 'Python 3',
    kernelChanged,
    statusChanged,
    connectionStatusChanged
  } as unknown as ISessionContext;

  return {
    context,
    comms,
    hear(kernelSession, asker) {
      const message = {
        header: { session: kernelSession },
        parent_header: asker === undefined ? {} : { session: asker }
      };
      [...listeners].forEach(listener =>
        listener(state.kernel ?? owner, message)
      );
    },
    setReady(ready) {
      state.ready = ready;
    },
    setKernel(present, name = 'gatescope') {
      state.kernel = present
        ? Object.assign(
            {
              name,
              status: 'idle',
              connectionStatus: 'connected',
              isDisposed: false
            },
            {
              info: Promise.resolve({ implementation: name }),
              iopubMessage: {
                connect: (slot: Listener) => {
                  listeners.add(slot);
                },
                disconnect: (slot: Listener) => listeners.delete(slot)
              },
              createComm: () => {
                const fake = createFakeComm(answer);
                comms.push(fake);
                return fake.comm;
              }
            }
          )
        : null;
      kernelChanged.emit({});
    },
    setStatus(status) {
      if (state.kernel !== null) {
        state.kernel.status = status;
      }
      statusChanged.emit(status);
    },
    setConnection(status) {
      if (state.kernel !== null) {
        state.kernel.connectionStatus = status;
      }
      connectionStatusChanged.emit(status);
    }
  };
}

/** Lets everything that is due happen: promises, dynamic imports, zero timers. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise(resolve => setTimeout(resolve, 0));
  }
}
