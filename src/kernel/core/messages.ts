/**
 * What the two sides of the kernel say to each other.
 *
 * The *wire* talks with front ends; the *session* is the thread where notebook cells run. Each has
 * its own thread, so a cell that never gives its event loop a turn still prints and can be
 * interrupted. On Node the wire owns the sockets, in a page it is the page's own side.
 */

/** The header of a Jupyter message. */
export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** A JSON object. */
export type Json = Record<string, unknown>;

/** A message as it came from a front end, its signature checked. */
export interface Incoming {
  readonly header: Header;
  readonly parent: Json;
  readonly metadata: Json;
  readonly content: Json;
  readonly buffers: readonly Uint8Array[];
}

/** To the session. */
export type ToSession =
  /** A request that wants exactly one `reply` with the same number. */
  | {
      readonly type: 'request';
      readonly number: number;
      readonly message: Incoming;
    }
  /** `comm_open`, `comm_msg`, `comm_close`: no reply, no status. */
  | { readonly type: 'comm'; readonly message: Incoming }
  /** Stop the running cell; answered at once by `interruptSeen`, unless the thread is busy. */
  | { readonly type: 'interrupt'; readonly number: number }
  /** What the user typed for an `ask` with this number. */
  | { readonly type: 'answer'; readonly number: number; readonly value: string }
  | { readonly type: 'shutdown' };

/** To the wire. */
export type ToWire =
  | Publish
  /** Text that the run of the request with this number prints. */
  | {
      readonly type: 'print';
      readonly request: number;
      readonly stream: 'stdout' | 'stderr';
      readonly text: string;
    }
  | {
      readonly type: 'reply';
      readonly number: number;
      readonly content: Json;
      readonly metadata?: Json;
    }
  /** Ask the user who sent the request with this number for a line of text. */
  | {
      readonly type: 'ask';
      readonly number: number;
      readonly request: number;
      readonly prompt: string;
      readonly password: boolean;
    }
  | { readonly type: 'interruptSeen'; readonly number: number };

/** A message for everyone, on the channel iopub. */
export interface Publish {
  readonly type: 'publish';
  readonly messageType: string;
  /** The header of the request that caused it; null for none. */
  readonly parent: Header | null;
  readonly content: Json;
  readonly metadata?: Json;
  readonly buffers?: readonly Uint8Array[];
}
