import { noGradient } from '../../engine/tensor/recording';
import { type Tensor } from '../../engine/tensor/tensor';
import type { Equation, Expression } from '../../trace';
import { firstDifferent, isClose, slackOf } from './difference';
import { evaluate, type Environment } from '../../engine/recurrence/evaluate';
import { parameterKeys } from './expressions';
import type { Fault } from './fault';
import type { StepCase } from './stepCase';
import type { Trajectory } from './walk';
import { variants } from './variants';

/** What is wrong with one channel, all others taken as the student computed them. */
export interface Diagnosis {
  readonly channel: string;
  readonly expected: Equation;
  /** The slip that gives exactly the student's numbers; null when none that we know does. */
  readonly fault: Fault | null;
  /** The equation with that slip. */
  readonly variant: Equation | null;
}

/** Pairs of slips are tried up to this many. */
const maximumPairs = 12_000;

/** A case and what the student's step computed on it. */
export interface Evidence {
  readonly stepCase: StepCase;
  readonly got: Trajectory;
}

/**
 * Finds the channels that are wrong in themselves, and why.
 *
 * Each equation is asked for alone: with the student's own numbers for everything that it reads. A
 * channel that comes out right so is only a follower of another's fault. For one that does not, each
 * slip that algebra offers is tried on the same numbers until one reproduces what the student got.
 *
 * @param evidence at least one case; a slip must reproduce all of them
 * @returns the wrong channels, those wrong at an earlier step of the first case first, then in order
 * of computation
 */
export function diagnose(evidence: readonly Evidence[]): Diagnosis[] {
  return noGradient(() => {
    const { reference } = evidence[0].stepCase;
    const { equations } = reference;
    const context = { equations, states: reference.stateNames };
    return equations
      .flatMap(equation => {
        const steps = evidence.map(one =>
          firstWrongStep(equation.channel, equation.expression, one)
        );
        return steps.every(step => step === null)
          ? []
          : [{ equation, step: steps[0] ?? Infinity }];
      })
      .sort((a, b) => a.step - b.step)
      .map(({ equation }) => {
        const { channel } = equation;
        const matches = (expression: Expression) =>
          evidence.every(
            one => firstWrongStep(channel, expression, one) === null
          );
        const found =
          findOne(equation, context, matches) ??
          scaledBy(equation, evidence[0], matches) ??
          findPair(equation, context, matches);
        return {
          channel,
          expected: equation,
          fault: found?.fault ?? null,
          variant: found ? { channel, expression: found.expression } : null
        };
      });
  });
}

/**
 * Two channels that the step returns under each other's names; null when there are no such two.
 * Everything else must then be right.
 */
export function swappedNames(
  evidence: readonly Evidence[]
): readonly [string, string] | null {
  const { reference } = evidence[0].stepCase;
  const names = Object.keys(reference.channels);
  return noGradient(() => {
    for (const [index, a] of names.entries()) {
      for (const b of names.slice(index + 1)) {
        const exchanged = evidence.map(({ stepCase, got }) => ({
          stepCase,
          got: {
            ...got,
            channels: got.channels.map(channels => ({
              ...channels,
              [a]: channels[b],
              [b]: channels[a]
            }))
          }
        }));
        const isRight = exchanged.every(one =>
          reference.equations.every(
            ({ channel, expression }) =>
              firstWrongStep(channel, expression, one) === null
          )
        );
        if (isRight) {
          return [a, b];
        }
      }
    }
    return null;
  });
}

type Context = Parameters<typeof variants>[1];
type Found = { readonly fault: Fault; readonly expression: Expression };

function findOne(
  equation: Equation,
  context: Context,
  matches: (expression: Expression) => boolean
): Found | null {
  for (const variant of variants(equation, context)) {
    if (matches(variant.expression)) {
      return variant;
    }
  }
  return null;
}

/** Two slips in one equation. */
function findPair(
  equation: Equation,
  context: Context,
  matches: (expression: Expression) => boolean
): Found | null {
  let tried = 0;
  for (const first of variants(equation, context)) {
    const { channel } = equation;
    for (const second of variants(
      { channel, expression: first.expression },
      context
    )) {
      tried += 1;
      if (tried > maximumPairs) {
        return null;
      }
      if (matches(second.expression)) {
        return {
          expression: second.expression,
          fault: { kind: 'both', first: first.fault, second: second.fault }
        };
      }
    }
  }
  return null;
}

/** The student's numbers are the right ones times one constant. */
function scaledBy(
  equation: Equation,
  first: Evidence,
  matches: (expression: Expression) => boolean
): Found | null {
  const { channel, expression } = equation;
  const expected = evaluate(expression, environmentAt(0, first));
  const at = expected.values.findIndex(value => Math.abs(value) > 1e-3);
  const by = first.got.channels[0][channel].values[at] / expected.values[at];
  if (at < 0 || !Number.isFinite(by) || by === 0) {
    return null;
  }
  const scaled: Expression = {
    kind: 'operation',
    name: 'multiply',
    args: [{ kind: 'number', value: by }, expression]
  };
  return matches(scaled)
    ? { expression: scaled, fault: { kind: 'scaled', by } }
    : null;
}

/** The first step at which the expression does not give the student's channel; null when it always does. */
function firstWrongStep(
  channel: string,
  expression: Expression,
  evidence: Evidence
): number | null {
  const { stepCase, got } = evidence;
  for (let step = 0; step < stepCase.x.length; step++) {
    const given = got.channels[step][channel];
    let value: Tensor;
    try {
      value = evaluate(expression, environmentAt(step, evidence));
    } catch {
      // Shapes that do not fit: no student's code can have computed this.
      return step;
    }
    const fits =
      value.size === 1
        ? given.values.every(number =>
            isClose(
              value.values[0],
              number,
              slackOf(given.values, value.values)
            )
          )
        : value.size === given.size && firstDifferent(value, given) < 0;
    if (!fits) {
      return step;
    }
  }
  return null;
}

/** The student's own numbers at one step. */
function environmentAt(
  step: number,
  { stepCase: { parameters, x }, got }: Evidence
): Environment {
  return symbol => {
    if (symbol.role === 'parameter') {
      const key = parameterKeys(symbol).find(name =>
        Object.hasOwn(parameters, name)
      );
      if (key === undefined) {
        throw new RangeError(`no parameter ${symbol.name}`);
      }
      return parameters[key];
    }
    if (symbol.role === 'input') {
      return x[step];
    }
    return symbol.lag === -1
      ? got.before[step][symbol.name]
      : got.channels[step][symbol.name];
  };
}
