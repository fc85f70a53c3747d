import type { Versions } from '../core/wire/kernelInfo';

/** What the wire is started with. */
export interface WireData {
  readonly connectionFile: string;
  readonly versions: Versions;
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
