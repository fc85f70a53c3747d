import { checkedStep } from '../recurrence/checkedStep';
import type { Named } from '../recurrence/definition';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { FloatType } from '../tensor/operation';
import { remembered } from '../tensor/recording';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { graphText } from './graph';
import { Refusal } from './refusal';
import { StepTracer } from './stepTracer';
import type { TracedStep } from './tracedStep';

export type TracedOrReason =
  | { readonly step: TracedStep; readonly reason?: undefined }
  | {
      readonly step?: undefined;
      readonly reason: string;
      /** Whether it is another step from call to call. */
      readonly changes?: boolean;
    };

/** What a step is traced with beside its cell. */
export interface TraceRequest {
  readonly parameters: Named;
  readonly dtype: FloatType;
  /** Whether the recurrent matrices read h under a mask: the value `dropped`. */
  readonly drops?: boolean;
  /** How often it is called: twice, or as often as the tape would call it. */
  readonly calls?: number;
}

/**
 * Follows one step of a cell without computing it, and takes down what it does.
 *
 * What hangs on the weights alone (exp A, a matrix turned) is computed at once, on the tape: it is the
 * same at every step. The step is called at least twice, for batches of two sizes: what then differs hangs
 * on the batch, on chance or on something that changes, and no graph can hold it.
 *
 * @returns the graph, or in a sentence why there is none
 */
export function traceStep(
  cell: RecurrentCell,
  request: TraceRequest
): TracedOrReason {
  const [batch, other] = batchesUnlike(cell, request.parameters);
  try {
    return remembered(() => {
      const step = traceAt(cell, request, batch);
      for (let call = 1; call < (request.calls ?? 2); call++) {
        if (!isSame(step, traceAt(cell, request, other))) {
          return {
            reason: `the step of ${cell.name} computes something else each time it is called, or by the size of the batch`,
            changes: true
          };
        }
      }
      return { step };
    });
  } catch (error) {
    if (error instanceof Refusal) {
      return { reason: error.message };
    }
    // What the step itself refuses the tape will refuse, in the same words.
    return {
      reason: `the step of ${cell.name} could not be followed (${(error as Error).message})`
    };
  }
}

function traceAt(
  cell: RecurrentCell,
  { parameters, dtype, drops }: TraceRequest,
  batch: number
): TracedStep {
  const tracer = new StepTracer(cell, batch, dtype);
  const input: Record<string, Tensor> = {
    x: tracer.given('x', cell.inputSize)
  };
  const { state } = cell.definition;
  for (const name of cell.stateNames) {
    input[name] = tracer.given(name, state[name]);
  }
  const read = drops
    ? underMask(parameters, tracer.given('dropped', state[cell.output]))
    : parameters;
  const outputs = checkedStep(cell, input, read);
  return tracer.finish(input, outputs);
}

/** The recurrent matrices under a mask of what they are multiplied with. */
function underMask(parameters: Named, dropped: Tensor): Named {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, tensor]) => {
      if (!name.startsWith('U')) {
        return [name, tensor];
      }
      const masked = tensor.reshape(tensor.shape);
      masked.inputMask = dropped;
      return [name, masked];
    })
  );
}

/** Two sizes that are no extent of anything else, so that they are known again in a shape. */
export function batchesUnlike(
  cell: RecurrentCell,
  parameters: Named
): readonly [number, number] {
  const taken = new Set([
    cell.inputSize,
    cell.units,
    ...Object.values(cell.definition.state),
    ...Object.values(parameters).flatMap(({ shape }) => shape)
  ]);
  const found: number[] = [];
  for (const prime of PRIMES) {
    if (found.length < 2 && !taken.has(prime)) {
      found.push(prime);
    }
  }
  return [found[0], found[1]];
}

// prettier-ignore
const PRIMES = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107
];

function isSame(a: TracedStep, b: TracedStep): boolean {
  const same = (left: Tensor, right: Tensor) =>
    left === right ||
    (sameShape(left.shape, right.shape) &&
      left.values.every((value, at) => Object.is(value, right.values[at])));
  return (
    graphText(a.graph) === graphText(b.graph) &&
    a.matrices.every((matrix, at) => same(matrix, b.matrices[at])) &&
    a.vectors.every((vector, at) => same(vector, b.vectors[at]))
  );
}
