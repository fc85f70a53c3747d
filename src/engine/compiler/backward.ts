import type { Expression } from '../../trace';
import { expressionText } from '../../trace';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import { stepData } from './stepData';

/** One step back as equations, or in a sentence why there are none. */
export type BackwardOrReason =
  | { readonly equations: readonly string[]; readonly reason?: undefined }
  | { readonly equations?: undefined; readonly reason: string };

/** The way back through a cell's step, written in the letters of the step. */
export function backwardOf(cell: RecurrentCell): BackwardOrReason {
  const { data, reason } = stepData(cell);
  if (!data) {
    return { reason };
  }
  return {
    equations: [
      ...[...data.channels, ...data.before].map(
        ({ of, expression }) => `dL/d${of} = ${expressionText(expression)}`
      ),
      ...data.weights.map(({ of, sums }) => {
        const parts = sums.map(({ left, delta }) =>
          [...(left ? [left] : []), delta].map(bracketed).join(' ⊗ ')
        );
        return `dL/d${of} = Σ_t ${sumOf(parts)}`;
      })
    ]
  };
}

function bracketed(expression: Expression): string {
  const text = expressionText(expression);
  return text.includes(' ') ? `(${text})` : text;
}

const sumOf = (parts: readonly string[]) =>
  parts.length === 1 ? parts[0] : `[${parts.join(' + ')}]`;
