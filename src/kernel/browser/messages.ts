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

/** A cell reads a file of the reader's, or writes its bytes. */
export interface FileQuestion {
  readonly type: 'file';
  readonly number: number;
  readonly path: string;
  /** What is to be written; null to read. */
  readonly bytes: Uint8Array | null;
}

/** The file as it was read, or why that was not possible. */
export interface FileAnswer {
  readonly type: 'fileAnswer';
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly problem: string | null;
}

/** To the worker. */
export type ToWorker = Start | ToSession | FileAnswer;

/** From the worker. */
export type FromWorker =
  ToWire | FileQuestion | { readonly type: 'ready' } | CheckAnswer;
