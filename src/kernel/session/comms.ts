import { randomUUID } from 'node:crypto';
import type { Comm, CommHost } from '../commHost';
import type { Incoming, Json } from '../link';
import { plainJson } from './plainJson';

/** All open comms. */
export interface Comms extends CommHost {
  /** A comm message from a front end. */
  receive(message: Incoming): void;
  /** The content of `comm_info_reply`. */
  info(target: unknown): Json;
}

/** `publish` sends a message on iopub. */
export function createComms(
  publish: (
    messageType: string,
    content: Json,
    extra: { metadata?: Json; buffers?: readonly Uint8Array[] }
  ) => void
): Comms {
  const targets = new Map<string, Parameters<CommHost['register']>[1]>();
  const open = new Map<string, Comm>();

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
    open.set(id, comm);
    return comm;
  }

  return {
    register: (target, opened) => targets.set(target, opened),
    unregister: target => targets.delete(target),
    open(target, data = {}, buffers) {
      const comm = create(randomUUID().replace(/-/g, ''), target);
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
      const id = String(content.comm_id);
      const data = (content.data ?? {}) as Json;
      const comm = open.get(id);
      if (header.msg_type === 'comm_open') {
        const target = String(content.target_name);
        const opened = targets.get(target);
        if (opened === undefined) {
          publish('comm_close', { comm_id: id, data: {} }, {});
          return;
        }
        opened(create(id, target), data, buffers);
      } else if (header.msg_type === 'comm_close') {
        open.delete(id);
        comm?.onClose?.(data);
      } else {
        comm?.onMessage?.(data, buffers);
      }
    },
    info(target) {
      const comms = [...open.values()].filter(
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
