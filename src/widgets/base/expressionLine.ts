import { equationNumber, stepSubscript } from '../../trace';
import type { Expression } from '../../trace';
import { html } from './dom';
import { letter, type Hue } from './hue';

/** What a line of words is made of. */
export type Pieces = (string | Node)[];

const signs = {
  add: ' + ',
  subtract: ' − ',
  multiply: ' ⊙ ',
  divide: ' / ',
  matmul: ' ',
  negate: '−'
} as const;

const binding = {
  add: 1,
  subtract: 1,
  multiply: 2,
  divide: 2,
  negate: 3,
  matmul: 4
} as const;

/** An expression in a line of text, its letters in their colors: `f ⊙ c₍t−1₎ + i ⊙ g`. */
export function expressionLine(
  expression: Expression,
  hueOf: (name: string) => Hue,
  context = 0
): Pieces {
  switch (expression.kind) {
    case 'number':
      return [equationNumber(expression.value)];
    case 'symbol': {
      const hue =
        expression.role === 'parameter' || expression.role === 'input'
          ? 'other'
          : hueOf(expression.name);
      const lag = expression.lag ?? 0;
      const below = [
        expression.subscript ?? '',
        lag === 0 ? '' : stepSubscript(lag)
      ].filter(text => text !== '');
      return [
        letter(expression.name, hue),
        ...(below.length > 0 ? [html('sub', {}, below.join(','))] : [])
      ];
    }
    case 'call': {
      const name = expression.name === 'sigmoid' ? 'σ' : expression.name;
      const inside = expression.args.map(argument =>
        expressionLine(argument, hueOf)
      );
      // `tanh c` needs no brackets; a sum does.
      return inside.length === 1 && expression.args[0].kind === 'symbol'
        ? [`${name} `, ...inside[0]]
        : [`${name}(`, ...joined(inside, ', '), ')'];
    }
    case 'operation': {
      const binds = binding[expression.name];
      const inside = expression.args.map((argument, index) =>
        expressionLine(
          argument,
          hueOf,
          binds + (index > 0 && expression.name !== 'add' ? 0.5 : 0)
        )
      );
      const pieces =
        expression.name === 'negate'
          ? ['−', ...inside.flat()]
          : joined(inside, signs[expression.name]);
      return binds < context ? ['(', ...pieces, ')'] : pieces;
    }
  }
}

/** Lists one after the other with a sign between. */
export function joined(lists: readonly Pieces[], sign: string): Pieces {
  return lists.flatMap((list, index) => (index === 0 ? list : [sign, ...list]));
}
