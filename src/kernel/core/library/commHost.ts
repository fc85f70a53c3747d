/** One end of a comm: a two-way line between a page and an object here. */
export interface Comm {
  readonly id: string;
  readonly target: string;
  /** Sends JSON and binary buffers. */
  send(
    data: Readonly<Record<string, unknown>>,
    buffers?: readonly Uint8Array[],
    metadata?: Readonly<Record<string, unknown>>
  ): void;
  close(data?: Readonly<Record<string, unknown>>): void;
  onMessage?: (
    data: Record<string, unknown>,
    buffers: readonly Uint8Array[]
  ) => void;
  onClose?: (data: Record<string, unknown>) => void;
}

/** Called when a page opens a comm for a target. */
export type CommTarget = (
  comm: Comm,
  data: Record<string, unknown>,
  buffers: readonly Uint8Array[]
) => void;

/** What the library needs of the session's comms. */
export interface CommHost {
  register(target: string, opened: CommTarget): void;
  unregister(target: string): void;
  open(
    target: string,
    data?: Record<string, unknown>,
    buffers?: readonly Uint8Array[]
  ): Comm;
}

let current: CommHost | null = null;

/** Set by the session before any cell runs. */
export function setCommHost(host: CommHost): void {
  current = host;
}

/** @throws Error outside a kernel. */
export function commHost(): CommHost {
  if (current === null) {
    throw new Error('comm works in a notebook only: no kernel is running');
  }
  return current;
}
