import { expressionText, type Equation, type Expression } from '../../trace';

/** Functions that give numbers from 0 to 1, and those that give none below 0. */
const SHARES: readonly string[] = ['sigmoid', 'hardSigmoid', 'softmax'];
const NOT_NEGATIVE: readonly string[] = [...SHARES, 'exp', 'softplus', 'relu'];

/**
 * Whether a formula cannot leave 0 to 1, whatever it is given: what a sigmoid gives, one number of a
 * sum of such numbers divided by the sum, the exponential of nothing above 0, and products of these.
 *
 * @param equations those of the same cell, by which the symbols of the formula are known
 */
export function isShare(
  expression: Expression,
  equations: readonly Equation[]
): boolean {
  const within = (part: Expression): boolean => isShare(part, equations);
  switch (expression.kind) {
    case 'number':
      return expression.value >= 0 && expression.value <= 1;
    case 'symbol':
      return ofSymbol(expression, equations, isShare);
    case 'call': {
      const [of] = expression.args;
      return (
        SHARES.includes(expression.name) ||
        (expression.name === 'exp' &&
          of?.kind === 'operation' &&
          of.name === 'negate' &&
          isNotNegative(of.args[0], equations))
      );
    }
    case 'operation': {
      const { name, args } = expression;
      return (
        (name === 'multiply' && args.every(within)) ||
        (name === 'divide' && isPartOf(args[0], args[1], equations))
      );
    }
  }
}

/** Whether a formula cannot be below 0. */
function isNotNegative(
  expression: Expression,
  equations: readonly Equation[]
): boolean {
  switch (expression.kind) {
    case 'number':
      return expression.value >= 0;
    case 'symbol':
      return ofSymbol(expression, equations, isNotNegative);
    case 'call':
      return NOT_NEGATIVE.includes(expression.name);
    case 'operation':
      return (
        ['multiply', 'add', 'divide'].includes(expression.name) &&
        expression.args.every(part => isNotNegative(part, equations))
      );
  }
}

/** Whether `whole` is a sum of numbers not below 0 of which `part` is one. */
function isPartOf(
  part: Expression,
  whole: Expression,
  equations: readonly Equation[]
): boolean {
  const text = expressionText(part);
  return (
    whole.kind === 'operation' &&
    whole.name === 'add' &&
    isNotNegative(whole, equations) &&
    whole.args.some(each => expressionText(each) === text)
  );
}

/**
 * Whether a formula cannot leave ±1 where the state before did not: what a tanh gives, such numbers times
 * shares, and a mixture of two of them, g ⊙ a + (1 − g) ⊙ b.
 *
 * @param equations those of the same cell
 */
export function isBounded(
  expression: Expression,
  equations: readonly Equation[]
): boolean {
  const within = (part: Expression): boolean => isBounded(part, equations);
  if (isShare(expression, equations)) {
    return true;
  }
  switch (expression.kind) {
    case 'number':
      return Math.abs(expression.value) <= 1;
    case 'symbol':
      return (
        expression.role === 'state' ||
        ofSymbol(expression, equations, isBounded)
      );
    case 'call':
      return ['tanh', 'softsign'].includes(expression.name);
    case 'operation': {
      const { name, args } = expression;
      return (
        (['multiply', 'negate'].includes(name) && args.every(within)) ||
        (name === 'add' && isMixture(args, equations))
      );
    }
  }
}

/** Whether the one of two products has a share as a factor, and the other what that leaves of 1. */
function isMixture(
  summands: readonly Expression[],
  equations: readonly Equation[]
): boolean {
  const [one, other] = summands.map(summand =>
    summand.kind === 'operation' && summand.name === 'multiply'
      ? summand.args
      : []
  );
  const isRest = (each: Expression, share: Expression): boolean =>
    expressionText(each) === `1 − ${expressionText(share)}`;
  return (
    summands.length === 2 &&
    [
      [one, other],
      [other, one]
    ].some(([left, right]) =>
      left.some(
        share =>
          isShare(share, equations) &&
          right.some(each => isRest(each, share)) &&
          [...left, ...right].every(
            each =>
              each === share ||
              isRest(each, share) ||
              isBounded(each, equations)
          )
      )
    )
  );
}

/** A channel of the same step is what its equation says; of what comes from elsewhere nothing is known. */
function ofSymbol(
  { name, role }: Extract<Expression, { kind: 'symbol' }>,
  equations: readonly Equation[],
  holds: (expression: Expression, equations: readonly Equation[]) => boolean
): boolean {
  const own = equations.find(({ channel }) => channel === name);
  return (
    role === 'channel' &&
    own !== undefined &&
    // Its own equation cannot read it: what is left is smaller, and this ends.
    holds(
      own.expression,
      equations.filter(each => each !== own)
    )
  );
}
