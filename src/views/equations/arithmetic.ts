import type { Equation, Expression } from '../../trace';
import type { LayerValues, UnitChoice } from './layerValues';
import { mentionsMean } from './wholeLayer';

/** An expression with its numbers in place; `of` is what each number stands for. */
export type Arithmetic =
  | { readonly kind: 'value'; readonly value: number; readonly of: Expression }
  | {
      readonly kind: 'product';
      readonly factors: readonly Arithmetic[];
      readonly of: Expression;
    }
  | {
      readonly kind: 'sum';
      readonly terms: readonly {
        readonly sign: 1 | -1;
        readonly term: Arithmetic;
      }[];
      readonly of: Expression;
    }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly Arithmetic[];
      readonly of: Expression;
    };

/** One equation worked out at one step. */
export interface WorkedEquation {
  readonly equation: Equation;
  /** The recorded value of the channel; null when the trace does not hold it. */
  readonly result: number | null;
  /**
   * The right-hand side with numbers, most detailed first; empty when they are not all known and
   * finite.
   */
  readonly lines: readonly Arithmetic[];
}

/**
 * Puts the numbers of a step into an equation:
 * `c = f ⊙ c[t−1] + i ⊙ g` gives `0.54 × (−1.01) + 0.30 × (−0.62)`, then `−0.54 − 0.19`.
 *
 * For the mean over units, or over several numbers of a unit, only sums are written out: the mean of a product is not the product of
 * the means, but the mean of a sum is the sum of the means.
 */
export function workOut(
  values: LayerValues,
  equation: Equation,
  step: number,
  unit: UnitChoice
): WorkedEquation {
  const result = values.channel(equation.channel, step, unit);
  const number = (expression: Expression): Arithmetic | null => {
    const value = values.value(expression, step, unit);
    // `0.90 × (−∞) + ∞ = ∞` says nothing: only numbers are put in.
    return value === null || !Number.isFinite(value)
      ? null
      : { kind: 'value', value, of: expression };
  };
  const lines = (
    unit === 'mean' || mentionsMean(values.layer, equation.expression)
      ? [isSum(equation.expression) ? sum(equation.expression, number) : null]
      : detailed(equation.expression, number)
  ).filter(line => line !== null);
  return { equation, result, lines };
}

type ToNumber = (expression: Expression) => Arithmetic | null;

function detailed(
  expression: Expression,
  number: ToNumber
): (Arithmetic | null)[] {
  if (isSum(expression)) {
    const products = sum(expression, each => product(each, number));
    const values = sum(expression, number);
    return summands(expression).some(({ term }) => isProduct(term))
      ? [products, values]
      : [values];
  }
  if (isProduct(expression)) {
    return [product(expression, number)];
  }
  if (expression.kind === 'call') {
    const written = expression.args.map(argument =>
      isSum(argument)
        ? sum(argument, number)
        : isProduct(argument)
          ? product(argument, number)
          : number(argument)
    );
    const args = written.filter(argument => argument !== null);
    return args.length === written.length
      ? [{ kind: 'call', name: expression.name, args, of: expression }]
      : [];
  }
  return [];
}

function sum(expression: Expression, each: ToNumber): Arithmetic | null {
  const terms = [];
  for (const { sign, term } of summands(expression)) {
    const written = each(term);
    if (written === null) {
      return null;
    }
    terms.push({ sign, term: written });
  }
  return { kind: 'sum', terms, of: expression };
}

function product(expression: Expression, number: ToNumber): Arithmetic | null {
  if (!isProduct(expression)) {
    return number(expression);
  }
  const factors = [];
  for (const factor of factorsOf(expression)) {
    const written = number(factor);
    if (written === null) {
      return null;
    }
    factors.push(written);
  }
  return { kind: 'product', factors, of: expression };
}

/** A sum or difference, at the top. */
export function isSum(expression: Expression): boolean {
  return (
    expression.kind === 'operation' &&
    (expression.name === 'add' || expression.name === 'subtract')
  );
}

/** A product element by element, at the top. */
export function isProduct(expression: Expression): boolean {
  return expression.kind === 'operation' && expression.name === 'multiply';
}

/** The summands of nested sums and differences, each with its sign; the expression itself if none. */
export function summands(
  expression: Expression,
  sign: 1 | -1 = 1
): { readonly sign: 1 | -1; readonly term: Expression }[] {
  const opposite = sign === 1 ? -1 : 1;
  if (expression.kind === 'operation') {
    if (expression.name === 'add') {
      return expression.args.flatMap(argument => summands(argument, sign));
    }
    if (expression.name === 'subtract') {
      return expression.args.flatMap((argument, index) =>
        summands(argument, index === 0 ? sign : opposite)
      );
    }
    if (expression.name === 'negate') {
      return expression.args.flatMap(argument => summands(argument, opposite));
    }
  }
  return [{ sign, term: expression }];
}

/** The factors of nested products; the expression itself if it is none. */
export function factorsOf(expression: Expression): readonly Expression[] {
  return expression.kind === 'operation' && expression.name === 'multiply'
    ? expression.args.flatMap(factorsOf)
    : [expression];
}
