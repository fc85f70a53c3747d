import { Signal } from '@lumino/signaling';
import type { CheckReport } from '../../trace';

/** How an exercise stands since the notebook was opened. */
export type CheckState =
  | { readonly state: 'unchecked' }
  | { readonly state: 'checking' }
  | {
      readonly state: 'checked';
      readonly report: CheckReport;
      /** The answer was changed after the check: the report is of the former one. */
      readonly edited: boolean;
    }
  /** The check itself could not be made; the message says why. */
  | { readonly state: 'refused'; readonly message: string };

/** How the exercises of one notebook stand, in whichever of its views they are checked. */
export interface CheckStates {
  readonly states: Map<string, CheckState>;
  /** How many hints the student has asked for. */
  readonly hintsShown: Map<string, number>;
  /** Emits the id of the exercise whose state or hints changed. */
  readonly changed: Signal<object, string>;
}

export function createCheckStates(): CheckStates {
  return {
    states: new Map(),
    hintsShown: new Map(),
    changed: new Signal({})
  };
}
