import type { Equation, Expression, GradientFlow } from './generated/types';

/** Whether an expression reads a state of the step before. */
export function readsStateBefore(
  expression: Expression,
  state: string
): boolean {
  if (expression.kind === 'symbol') {
    return (
      expression.role === 'state' &&
      expression.name === state &&
      (expression.lag ?? 0) !== 0
    );
  }
  return (
    expression.kind !== 'number' &&
    expression.args.some(argument => readsStateBefore(argument, state))
  );
}

/** The states that a step reads of the one before, by which it is felt in the next, in the order given. */
export function statesReadBack(
  equations: readonly Equation[],
  states: readonly string[]
): string[] {
  return states.filter(state =>
    equations.some(({ expression }) => readsStateBefore(expression, state))
  );
}

/** The channels of the same step from which one is computed, itself included. */
export function channelsBehind(
  equations: readonly Equation[],
  channel: string
): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (part: Expression): void => {
    if (part.kind === 'symbol' && part.role === 'channel') {
      add(part.name);
    } else if (part.kind === 'call' || part.kind === 'operation') {
      part.args.forEach(visit);
    }
  };
  const add = (name: string): void => {
    const equation = equations.find(each => each.channel === name);
    if (equation && !found.has(name)) {
      found.add(name);
      visit(equation.expression);
    }
  };
  add(channel);
  return found;
}

/**
 * The state by which a step is felt in the next: the output where it is read back, and else the first
 * state that is. An output that is only read out carries nothing, and no gradient comes back by it.
 *
 * @param equations of the cell; where none could be read it is the output
 */
export function stateReadBack(
  equations: readonly Equation[],
  states: readonly string[],
  output: string
): string {
  return statesReadBack(equations, [output, ...states])[0] ?? output;
}

/** By which states the losses of some networks are followed back: h, but where h is only read out. */
export function followedStates(
  networks: readonly GradientFlow['networks'][number][]
): readonly string[] {
  return [...new Set(networks.map(({ state = 'h' }) => state))];
}

/** What the norms of a flow are called: `‖dL/dh‖`. */
export function gradientNormWords(
  networks: readonly GradientFlow['networks'][number][]
): string {
  return followedStates(networks)
    .map(state => `‖dL/d${state}‖`)
    .join(', ');
}
