import { expressionText, type Equation, type Expression } from '../../trace';

/** Functions that give numbers from 0 to 1, and those that give none below 0. */
const SHARES: readonly string[] = ['sigmoid', 'hardSigmoid', 'softmax'];
const NOT_NEGATIVE: readonly string[] = [...SHARES, 'exp', 'softplus', 'relu'];

/**
 * Whether a formula cannot leave 0 to 1, whatever it is given: what a sigmoid gives, one number of a
 * sum of such numbers divided by the sum, the exponential of nothing above 0, and products of these.
 *
 * @param equations those of the same cell, by which the formula's letters are known
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
      return ofLetter(expression, equations, isShare);
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
      return ofLetter(expression, equations, isNotNegative);
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

/** A channel of the same step is what its equation says; of what comes from elsewhere nothing is known. */
function ofLetter(
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
