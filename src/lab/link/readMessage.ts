import type { Event, Failure, Reply, ToPage, Welcome } from '../../trace';
import { unpackBuffers } from '../../trace';

/** A message that could not be read; `number` is the request it answers, -1 when even that is unclear. */
export interface Broken {
  readonly type: 'broken';
  readonly number: number;
  readonly reason: string;
}

/**
 * Reads one comm message of the kernel. Never throws: the other end may be of
 * another version, or no kernel of ours at all.
 */
export function readMessage(
  data: unknown,
  buffers: readonly (ArrayBuffer | ArrayBufferView)[]
): ToPage | Broken {
  if (typeof data !== 'object' || data === null) {
    return broken(-1, `expected an object, got ${typeof data}`);
  }
  const message = data as Readonly<Record<string, unknown>>;
  const number = typeof message['number'] === 'number' ? message['number'] : -1;
  switch (message['type']) {
    case 'welcome':
      return readWelcome(message);
    case 'failure':
      return {
        type: 'failure',
        number,
        name: text(message['name'], 'Error'),
        message: text(message['message'], 'The kernel gave no reason.')
      } satisfies Failure;
    case 'reply':
    case 'event':
      try {
        return unpackBuffers(message, buffers) as unknown as Reply | Event;
      } catch (error) {
        return broken(
          number,
          error instanceof Error ? error.message : String(error)
        );
      }
    default:
      return broken(number, `unknown type ${JSON.stringify(message['type'])}`);
  }
}

function readWelcome(
  message: Readonly<Record<string, unknown>>
): Welcome | Broken {
  const { protocol, version, session } = message;
  if (typeof protocol !== 'number' || typeof session !== 'string') {
    return broken(-1, 'a welcome needs a protocol number and a session');
  }
  return { type: 'welcome', protocol, version: text(version, '?'), session };
}

function broken(number: number, reason: string): Broken {
  return { type: 'broken', number, reason };
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
