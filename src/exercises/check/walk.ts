import type { Named } from '../../engine/recurrence/definition';
import type { Equation } from '../../trace';

/** What a step computed over a sequence. */
export interface Trajectory {
  /** The state before each step. */
  readonly before: readonly Named[];
  /** All channels of each step. */
  readonly channels: readonly Named[];
  /** The equations of its first step, as the tape recorded them. */
  readonly equations: readonly Equation[];
}
