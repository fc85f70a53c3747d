import type { CheckAnswer, CheckRequest } from '../core/check/checkJob';
import type { ToSession, ToWire } from '../core/messages';
import type { Watch } from './interruptWatch';

/** What a worker is started with: to be a session, or to do one check. */
export type Start =
  | {
      readonly type: 'session';
      readonly assets: string;
      readonly version: string;
      readonly watch: Watch;
    }
  | {
      readonly type: 'check';
      readonly assets: string;
      readonly request: CheckRequest;
    };

/** To the worker. */
export type ToWorker = Start | ToSession;

/** From the worker. */
export type FromWorker = ToWire | { readonly type: 'ready' } | CheckAnswer;
