import type { Expression } from './generated/types';
import { stepSubscript } from './layerTime';

/**
 * An expression in one line of plain text: `σ(W_f x + U_f h[t−1] + b_f)`, `f ⊙ c[t−1] + i ⊙ g`.
 *
 * Two expressions with the same text are the same quantity. It is therefore also the name under
 * which one is found again: a `term` channel is called by the text of the summand that it records
 * (`W_f x` of the channel `f`), and a lit term is told to the other views by its text.
 */
export function expressionText(expression: Expression): string {
  return write(expression, binding.add);
}

/** How tightly each form binds; a looser one inside a tighter one gets brackets. */
const binding = { add: 1, multiply: 2, negate: 3, matmul: 4, atom: 5 } as const;

function write(expression: Expression, context: number): string {
  const { text, binds } = form(expression);
  return binds < context ? `(${text})` : text;
}

function form(expression: Expression): { text: string; binds: number } {
  switch (expression.kind) {
    case 'symbol':
      return { text: symbolText(expression), binds: binding.atom };
    case 'number':
      return {
        text: equationNumber(expression.value),
        binds: expression.value < 0 ? binding.negate : binding.atom
      };
    case 'call': {
      const args = expression.args.map(argument =>
        write(argument, binding.add)
      );
      const name = expression.name === 'sigmoid' ? 'σ' : expression.name;
      return { text: `${name}(${args.join(', ')})`, binds: binding.atom };
    }
    case 'operation':
      return operationForm(expression.name, expression.args);
  }
}

function operationForm(
  name: Extract<Expression, { kind: 'operation' }>['name'],
  args: readonly Expression[]
): { text: string; binds: number } {
  // The operand after a minus or a fraction stroke is bracketed when it is itself a sum or product.
  const joined = (sign: string, binds: number, after: number) => ({
    text: args
      .map((argument, index) => write(argument, index === 0 ? binds : after))
      .join(sign),
    binds
  });
  switch (name) {
    case 'add':
      return joined(' + ', binding.add, binding.add);
    case 'subtract':
      return joined(' − ', binding.add, binding.multiply);
    case 'multiply':
      return joined(' ⊙ ', binding.multiply, binding.multiply);
    case 'divide':
      return joined(' / ', binding.multiply, binding.negate);
    case 'matmul':
      return joined(' ', binding.matmul, binding.matmul);
    case 'negate':
      return {
        text: `−${args.map(argument => write(argument, binding.negate)).join('')}`,
        binds: binding.negate
      };
  }
}

function symbolText(symbol: Extract<Expression, { kind: 'symbol' }>): string {
  const letter = symbol.subscript
    ? `${symbol.name}_${symbol.subscript}`
    : symbol.name;
  const lag = symbol.lag ?? 0;
  if (lag === 0) {
    return letter;
  }
  return `${letter}[${stepSubscript(lag)}]`;
}

/** A number of an equation with a true minus, and with a power of ten where code would write `1e+36`. */
export function equationNumber(value: number): string {
  const [mantissa, exponent] = String(Math.abs(value)).split('e');
  const power = exponent && `10${raised(Number(exponent))}`;
  const text =
    power === undefined
      ? mantissa
      : mantissa === '1'
        ? power
        : `${mantissa} × ${power}`;
  return value < 0 ? `−${text}` : text;
}

function raised(exponent: number): string {
  return [...String(exponent)]
    .map(sign => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)]))
    .join('');
}
