import type { MessagePort } from 'node:worker_threads';
import type { CheckAnswer } from '../../core/check/checkJob';
import type { CheckJob } from '../../core/check/sentParts';
import type { ReplySignal } from './replySignal';

/** What one check may take, in s of its processes' own on the processor. */
export interface CheckLimits {
  /** Of the answer in all. */
  readonly seconds: number;
  /** Of the answer for one thing that a test asks of it. */
  readonly secondsEach: number;
  /** Of the answer; the tests have as much of their own. */
  readonly megabytes: number;
}

/** What the process of a check is told, in this order: it starts while the job is being compiled. */
export type ToCheck =
  { readonly limits: CheckLimits } | { readonly check: CheckJob };

/** What the thread of a check is started with. */
export interface CheckThreadData {
  /** To and from the thread that has the answer's process; the job comes first. */
  readonly port: MessagePort;
  /** For a reply that is in the port. */
  readonly signal: ReplySignal;
}

export type FromThread =
  /** A line for the answer's process, a fresh one when asked for; its line is the reply. */
  | { readonly say: 'pass'; readonly fresh: boolean; readonly line: string }
  | { readonly say: 'answer'; readonly answer: CheckAnswer };

export type ToThread =
  | { readonly line: string }
  /** The answer's process has ended, and why. */
  | { readonly gone: string };
