import { isPadding } from '../../trace';
import type { NumericArray, Trace } from '../../trace';
import { outputLike } from '../run/outputLike';
import { labelOf } from '../../scene/table';

/** One number or token of the input that was changed, and what became of the answer. */
export interface TriedInput {
  readonly step: number;
  readonly feature: number;
  readonly from: number | string;
  /** Of tokens empty where it was left out. */
  readonly to: number | string;
  /** The gradient times the change of the input, or of a token's embedding. */
  readonly predicted: number;
  /** The change of the answer, the network run again. */
  readonly real: number;
}

/** What is looked at: a feature of the input, and the step of an output that answers. */
export interface InfluenceNow {
  readonly feature: number;
  readonly answer: number;
  readonly output: number;
}

/** What stands at each step of the input, and is typed over: a feature with its unit, or a token. */
export const inputLabel = (
  trace: Trace,
  { feature }: Pick<InfluenceNow, 'feature'>
): string => labelOf(inputColumn(trace, feature));

export const inputColumn = (trace: Trace, feature: number) => ({
  name: trace.input.names[readsTokens(trace) ? 0 : feature],
  unit: trace.input.unit
});

/** Which run a trace is of, and which sequence of its batch. */
export const runAndSequence = ({
  id,
  batch
}: Trace): { id: string; sequence?: number } => ({
  id,
  ...(batch && { sequence: batch.sequence })
});

/** Whether the input is tokens, by whose embeddings a kernel differentiates. */
export function readsTokens({ input }: Trace): boolean {
  return input.embedding !== undefined;
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

/** The number or the token of the input at a step. */
export function inputAt(
  trace: Trace,
  step: number,
  feature: number
): number | string {
  const { array, names } = trace.input;
  return readsTokens(trace)
    ? (trace.time.labels?.[step] ?? String(array.values[step]))
    : array.values[step * names.length + feature];
}

/** The steps at which a network answers, rising; at padding it does not. */
export function answeredSteps(
  { outputs, time }: Trace,
  output: number
): number[] {
  return Array.from(outputs[output].values.values).flatMap((value, step) =>
    Number.isNaN(value) || isPadding(time, step) ? [] : [step]
  );
}

/**
 * The steps of the input that an answer can depend on. A network that only reads forward has not read
 * what comes after it, and one that only reads backward not what comes first: a 0 there says nothing.
 */
export function isRead(
  { layers }: Pick<Trace, 'layers'>,
  answer: number,
  gradient: ArrayLike<number>
): (step: number) => boolean {
  const values = Array.from(gradient);
  const way = new Set(layers.map(({ direction }) => direction));
  const felt = (value: number): boolean => value !== 0;
  // Other layers than recurrent ones may look ahead: what has a gradient is read.
  const last = way.has('backward')
    ? values.length - 1
    : Math.max(answer, values.findLastIndex(felt));
  const first = way.has('forward') ? 0 : Math.max(0, values.findIndex(felt));
  return step => step >= first && step <= last;
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
    to,
    predicted
  }: Pick<TriedInput, 'step' | 'feature' | 'to'> & {
    readonly output: number;
    readonly answer: number;
    /** What the kernel has worked out for a token. */
    readonly predicted?: number;
  }
): TriedInput {
  const from = inputAt(before, step, feature);
  const slope = ofFeature(gradient, feature)[step];
  const answerOf = (trace: Trace): number =>
    outputLike(trace, before.outputs[output])?.values.values[answer] ?? NaN;
  return {
    step,
    feature,
    from,
    to,
    predicted: predicted ?? slope * (Number(to) - Number(from)),
    real: answerOf(after) - answerOf(before)
  };
}
