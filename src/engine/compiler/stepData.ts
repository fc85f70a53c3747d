import type { Equation, Expression } from '../../trace';
import { expressionText } from '../../trace';
import { parameterSymbol, readEquations } from '../recurrence/equations';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { Tensor } from '../tensor/tensor';
import { differentiate } from './differentiate';
import type { StepWeight } from './partWriter';
import { partWriter } from './partWriter';
import { traceStep } from './traceStep';

/** The derivative of a loss by one part of a step. */
export interface PartAdjoint {
  /** `expressionText` of the part: `f`, `W_f x`, `c[t−1]`. */
  readonly of: string;
  readonly expression: Expression;
}

/** The derivative by a weight: a sum over steps. */
export interface WeightGradient {
  /** `W_f` */
  readonly of: string;
  /** Of a matrix `left ⊗ delta`; of a vector `delta`. */
  readonly sums: readonly {
    readonly left?: Expression;
    readonly delta: Expression;
  }[];
}

/**
 * A step and its way back as expressions. `dL/dc` is the total derivative by the channel c, `U_fᵀ` a
 * matrix transposed. Channels come last first, each made of those before it and of `later(dL/dc)`: what
 * arrives at the state c from the loss and from the steps after this one. So with all that is given for
 * `later`, the lines from the first channel to the states before are the transposed Jacobian of the step.
 */
export interface StepData {
  readonly equations: readonly Equation[];
  readonly channels: readonly PartAdjoint[];
  /** By `x` and each state before the step. */
  readonly before: readonly PartAdjoint[];
  /** By all other parts of the equations: sums and their summands, products and their factors. */
  readonly parts: readonly PartAdjoint[];
  readonly weights: readonly WeightGradient[];
}

/** Or in a sentence why there is none. */
export type StepDataOrReason =
  | { readonly data: StepData; readonly reason?: undefined }
  | { readonly data?: undefined; readonly reason: string };

/** What a cell's step computes and what goes back through it, in the letters of the step. */
export function stepData(cell: RecurrentCell): StepDataOrReason {
  const parameters = cell.weights.parameters();
  const { step, reason } = traceStep(cell, { parameters, dtype: cell.dtype });
  if (!step) {
    return { reason };
  }
  const { graph, followed, idOf } = step;
  const of = differentiate(graph, false, true);
  const named = Object.entries(parameters);
  const weightOf = (tensor: Tensor): StepWeight => {
    const name = named.find(([, parameter]) => parameter === tensor)?.[0];
    return { name, absent: name !== undefined && !tensor.tracked };
  };
  const spelled: [number, Expression][] = [];
  const equations = readEquations(
    followed.given,
    parameters,
    followed.channels,
    (part, tensor) => spelled.push([idOf(tensor), part])
  );
  const write = partWriter(
    of,
    step.matrices.map(weightOf),
    step.vectors.map(weightOf),
    spelled
  );
  const channels = Object.entries(of.channels).map(([name, id]) =>
    adjoint(name, write(id))
  );
  const before = ['x', ...cell.stateNames].flatMap(name => {
    const id = of.given[name];
    const text = name === 'x' ? name : `${name}[t−1]`;
    return id === undefined ? [] : [adjoint(text, write(id))];
  });
  const known = new Set([...channels, ...before].map(one => one.of));
  const parts: PartAdjoint[] = [];
  spelled.forEach(([id, part]) => {
    const text = expressionText(part);
    const by = of.adjoints[id];
    if (by !== undefined && !known.has(text)) {
      known.add(text);
      parts.push(adjoint(text, write(by)));
    }
  });
  const weights = named
    .filter(([, parameter]) => parameter.tracked)
    .map(([name, parameter]) => ({
      of: expressionText({
        kind: 'symbol',
        ...parameterSymbol(name),
        role: 'parameter'
      }),
      sums: [
        ...of.matrixGradients
          .filter(({ matrix }) => step.matrices[matrix] === parameter)
          .map(({ left, adjoint }) => ({
            left: write(left),
            delta: write(adjoint)
          })),
        ...of.vectorGradients
          .filter(({ vector }) => step.vectors[vector] === parameter)
          .map(({ adjoint }) => ({ delta: write(adjoint) }))
      ]
    }))
    .filter(({ sums }) => sums.length > 0);
  return { data: { equations, channels, before, parts, weights } };
}

const adjoint = (of: string, expression: Expression): PartAdjoint => ({
  of,
  expression
});
