import type { CheckJob } from '../core/check/sentParts';
import type { ToSession, ToWire } from '../core/messages';
import type { Watch } from './interruptWatch';

/** What the worker of a session is started with. */
export interface Start {
  readonly type: 'session';
  readonly assets: string;
  readonly version: string;
  readonly watch: Watch;
  /**
   * The address of the notebook's cells as they compile; given, the compiler comes with the first cell
   * that is not among them, or with `warmUp`.
   */
  readonly shipped?: string;
}

/** What the worker of a check is started with. */
export interface CheckStart {
  readonly assets: string;
  readonly check: CheckJob;
}

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
export type ToWorker =
  Start | ToSession | FileAnswer | { readonly type: 'warmUp' };

/** From the worker. */
export type FromWorker = ToWire | FileQuestion | { readonly type: 'ready' };
