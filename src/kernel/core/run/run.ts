import type { Header } from '../messages';
import { randomIdentifier } from '../identifier';

/** One execution of a notebook cell, from its request to the last timer that it started. */
export interface CellRun {
  readonly number: number;
  /** The request; output names it as its parent. */
  readonly parent: Header;
  /** What the brackets beside the notebook cell show. */
  readonly count: number;
  /** JupyterLab's id of the notebook cell, when it is told. */
  readonly cellId: string | null;
  /** Nothing of a silent run is shown. */
  readonly silent: boolean;
  readonly allowsInput: boolean;
  /** The number of the request on the wire, to which questions for input belong. */
  readonly request: number;
  /** Set when the user stopped it: what is still to come of it ends. */
  interrupted: boolean;
  /** How often it has awaited since then: a `finally` may clean up, a loop may not go on. */
  lastAwaits: number;
  /** Errors that came from the side, while it ran. */
  readonly sideErrors: unknown[];
  /** Characters printed so far. */
  printed: number;
  /** Outputs shown so far, beside printed text. */
  readonly shown: { outputs: number; characters: number; full: boolean };
  /** What it has begun and shows: its notebook cell ends when that does. */
  readonly goesOn: Set<Promise<unknown>>;
  /** Called when the user interrupts it. */
  readonly onInterrupt: Set<() => void>;
  /** Called when its code has come to its end, before that is answered. */
  readonly onEnd: Set<() => void>;
}

/**
 * Knows which run the code at work belongs to, across timers and promises, so that late output and
 * late errors go to the notebook cell that caused them.
 */
export interface RunContext {
  /** Whether the machine tells which run goes on after an `await`; if not, `resume` must. */
  readonly followsAwaits: boolean;
  /** The run that the code at work belongs to; null where that is unknown. */
  current(): CellRun | null;
  /** The run in which a promise was made. */
  of(promise: object): CellRun | null;
  /** Calls `work` as part of a run. */
  within<T>(run: CellRun | null, work: () => T): T;
  /** From here on, code of this run is at work. */
  resume(run: CellRun | null): void;
  /** After an interrupt cut code short: nothing is at work. */
  reset(): void;
}

/** A run of which nobody sees the outputs: of the notebook cells of a check. */
export function silentRun(number: number): CellRun {
  return {
    number,
    parent: {
      msg_id: randomIdentifier(),
      msg_type: 'check',
      session: '',
      username: '',
      date: '',
      version: ''
    },
    count: number,
    cellId: null,
    silent: true,
    allowsInput: false,
    request: 0,
    interrupted: false,
    lastAwaits: 0,
    sideErrors: [],
    printed: 0,
    shown: { outputs: 0, characters: 0, full: false },
    goesOn: new Set(),
    onInterrupt: new Set(),
    onEnd: new Set()
  };
}

/** Runs the kernel's own code so that an interrupt does not cut it short, and a cell's so that it can. */
export interface Guard {
  /** Code of the kernel: an interrupt waits until it is over. */
  guarded<T>(work: () => T): T;
  /**
   * Code of the user, alone on the stack: when an interrupt cuts it short, nothing of the kernel
   * goes with it. The promise then never settles, so it is raced against the interrupt.
   */
  exposed<T>(work: () => T): Promise<Awaited<T>>;
}
