import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Header, Json } from '../../core/messages';
import {
  MESSAGING_VERSION,
  type Envelope,
  type Outgoing
} from '../../core/wire/channels';

const DELIMITER = '<IDS|MSG>';

const PARTS = ['header', 'parent header', 'metadata', 'content'] as const;

/** Reads and writes the frames of messages, signed with the key of one connection. */
export interface Codec {
  /**
   * Reads the frames of one message.
   *
   * @throws Error when a frame is missing, the signature is wrong or the JSON is broken.
   */
  decode(frames: readonly Buffer[]): Envelope;
  encode(
    identities: readonly (Uint8Array | string)[],
    message: Outgoing
  ): (Uint8Array | string)[];
}

/** A codec for one connection. An empty key means unsigned messages. */
export function createCodec({
  key,
  hash
}: {
  readonly key: string;
  readonly hash: string;
}): Codec {
  // One id a start of the kernel, as every message of it must carry.
  const session = randomUUID();

  function sign(parts: readonly (Uint8Array | string)[]): string {
    if (key === '') {
      return '';
    }
    const hmac = createHmac(hash, key);
    for (const part of parts) {
      hmac.update(part);
    }
    return hmac.digest('hex');
  }

  function decode(frames: readonly Buffer[]): Envelope {
    const at = frames.findIndex(
      frame =>
        frame.length === DELIMITER.length &&
        frame.toString('latin1') === DELIMITER
    );
    if (at < 0 || frames.length < at + 6) {
      throw new Error(
        `message of ${frames.length} frames: expected a delimiter, a signature and four parts`
      );
    }
    const parts = frames.slice(at + 2, at + 6);
    const given = Buffer.from(frames[at + 1].toString('latin1'), 'latin1');
    const right = Buffer.from(sign(parts), 'latin1');
    if (given.length !== right.length || !timingSafeEqual(given, right)) {
      throw new Error('message with a wrong signature');
    }
    const [header, parent, metadata, content] = parts.map((part, index) =>
      readObject(part, PARTS[index])
    );
    if (
      typeof header.msg_id !== 'string' ||
      typeof header.msg_type !== 'string'
    ) {
      throw new Error('message without msg_id or msg_type');
    }
    return {
      identities: frames.slice(0, at),
      message: {
        header: header as unknown as Header,
        parent,
        metadata,
        content,
        buffers: frames.slice(at + 6)
      }
    };
  }

  function encode(
    identities: readonly (Uint8Array | string)[],
    { messageType, parent, content, metadata = {}, buffers = [] }: Outgoing
  ): (Uint8Array | string)[] {
    const header: Header = {
      msg_id: randomUUID(),
      msg_type: messageType,
      session,
      username: 'gatescope',
      date: new Date().toISOString(),
      version: MESSAGING_VERSION
    };
    const parts = [header, parent ?? {}, metadata, content].map(writeObject);
    return [...identities, DELIMITER, sign(parts), ...parts, ...buffers];
  }

  return { decode, encode };
}

function readObject(part: Buffer, name: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(part.toString('utf8'));
  } catch (error) {
    throw new Error(
      `message whose ${name} is no JSON: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error }
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`message whose ${name} is no JSON object`);
  }
  return value as Json;
}

/**
 * JSON that any reader of UTF-8 takes: half of a character (a lone surrogate), which JavaScript
 * writes as an escape and Python refuses to send on, becomes the sign for what cannot be shown.
 */
function writeObject(value: object): string {
  const text = JSON.stringify(value);
  return text.includes('\\ud')
    ? text.replace(/(\\\\)|\\ud[89a-f][0-9a-f]{2}/g, (_, slash) =>
        typeof slash === 'string' ? slash : '\ufffd'
      )
    : text;
}
