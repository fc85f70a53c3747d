import type { Expression } from '../../trace';
import { Tensor } from '../tensor/tensor';

/** The numbers that stand for each symbol: `[B, H]` for a channel, `[I, H]` for a weight. */
export type Environment = (
  symbol: Extract<Expression, { kind: 'symbol' }>
) => Tensor;

/**
 * Computes an expression with numbers of our choosing for its symbols.
 *
 * @throws Error when a function is not known or shapes do not fit
 */
export function evaluate(
  expression: Expression,
  environment: Environment
): Tensor {
  const of = (part: Expression) => evaluate(part, environment);
  switch (expression.kind) {
    case 'symbol':
      return environment(expression);
    case 'number':
      return new Tensor(Float64Array.of(expression.value), []);
    case 'call': {
      const [first, ...rest] = expression.args;
      const apply = functions[expression.name];
      if (!apply) {
        throw new RangeError(`evaluate: no function ${expression.name}`);
      }
      return apply(of(first), rest);
    }
    case 'operation': {
      const [first, second] = expression.args;
      switch (expression.name) {
        case 'add':
          return expression.args.map(of).reduce((sum, term) => sum.add(term));
        case 'multiply':
          return expression.args
            .map(of)
            .reduce((product, factor) => product.mul(factor));
        case 'subtract':
          return of(first).sub(of(second));
        case 'divide':
          return of(first).div(of(second));
        case 'negate':
          return of(first).neg();
        case 'matmul':
          // The textbook writes the weight first, `W x`; rows of a batch stand before it, `x W`.
          return isWeight(first) && !isWeight(second)
            ? of(second).matmul(of(first))
            : of(first).matmul(of(second));
      }
    }
  }
}

function isWeight(expression: Expression): boolean {
  return expression.kind === 'symbol'
    ? expression.role === 'parameter'
    : expression.kind === 'call' && isWeight(expression.args[0]);
}

const numberOf = (expression: Expression | undefined): number => {
  if (expression?.kind !== 'number') {
    throw new RangeError('evaluate: the second argument must be a number');
  }
  return expression.value;
};

const functions: Readonly<
  Record<
    string,
    ((value: Tensor, rest: readonly Expression[]) => Tensor) | undefined
  >
> = {
  sigmoid: value => value.sigmoid(),
  tanh: value => value.tanh(),
  relu: value => value.relu(),
  hardSigmoid: value => value.hardSigmoid(),
  softplus: value => value.softplus(),
  softsign: value => value.softsign(),
  elu: value => value.elu(),
  selu: value => value.selu(),
  swish: value => value.swish(),
  gelu: value => value.gelu(),
  geluTanh: value => value.gelu({ approximate: true }),
  leakyRelu: (value, [slope]) => value.leakyRelu(numberOf(slope)),
  exp: value => value.exp(),
  log: value => value.log(),
  sqrt: value => value.sqrt(),
  square: value => value.square(),
  abs: value => value.abs(),
  softmax: value => value.softmax(),
  stop: value => value.detach(),
  transpose: value => value.transpose(),
  power: (value, [exponent]) => value.pow(numberOf(exponent)),
  slice: (value, [start, end]) =>
    value.slice(numberOf(start), numberOf(end), { axis: -1 })
};
