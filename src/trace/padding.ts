import type { TimeAxis } from './generated/types';
import { holdsStep } from './keptSteps';

/** Whether a step is padding: nothing was computed there. */
export function isPadding(time: TimeAxis, step: number): boolean {
  return time.mask !== undefined && time.mask.values[step] === 0;
}

/** The last step that is there and not padding, where a view begins. */
export function lastRealStep(time: TimeAxis): number {
  for (let step = time.steps - 1; step > 0; step--) {
    if (!isPadding(time, step) && holdsStep(time, step)) {
      return step;
    }
  }
  return 0;
}
