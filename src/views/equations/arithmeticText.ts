import { formatFactor, formatFixed } from '../../scene/words/format';
import type { Arithmetic } from './arithmetic';

/** A piece of a worked line; `isNumber`: a number, or the sign of a sum, which changes with it. */
interface LinePiece {
  readonly words: string;
  readonly isNumber: boolean;
}

const number = (words: string): LinePiece => ({ words, isNumber: true });
const fixed = (words: string): LinePiece => ({ words, isNumber: false });

/** A worked line from left to right; signs of sums are merged into their numbers. */
function piecesOf(
  form: Arithmetic,
  decimals = 2,
  bracketed = false
): LinePiece[] {
  switch (form.kind) {
    case 'value': {
      const write = bracketed ? formatFactor : formatFixed;
      return [number(write(form.value, decimals))];
    }
    case 'product':
      return form.factors.flatMap((factor, index) => [
        ...(index > 0 ? [fixed(' × ')] : []),
        ...piecesOf(factor, decimals, bracketed || index > 0)
      ]);
    case 'sum':
      return form.terms.flatMap(({ sign, term }, index) => {
        if (term.kind !== 'value') {
          const mark = sign < 0 ? '−' : '+';
          return [
            ...(index > 0
              ? [fixed(' '), number(mark), fixed(' ')]
              : sign < 0
                ? [fixed(mark)]
                : []),
            ...piecesOf(term, decimals, index > 0 || sign < 0)
          ];
        }
        const text = formatFixed(sign * term.value, decimals);
        const isNegative = text.startsWith('−');
        return index === 0
          ? [number(text)]
          : [
              ...[fixed(' '), number(isNegative ? '−' : '+'), fixed(' ')],
              number(isNegative ? text.slice(1) : text)
            ];
      });
    case 'call':
      return [
        fixed(`${form.name === 'sigmoid' ? 'σ' : form.name}(`),
        ...form.args.flatMap((argument, index) => [
          ...(index > 0 ? [fixed(', ')] : []),
          ...piecesOf(argument, decimals)
        ]),
        fixed(')')
      ];
  }
}

/** The numbers and signs of a worked line, in their order. */
export const arithmeticTexts = (form: Arithmetic, decimals = 2): string[] =>
  piecesOf(form, decimals)
    .filter(({ isNumber }) => isNumber)
    .map(({ words }) => words);

/** A worked line as it is written: `σ(−0.31 + 0.07 + 1.06)`. */
export const arithmeticText = (form: Arithmetic): string =>
  piecesOf(form)
    .map(({ words }) => words)
    .join('');
