import type { Expression } from '../../trace';

/** An expression as it is read aloud: `f times c before plus i times g`. */
export function spoken(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return expression.value < 0
        ? `minus ${-expression.value}`
        : String(expression.value);
    case 'symbol': {
      const name = expression.subscript
        ? `${expression.name} ${expression.subscript}`
        : expression.name;
      return (expression.lag ?? 0) < 0 ? `${name} before` : name;
    }
    case 'call':
      return `${expression.name} of ${expression.args.map(spoken).join(' and ')}`;
    case 'operation':
      return expression.name === 'negate'
        ? `minus ${expression.args.map(operand).join(' ')}`
        : expression.args
            .map(expression.name === 'add' ? spoken : operand)
            .join(` ${words[expression.name]} `);
  }
}

const words = {
  add: 'plus',
  subtract: 'minus',
  multiply: 'times',
  divide: 'divided by',
  matmul: 'times'
} as const;

/** A sum inside a product or a difference is set apart. */
function operand(expression: Expression): string {
  const text = spoken(expression);
  return expression.kind === 'operation' &&
    (expression.name === 'add' || expression.name === 'subtract')
    ? `bracket ${text} bracket closed`
    : text;
}
