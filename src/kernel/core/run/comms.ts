import type { Comm, CommHost, CommTarget } from '../library/commHost';
import type { Incoming, Json } from '../messages';
import { randomIdentifier } from '../identifier';
import { machine } from '../machine';
import { plainJson } from './plainJson';
import type { CellRun, RunContext } from './run';

/** All open comms. */
export interface Comms extends CommHost {
  /** A comm message from a front end. */
  receive(message: Incoming): void;
  /** The content of `comm_info_reply`. */
  info(target: unknown): Json;
}

/** What comms need of the session. */
export interface CommParts {
  /** Sends a message on iopub. */
  readonly publish: (
    messageType: string,
    content: Json,
    extra: { metadata?: Json; buffers?: readonly Uint8Array[] }
  ) => void;
  readonly context: Pick<RunContext, 'current' | 'within'>;
  /** Takes what the listener of a notebook cell throws. */
  readonly report: (run: CellRun | null, error: unknown) => void;
}

export function createComms({ publish, context, report }: CommParts): Comms {
  const targets = new Map<
    string,
    { opened: CommTarget; run: CellRun | null }
  >();
  const open = new Map<string, { comm: Comm; run: CellRun | null }>();
  /** Every comm that this kernel has heard of, open or not. */
  const met = new Set<string>();

  /** Calls a listener as part of the run that set it up. */
  function call(run: CellRun | null, work: () => void): void {
    context.within(run, () => {
      try {
        work();
      } catch (error) {
        report(run, error);
      }
    });
  }

  function create(id: string, target: string): Comm {
    const comm: Comm = {
      id,
      target,
      send(data, buffers, metadata) {
        if (open.has(id)) {
          publish(
            'comm_msg',
            { comm_id: id, data: plainJson('comm', data) },
            {
              buffers,
              ...(metadata && { metadata: plainJson('comm', metadata) })
            }
          );
        }
      },
      close(data = {}) {
        if (open.delete(id)) {
          publish(
            'comm_close',
            { comm_id: id, data: plainJson('comm', data) },
            {}
          );
        }
      }
    };
    open.set(id, { comm, run: context.current() });
    met.add(id);
    return comm;
  }

  return {
    register: (target, opened) =>
      targets.set(target, { opened, run: context.current() }),
    unregister: target => targets.delete(target),
    open(target, data = {}, buffers) {
      const comm = create(randomIdentifier().replace(/-/g, ''), target);
      publish(
        'comm_open',
        {
          comm_id: comm.id,
          target_name: target,
          data: plainJson('comm', data)
        },
        { buffers }
      );
      return comm;
    },
    receive({ header, content, buffers }) {
      const { comm_id: id, data: given } = content;
      if (typeof id !== 'string' || id === '') {
        machine().log(`${header.msg_type} without a comm_id`);
        return;
      }
      const data = isJson(given) ? given : {};
      const known = open.get(id);
      if (header.msg_type === 'comm_open') {
        met.add(id);
        const target = String(content.target_name);
        const found = targets.get(target);
        if (found === undefined) {
          publish('comm_close', { comm_id: id, data: {} }, {});
          return;
        }
        const { opened, run } = found;
        call(run, () => opened(create(id, target), data, buffers));
      } else if (known === undefined) {
        machine().log(`${header.msg_type} for comm ${id}, which is not open`);
        if (header.msg_type === 'comm_msg' && !met.has(id)) {
          // A page that opened it before this kernel started would wait for an answer forever.
          publish('comm_close', { comm_id: id, data: {} }, {});
        }
      } else if (header.msg_type === 'comm_close') {
        open.delete(id);
        call(known.run, () => known.comm.onClose?.(data));
      } else {
        call(known.run, () => known.comm.onMessage?.(data, buffers));
      }
    },
    info(target) {
      const comms = [...open.values()]
        .map(({ comm }) => comm)
        .filter(
          comm =>
            target === undefined ||
            target === null ||
            target === '' ||
            comm.target === target
        );
      return {
        status: 'ok',
        comms: Object.fromEntries(
          comms.map(comm => [comm.id, { target_name: comm.target }])
        )
      };
    }
  };
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
