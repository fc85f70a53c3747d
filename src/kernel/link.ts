/**
 * What the two threads of the kernel say to each other.
 *
 * The *wire* is a worker thread that owns every socket; the *session* is the main thread, where
 * notebook cells run. A cell that never gives the event loop a turn therefore still prints, keeps
 * its heartbeat and can be interrupted.
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

/** To the main thread. */
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

/** To the thread with the sockets. */
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

/** What the wire is started with. */
export interface WireData {
  readonly connectionFile: string;
  readonly versions: {
    readonly kernel: string;
    readonly typescript: string;
    readonly node: string;
  };
  readonly shared: SharedArrayBuffer;
}

/** Numbers (Int32) that both threads see. */
export const sharedNumbers = {
  /** Bytes of printed text that were published and are not yet sent. The session waits when it is high. */
  outstanding: 0,
  /** Above 0 while the kernel's own code runs on the main thread: it must not be cut short. */
  guarded: 1,
  /** 1 while code of a notebook cell runs for certain; 0 may also mean that nobody can tell. */
  userCode: 2,
  /** Messages that were published and are not yet sent. The session waits when there are many. */
  messages: 3
} as const;

export const SHARED_BYTES = 16;
