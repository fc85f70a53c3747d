import type { Named } from '../recurrence/definition';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { FollowRequest } from './followStep';
import { ChangingStep, followStep } from './followStep';
import { graphOfStep } from './graphOfStep';
import { StepRefusal } from './refusal';
import type { TracedStep } from './tracedStep';
import { noGradient } from '../tensor/recording';
import { graphText } from './graph';

export type TracedOrReason =
  | { readonly step: TracedStep; readonly reason?: undefined }
  | {
      readonly step?: undefined;
      readonly reason: string;
      /** Whether it is another step from call to call. */
      readonly changes?: boolean;
    };

/**
 * One step of a cell as a graph.
 *
 * @returns the graph, or in a sentence why there is none
 */
export function traceStep(
  cell: RecurrentCell,
  request: FollowRequest & { readonly parameters: Named }
): TracedOrReason {
  try {
    return {
      step: followStep(cell, request, step =>
        graphOfStep(cell, step, request.dtype)
      )
    };
  } catch (error) {
    const reason = (error as Error).message;
    return error instanceof StepRefusal
      ? { reason, changes: error instanceof ChangingStep }
      : // What the step itself refuses the tape will refuse, in the same words.
        {
          reason: `the step of ${cell.name} could not be followed (${reason})`
        };
  }
}

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
