import type { Run } from './run';

/**
 * Knows which run the code at work belongs to, across timers and promises, so that late output and
 * late errors go to the notebook cell that caused them.
 */
export interface RunContext {
  /** Whether the machine tells which run goes on after an `await`; if not, `resume` must. */
  readonly followsAwaits: boolean;
  /** The run that the code at work belongs to; null where that is unknown. */
  current(): Run | null;
  /** The run in which a promise was made. */
  of(promise: object): Run | null;
  /** Calls `work` as part of a run. */
  within<T>(run: Run | null, work: () => T): T;
  /** From here on, code of this run is at work. */
  resume(run: Run | null): void;
  /** After an interrupt cut code short: nothing is at work. */
  reset(): void;
}
