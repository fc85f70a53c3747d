import type {
  Event,
  EventName,
  Events,
  Failure,
  Method,
  Methods,
  Reply,
  Request,
  ToPage,
  Welcome
} from '../../../trace';
import {
  COMM_TARGET,
  decodeToKernel,
  packBuffers,
  PROTOCOL_VERSION
} from '../../../trace';
import type { Comm } from '../library/commHost';
import type { Comms } from '../run/comms';
import type { LiveRegistry } from './registry';

/** The oldest protocol that this kernel still speaks. */
const OLDEST_PROTOCOL = 1;

/** Answers to what pages ask; each may throw an error whose message can be shown. */
export type Answers = {
  readonly [M in Method]: (
    params: Methods[M]['params']
  ) => Methods[M]['result'] | Promise<Methods[M]['result']>;
};

/** The kernel's end of the line to the views of a notebook. */
export interface PageLink {
  /** Tells every page something. */
  send<E extends EventName>(name: E, data: Events[E]): void;
  /** Whether any page listens. */
  readonly connected: boolean;
  /** Answers all that is still open with a failure, after an interrupt may have cut the work short. */
  failOpen(reason: string): void;
}

/** Listens for pages. `run` calls what may execute a student's code. */
export function createPageLink({
  comms,
  registry,
  answers,
  version,
  run
}: {
  readonly comms: Comms;
  readonly registry: LiveRegistry;
  readonly answers: Answers;
  readonly version: string;
  readonly run: <T>(work: () => T) => Promise<Awaited<T>>;
}): PageLink {
  const pages = new Set<Comm>();
  const open = new Map<string, (failure: Failure) => void>();

  function send(comm: Comm, message: ToPage): void {
    const { data, buffers } = packBuffers(message);
    comm.send(
      data as unknown as Record<string, unknown>,
      buffers.map(buffer => new Uint8Array(buffer))
    );
  }

  function receive(
    comm: Comm,
    data: unknown,
    buffers: readonly Uint8Array[]
  ): void {
    let message;
    try {
      message = decodeToKernel(data, buffers.map(view));
    } catch (error) {
      send(comm, failure(numberOf(data), error));
      return;
    }
    if (message.type === 'hello') {
      greet(comm, message.protocol, message.version);
    } else {
      void answer(comm, message);
    }
  }

  function greet(comm: Comm, protocol: number, page: string): void {
    if (protocol < OLDEST_PROTOCOL) {
      send(
        comm,
        failure(
          0,
          new Error(
            `This page (gatescope ${page}) is older than the kernel (gatescope ${version}): upgrade gatescope where JupyterLab runs, then reload the page.`
          )
        )
      );
      return;
    }
    const welcome: Welcome = {
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      version,
      session: registry.session
    };
    send(comm, welcome);
  }

  async function answer(comm: Comm, request: Request): Promise<void> {
    const { number, method, params } = request;
    const key = `${comm.id} ${number}`;
    const reply = (message: Reply | Failure) => {
      if (open.delete(key)) {
        send(comm, message);
      }
    };
    open.set(key, reply);
    try {
      const call = answers[method] as (
        given: unknown
      ) => Reply['result'] | Promise<Reply['result']>;
      const result = await run(() => call(params));
      reply({ type: 'reply', number, result });
    } catch (error) {
      reply(failure(number, error));
    }
  }

  comms.register(COMM_TARGET, (comm, data, buffers) => {
    pages.add(comm);
    comm.onMessage = (next, more) => receive(comm, next, more);
    comm.onClose = () => pages.delete(comm);
    receive(comm, data, buffers);
  });

  return {
    send(name, data) {
      if (pages.size > 0) {
        const event = { type: 'event', name, data } as Event;
        pages.forEach(comm => send(comm, event));
      }
    },
    get connected() {
      return pages.size > 0;
    },
    failOpen(reason) {
      for (const [key, reply] of [...open]) {
        reply(failure(Number(key.split(' ')[1]), new Error(reason)));
      }
    }
  };
}

function failure(number: number, error: unknown): Failure {
  return error instanceof Error
    ? { type: 'failure', number, name: error.name, message: error.message }
    : { type: 'failure', number, name: 'Error', message: String(error) };
}

/** The number of a request too broken to be read as one; 0 when it has none. */
function numberOf(data: unknown): number {
  return typeof data === 'object' &&
    data !== null &&
    'number' in data &&
    typeof data.number === 'number'
    ? data.number
    : 0;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
