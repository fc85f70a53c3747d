import { readFileSync } from 'node:fs';

/** Where to listen and how to sign: the content of Jupyter's connection file. */
export interface Connection {
  readonly transport: 'tcp' | 'ipc';
  readonly ip: string;
  readonly key: string;
  /** The hash of the signature, as `node:crypto` names it. */
  readonly hash: string;
  readonly ports: Readonly<Record<ChannelName, number>>;
}

export const channels = ['shell', 'control', 'iopub', 'stdin', 'hb'] as const;

export type ChannelName = (typeof channels)[number];

/**
 * Reads the connection file that Jupyter writes before it starts a kernel.
 *
 * @throws Error that names the file and the entry that is missing or wrong.
 */
export function readConnection(file: string): Connection {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(
      `connection file ${file}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error }
    );
  }
  if (typeof content !== 'object' || content === null) {
    throw new Error(`connection file ${file}: expected a JSON object`);
  }
  const entries = content as Record<string, unknown>;
  const wrong = (name: string, expected: string) =>
    new Error(
      `connection file ${file}: ${name} should be ${expected}, got ${JSON.stringify(entries[name])}`
    );
  const { transport = 'tcp', ip, key = '' } = entries;
  if (transport !== 'tcp' && transport !== 'ipc') {
    throw wrong('transport', '"tcp" or "ipc"');
  }
  if (typeof ip !== 'string' || ip === '') {
    throw wrong('ip', 'an address');
  }
  if (typeof key !== 'string') {
    throw wrong('key', 'a string');
  }
  const scheme = entries.signature_scheme ?? 'hmac-sha256';
  if (typeof scheme !== 'string' || !scheme.startsWith('hmac-')) {
    throw wrong('signature_scheme', '"hmac-sha256" or another "hmac-…"');
  }
  const ports = Object.fromEntries(
    channels.map(channel => {
      const port = entries[`${channel}_port`];
      if (typeof port !== 'number' || !Number.isInteger(port) || port < 0) {
        throw wrong(`${channel}_port`, 'a port number');
      }
      return [channel, port];
    })
  ) as Record<ChannelName, number>;
  return { transport, ip, key, hash: scheme.slice('hmac-'.length), ports };
}

/** The address of one channel, as zeromq writes it. */
export function addressOf(
  { transport, ip, ports }: Connection,
  channel: ChannelName
): string {
  return transport === 'tcp'
    ? `tcp://${ip}:${ports[channel]}`
    : `ipc://${ip}-${ports[channel]}`;
}
