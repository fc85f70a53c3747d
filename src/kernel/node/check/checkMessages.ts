import type { MessagePort } from 'node:worker_threads';
import type { CheckAnswer, CheckRequest } from '../../core/check/checkJob';

/** What the thread of a check is started with. */
export interface CheckThreadData {
  readonly request: CheckRequest;
  /** To and from the thread that has the answer's process. */
  readonly port: MessagePort;
  /** One number: 1 when a reply is in the port. */
  readonly signal: Int32Array;
}

export type FromThread =
  /** A line for the answer's process, a fresh one when asked for; its line is the reply. */
  | { readonly say: 'pass'; readonly fresh: boolean; readonly line: string }
  | { readonly say: 'answer'; readonly answer: CheckAnswer };

export type ToThread =
  | { readonly line: string }
  /** The answer's process has ended, and why. */
  | { readonly gone: string };
