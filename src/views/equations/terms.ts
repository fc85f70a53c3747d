import { expressionText } from '../../trace';
import type { Equation, Expression } from '../../trace';
import { factorsOf, isSum, summands } from './arithmetic';

/** What a reader can point at in an equation, in reading order. */
export interface Term {
  readonly text: string;
  readonly expression: Expression;
  /** The channel whose equation it stands in. */
  readonly channel: string;
}

/**
 * The terms of an equation: the summands of its sums, outer before inner; where there is no sum,
 * the factors of its product. `f ⊙ c[t−1] + i ⊙ g` has two, `σ(W x + U h + b)` three.
 */
export function termsOf(equation: Equation): readonly Term[] {
  const found: Term[] = [];
  const add = (expression: Expression): void => {
    if (expression.kind !== 'number') {
      found.push({
        text: expressionText(expression),
        expression,
        channel: equation.channel
      });
    }
  };
  const visit = (expression: Expression, top: boolean): void => {
    if (isSum(expression)) {
      // `1 − z` inside a product is a factor, not two terms.
      for (const { term } of summands(expression)) {
        if (top || term.kind !== 'symbol' || term.role === 'parameter') {
          add(term);
        }
        visit(term, false);
      }
    } else if (expression.kind === 'call') {
      expression.args.forEach(argument => visit(argument, top));
    } else if (expression.kind === 'operation') {
      const factors = factorsOf(expression);
      if (top && factors.length > 1) {
        factors.forEach(add);
      }
      (factors.length > 1 ? factors : expression.args).forEach(factor =>
        visit(factor, false)
      );
    }
  };
  visit(equation.expression, true);
  return found.filter(
    (term, index) => found.findIndex(({ text }) => text === term.text) === index
  );
}

/**
 * Everything that lights up with a term: its own text and the texts of all that it is made of,
 * down to the letters. Wires, rows and numbers carry such texts.
 */
export function litWith(expression: Expression): ReadonlySet<string> {
  const texts = new Set<string>();
  const visit = (part: Expression): void => {
    if (part.kind === 'number') {
      return;
    }
    texts.add(expressionText(part));
    if (part.kind !== 'symbol') {
      part.args.forEach(visit);
    }
  };
  visit(expression);
  return texts;
}

/** The channels that an expression reads, in reading order; states of the step before included. */
export function channelsIn(expression: Expression): readonly string[] {
  const names: string[] = [];
  const visit = (part: Expression): void => {
    if (part.kind === 'symbol') {
      if (
        (part.role === 'channel' || part.role === 'state') &&
        !names.includes(part.name)
      ) {
        names.push(part.name);
      }
    } else if (part.kind !== 'number') {
      part.args.forEach(visit);
    }
  };
  visit(expression);
  return names;
}

/** Finds the part of a layer's equations that has this text: a term, a letter, a function of one. */
export function findPart(
  equations: readonly Equation[],
  text: string
): Term | null {
  const find = (part: Expression): Expression | null => {
    if (part.kind === 'number') {
      return null;
    }
    if (expressionText(part) === text) {
      return part;
    }
    if (part.kind === 'symbol') {
      return null;
    }
    for (const argument of part.args) {
      const found = find(argument);
      if (found) {
        return found;
      }
    }
    return null;
  };
  for (const { channel, expression } of equations) {
    const found = find(expression);
    if (found) {
      return { text, expression: found, channel };
    }
  }
  return null;
}

/**
 * The text of an expression with the operands of sums and products in alphabetical order: equal for
 * `f ⊙ c[t−1] + i ⊙ g` and `g ⊙ i + c[t−1] ⊙ f`.
 */
export function orderlessText(expression: Expression): string {
  const order = (part: Expression): Expression => {
    if (part.kind === 'symbol' || part.kind === 'number') {
      return part;
    }
    if (
      part.kind === 'operation' &&
      (part.name === 'add' || part.name === 'multiply')
    ) {
      const { name } = part;
      const flat = (each: Expression): Expression[] =>
        each.kind === 'operation' && each.name === name
          ? each.args.flatMap(flat)
          : [order(each)];
      const args = flat(part).sort((a, b) =>
        expressionText(a) < expressionText(b) ? -1 : 1
      );
      return { kind: 'operation', name, args };
    }
    return { ...part, args: part.args.map(order) };
  };
  return expressionText(order(expression));
}
