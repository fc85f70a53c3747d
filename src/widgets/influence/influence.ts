import type { NumericArray, Trace } from '../../trace';

/** One number of the input that was changed, and what became of the answer. */
export interface Tried {
  readonly step: number;
  readonly feature: number;
  readonly from: number;
  readonly to: number;
  /** The gradient times the change of the input. */
  readonly predicted: number;
  /** The change of the answer, the network run again. */
  readonly real: number;
}

/** The derivative of an answer by one feature of the input, at each step. */
export function ofFeature(
  { values, shape }: NumericArray,
  feature: number
): number[] {
  return Array.from(
    { length: shape[0] },
    (_, step) => values[step * shape[1] + feature]
  );
}

/** The number of the input at a step. */
export function inputAt(
  { input: { array, names } }: Trace,
  step: number,
  feature: number
): number {
  return array.values[step * names.length + feature];
}

/** The steps at which a network answers, rising. */
export function answeredSteps({ outputs }: Trace, output: number): number[] {
  return Array.from(outputs[output].values.values).flatMap((value, step) =>
    Number.isNaN(value) ? [] : [step]
  );
}

/** The step at which the network answers that is `by` places further; the nearest at the ends. */
export function answerBeside(
  steps: readonly number[],
  present: number,
  by: number
): number {
  const at = steps.findIndex(step => step >= present);
  const from = at < 0 ? steps.length - 1 : at;
  return steps[Math.max(0, Math.min(steps.length - 1, from + by))];
}

/** What the gradient said of an edit, beside what the network did. */
export function tried(
  before: Trace,
  after: Trace,
  gradient: NumericArray,
  {
    output,
    answer,
    step,
    feature,
    value
  }: {
    readonly output: number;
    readonly answer: number;
    readonly step: number;
    readonly feature: number;
    readonly value: number;
  }
): Tried {
  const from = inputAt(before, step, feature);
  const answerOf = ({ outputs }: Trace): number =>
    outputs[output].values.values[answer];
  return {
    step,
    feature,
    from,
    to: value,
    predicted: ofFeature(gradient, feature)[step] * (value - from),
    real: answerOf(after) - answerOf(before)
  };
}
