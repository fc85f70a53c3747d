import type { Expression } from '../../trace';

export type SymbolExpression = Extract<Expression, { kind: 'symbol' }>;
export type CallExpression = Extract<Expression, { kind: 'call' }>;
export type OperationExpression = Extract<Expression, { kind: 'operation' }>;

export const one: Expression = { kind: 'number', value: 1 };

export function call(name: string, ...args: Expression[]): CallExpression {
  return { kind: 'call', name, args };
}

export function operation(
  name: OperationExpression['name'],
  ...args: Expression[]
): OperationExpression {
  return { kind: 'operation', name, args };
}

/** The sum of these; of one, that one itself. */
export function sumOf(summands: readonly Expression[]): Expression {
  return summands.length === 1 ? summands[0] : operation('add', ...summands);
}

/** The product of these; of one, that one itself. */
export function productOf(factors: readonly Expression[]): Expression {
  return factors.length === 1 ? factors[0] : operation('multiply', ...factors);
}

/** `1 − e` */
export function complement(expression: Expression): Expression {
  return operation('subtract', one, expression);
}

/** The e of `1 − e`, or undefined for anything else. */
export function complementOf(expression: Expression): Expression | undefined {
  return expression.kind === 'operation' &&
    expression.name === 'subtract' &&
    expression.args[0].kind === 'number' &&
    expression.args[0].value === 1
    ? expression.args[1]
    : undefined;
}

export function isOperation(
  expression: Expression,
  name: OperationExpression['name']
): expression is OperationExpression {
  return expression.kind === 'operation' && expression.name === name;
}

/** A function of one argument: σ, tanh. */
export function isUnaryCall(
  expression: Expression
): expression is CallExpression {
  return expression.kind === 'call' && expression.args.length === 1;
}

/** The same letter with the same subscript at the same step. */
export function sameSymbol(a: SymbolExpression, b: SymbolExpression): boolean {
  return (
    a.name === b.name &&
    a.subscript === b.subscript &&
    (a.lag ?? 0) === (b.lag ?? 0)
  );
}

/** The key under which a step is handed the parameter: `Wf` for W with an f below it. */
export function parameterKeys(symbol: SymbolExpression): readonly string[] {
  return symbol.subscript === undefined
    ? [symbol.name]
    : [
        `${symbol.name}${symbol.subscript}`,
        `${symbol.name}_${symbol.subscript}`
      ];
}

/** All symbols in reading order, each once. */
export function symbolsIn(expression: Expression): SymbolExpression[] {
  const found: SymbolExpression[] = [];
  const visit = (part: Expression): void => {
    if (part.kind === 'symbol') {
      if (!found.some(symbol => sameSymbol(symbol, part))) {
        found.push(part);
      }
    } else if (part.kind !== 'number') {
      part.args.forEach(visit);
    }
  };
  visit(expression);
  return found;
}

/** Replaces every symbol for which `replace` has an answer. */
export function mapSymbols(
  expression: Expression,
  replace: (symbol: SymbolExpression) => Expression | undefined
): Expression {
  switch (expression.kind) {
    case 'number':
      return expression;
    case 'symbol':
      return replace(expression) ?? expression;
    default:
      return {
        ...expression,
        args: expression.args.map(argument => mapSymbols(argument, replace))
      };
  }
}
