import { equationNumber, expressionText } from '../../trace';
import type { Expression } from '../../trace';
import { setAttributes, type Attributes } from '../base/dom';
import type { Hue } from '../base/hue';
import { isSum, summands } from './arithmetic';

type MathChild = string | MathMLElement;

/** Makes a MathML element. Text is never read as markup. */
export function math(
  tag: string,
  attributes: Attributes = {},
  ...children: readonly MathChild[]
): MathMLElement {
  const element = document.createElementNS(
    'http://www.w3.org/1998/Math/MathML',
    tag
  );
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/** How letters look and which parts can be pointed at. */
export interface Notation {
  hue(name: string): Hue;
  /** States are written with their time: c_t. */
  isState(name: string): boolean;
  /** The parts that answer the pointer, by their text. */
  isTerm(text: string): boolean;
}

/** A line of mathematics, in pieces between which it may break. */
export type Pieces = readonly (readonly MathMLElement[])[];

/** The left-hand side: the channel's letter, with its time if it is a state. */
export function channelMathml(name: string, notation: Notation): MathMLElement {
  return symbolMathml({ kind: 'symbol', name, role: 'channel' }, notation);
}

/** The right-hand side in letters; it may break before each summand. */
export function expressionMathml(
  expression: Expression,
  notation: Notation
): Pieces {
  const inner = (part: Expression): MathMLElement[] => [
    part.kind === 'number'
      ? math('mn', {}, equationNumber(part.value))
      : write(part, notation, binding.multiply)
  ];
  if (isSum(expression)) {
    return sumPieces(expression, inner);
  }
  const [argument] = expression.kind === 'call' ? expression.args : [];
  if (
    expression.kind === 'call' &&
    expression.args.length === 1 &&
    isSum(argument)
  ) {
    return enclose(
      [functionName(expression.name), bracket('(')],
      sumPieces(argument, inner),
      [bracket(')')]
    );
  }
  return [[write(expression, notation, binding.add)]];
}

function sumPieces(
  expression: Expression,
  inner: (part: Expression) => MathMLElement[]
): MathMLElement[][] {
  return summands(expression).map(({ sign, term }, index) => {
    const operator =
      sign < 0
        ? math('mo', { form: index === 0 ? 'prefix' : 'infix' }, '−')
        : index > 0
          ? math('mo', { form: 'infix' }, '+')
          : null;
    return operator ? [operator, ...inner(term)] : inner(term);
  });
}

/** Puts something before the first and after the last of some pieces. */
export function enclose(
  before: MathMLElement[],
  pieces: MathMLElement[][],
  after: MathMLElement[]
): MathMLElement[][] {
  return pieces.map((piece, index) => [
    ...(index === 0 ? before : []),
    ...piece,
    ...(index === pieces.length - 1 ? after : [])
  ]);
}

/** How tightly each form binds; a looser one inside a tighter one gets brackets. */
const binding = { add: 1, multiply: 2, matmul: 3, atom: 4 } as const;

function bindingOf(expression: Expression): number {
  if (isSum(expression)) {
    return binding.add;
  }
  if (expression.kind !== 'operation') {
    return binding.atom;
  }
  return expression.name === 'matmul' ? binding.matmul : binding.multiply;
}

function write(
  expression: Expression,
  notation: Notation,
  context: number
): MathMLElement {
  const body = bare(expression, notation);
  const brackets = bindingOf(expression) < context;
  const text = expressionText(expression);
  const children = brackets ? [bracket('('), ...body, bracket(')')] : [...body];
  if (expression.kind !== 'number' && notation.isTerm(text)) {
    return math(
      'mrow',
      { class: 'jp-gatescope-term', 'data-term': text },
      ...children
    );
  }
  return children.length === 1 ? children[0] : math('mrow', {}, ...children);
}

function bare(expression: Expression, notation: Notation): MathMLElement[] {
  switch (expression.kind) {
    case 'number':
      return [math('mn', {}, equationNumber(expression.value))];
    case 'symbol':
      return [symbolMathml(expression, notation)];
    case 'call':
      return [
        functionName(expression.name),
        bracket('('),
        ...expression.args.flatMap((argument, index) => [
          ...(index > 0 ? [math('mo', { separator: 'true' }, ',')] : []),
          write(argument, notation, binding.add)
        ]),
        bracket(')')
      ];
    case 'operation':
      return operation(expression, notation);
  }
}

function operation(
  expression: Extract<Expression, { kind: 'operation' }>,
  notation: Notation
): MathMLElement[] {
  const { name, args } = expression;
  if (isSum(expression)) {
    return sumPieces(expression, part => [
      write(part, notation, binding.multiply)
    ]).flat();
  }
  if (name === 'matmul') {
    return args.flatMap((argument, index) => [
      ...(index > 0 ? [math('mspace', { width: '0.08em' })] : []),
      argument.kind === 'symbol' && argument.role === 'parameter'
        ? symbolMathml(argument, notation, true)
        : write(argument, notation, binding.matmul)
    ]);
  }
  if (name === 'negate') {
    return [
      math('mo', { form: 'prefix' }, '−'),
      ...args.map(argument => write(argument, notation, binding.matmul))
    ];
  }
  const sign = name === 'divide' ? '/' : '⊙';
  return args.flatMap((argument, index) => [
    ...(index > 0 ? [math('mo', { form: 'infix' }, sign)] : []),
    write(
      argument,
      notation,
      index > 0 && name === 'divide' ? binding.matmul : binding.multiply
    )
  ]);
}

function symbolMathml(
  symbol: Extract<Expression, { kind: 'symbol' }>,
  notation: Notation,
  matrix = false
): MathMLElement {
  const carried = symbol.role === 'channel' || symbol.role === 'state';
  const letter = math(
    'mi',
    {
      class: matrix ? 'jp-gatescope-matrix' : 'jp-gatescope-letter',
      'data-jp-gatescope-hue': carried ? notation.hue(symbol.name) : undefined
    },
    symbol.name
  );
  const below = subscript(symbol, carried && notation.isState(symbol.name));
  return below
    ? math(
        'msub',
        {
          'data-symbol': carried ? expressionText(symbol) : undefined
        },
        letter,
        below
      )
    : carried
      ? math('mrow', { 'data-symbol': expressionText(symbol) }, letter)
      : letter;
}

function subscript(
  symbol: Extract<Expression, { kind: 'symbol' }>,
  timed: boolean
): MathMLElement | null {
  const lag = symbol.lag ?? 0;
  const name = symbol.subscript
    ? math('mi', { class: 'jp-gatescope-subscript' }, symbol.subscript)
    : null;
  const time =
    lag !== 0
      ? math(
          'mrow',
          {},
          math('mi', { class: 'jp-gatescope-subscript' }, 't'),
          math('mo', { lspace: '0', rspace: '0' }, lag < 0 ? '−' : '+'),
          math('mn', {}, String(Math.abs(lag)))
        )
      : timed
        ? math('mi', { class: 'jp-gatescope-subscript' }, 't')
        : null;
  return name && time
    ? math('mrow', {}, name, math('mo', { separator: 'true' }, ','), time)
    : (name ?? time);
}

/** The name of a function, upright; σ for the sigmoid. */
export function functionName(name: string): MathMLElement {
  return math(
    'mi',
    { class: 'jp-gatescope-function' },
    name === 'sigmoid' ? 'σ' : name
  );
}

/** A round bracket that does not grow. */
export function bracket(sign: '(' | ')'): MathMLElement {
  return math(
    'mo',
    {
      form: sign === '(' ? 'prefix' : 'postfix',
      stretchy: 'false',
      lspace: '0',
      rspace: '0'
    },
    sign
  );
}
