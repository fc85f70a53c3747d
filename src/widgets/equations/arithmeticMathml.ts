import { expressionText } from '../../trace';
import type { Expression } from '../../trace';
import type { Attributes } from '../base/dom';
import type { Hue } from '../base/hue';
import {
  isSum,
  summands,
  type Arithmetic
} from '../../views/equations/arithmetic';
import {
  bracket,
  enclose,
  functionName,
  math,
  type Notation,
  type MathPieces
} from './mathml';

/** A line of numbers whose texts can be changed without making it again. */
export interface NumberLine {
  readonly pieces: MathPieces;
  /** The elements that hold the texts of `arithmeticTexts`, in its order. */
  readonly slots: readonly MathMLElement[];
}

/** A worked line: the same shape as the letters, with numbers. */
export function arithmeticMathml(
  form: Arithmetic,
  notation: Notation
): NumberLine {
  const slots: MathMLElement[] = [];
  const slot = (tag: string, attributes: Attributes): MathMLElement => {
    const element = math(tag, attributes);
    slots.push(element);
    return element;
  };
  const term = (of: Expression, children: MathMLElement[]): MathMLElement => {
    const text = expressionText(of);
    return notation.isTerm(text)
      ? math(
          'mrow',
          { class: 'jp-gatescope-term', 'data-term': text },
          ...children
        )
      : children.length === 1
        ? children[0]
        : math('mrow', {}, ...children);
  };
  const piecesOf = (part: Arithmetic): MathMLElement[][] => {
    switch (part.kind) {
      case 'value':
        return [
          [
            term(part.of, [
              slot('mn', {
                'data-jp-gatescope-hue': hueOfNumber(part.of, notation),
                'data-symbol':
                  part.of.kind === 'symbol'
                    ? expressionText(part.of)
                    : undefined
              })
            ])
          ]
        ];
      case 'product': {
        const children = part.factors.flatMap((factor, index) => [
          ...(index > 0 ? [math('mo', { form: 'infix' }, '×')] : []),
          ...piecesOf(factor).flat()
        ]);
        return [[term(part.of, children)]];
      }
      case 'sum':
        return part.terms.map(({ sign, term: each }, index) => [
          ...(index > 0
            ? [slot('mo', { form: 'infix' })]
            : sign < 0 && each.kind !== 'value'
              ? [math('mo', { form: 'prefix' }, '−')]
              : []),
          ...piecesOf(each).flat()
        ]);
      case 'call': {
        const args = part.args.map(piecesOf);
        const [first = []] = args;
        return enclose(
          [functionName(part.name), bracket('(')],
          args.length === 1
            ? first
            : [
                args.flatMap((argument, index) => [
                  ...(index > 0
                    ? [math('mo', { separator: 'true' }, ',')]
                    : []),
                  ...argument.flat()
                ])
              ],
          [bracket(')')]
        );
      }
    }
  };
  return { pieces: piecesOf(form), slots };
}

/** The shape of a worked line: lines of one shape differ in their texts only. */
export function arithmeticShape(form: Arithmetic): string {
  switch (form.kind) {
    case 'value':
      return 'v';
    case 'product':
      return `p(${form.factors.map(arithmeticShape).join('')})`;
    case 'sum':
      return `s(${form.terms.map(({ term }) => arithmeticShape(term)).join('')})`;
    case 'call':
      return `${form.name}(${form.args.map(arithmeticShape).join(',')})`;
  }
}

/** A number has the color of a letter when it is that letter's, or what it leaves of one (1 − z). */
function hueOfNumber(
  expression: Expression,
  notation: Notation
): Hue | undefined {
  if (
    expression.kind === 'symbol' &&
    (expression.role === 'channel' || expression.role === 'state')
  ) {
    return notation.hue(expression.name);
  }
  if (isSum(expression)) {
    const letters = summands(expression)
      .map(({ term }) => term)
      .filter(term => term.kind !== 'number');
    return letters.length === 1 ? hueOfNumber(letters[0], notation) : undefined;
  }
  return undefined;
}
