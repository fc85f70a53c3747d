import type { RecurrentCell } from '../recurrence/recurrentCell';
import { noGradient } from '../tensor/recording';
import { graphText } from './graph';
import { traceStep } from './traceStep';

/**
 * What a step computes now, as text, or in a sentence why it cannot be followed.
 *
 * @param drops whether the recurrent matrices read h under a mask
 */
export function textOfStep(cell: RecurrentCell, drops = false): string {
  const { step, reason } = noGradient(() =>
    traceStep(cell, {
      parameters: cell.weights.parameters(),
      dtype: cell.dtype,
      drops
    })
  );
  return step ? graphText(step.graph) : reason;
}
