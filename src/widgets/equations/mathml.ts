import { equationNumber, expressionText } from '../../trace';
import type { Expression } from '../../trace';
import { setAttributes, type Attributes } from '../base/dom';
import type { Hue } from '../base/hue';
import { isSum, summands } from '../../views/equations/arithmetic';

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
  /** By how much the step grows from one that the layer computes to the next. */
  readonly order: 1 | -1;
}

/** A line of mathematics, in pieces between which it may break. */
export type MathPieces = readonly (readonly MathMLElement[])[];

/** The left-hand side: the channel's letter, with its time if it is a state. */
export function channelMathml(name: string, notation: Notation): MathMLElement {
  return symbolMathml({ kind: 'symbol', name, role: 'channel' }, notation);
}

/** The right-hand side in letters; it may break before each summand and inside functions of functions. */
export function expressionMathml(
  expression: Expression,
  notation: Notation
): MathPieces {
  return piecesIn(notation)(expression, binding.add);
}

function sumPieces(
  expression: Expression,
  inner: (part: Expression) => MathMLElement[][]
): MathMLElement[][] {
  return summands(expression).flatMap(({ sign, term }, index) => {
    const operator =
      sign < 0
        ? math('mo', { form: index === 0 ? 'prefix' : 'infix' }, '−')
        : index > 0
          ? math('mo', { form: 'infix' }, '+')
          : null;
    return enclose(operator ? [operator] : [], inner(term), []);
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

/** How a part is written inside one that binds so tightly. */
type Writer = (part: Expression, context: number) => MathMLElement[][];

/** Whether a function of something that is put together stands in it: such a part may be wide. */
function isWide(expression: Expression): boolean {
  switch (expression.kind) {
    case 'call':
      // So may one of three or more parts.
      return (
        expression.args.length > 2 ||
        expression.args.some(
          ({ kind }) => kind === 'call' || kind === 'operation'
        )
      );
    case 'operation':
      return expression.args.some(isWide);
    default:
      return false;
  }
}

/** Writes a wide part in pieces, a sum that stands alone too, and any other in one. */
function piecesIn(notation: Notation): Writer {
  const write: Writer = (part, context) =>
    isWide(part) || (isSum(part) && context === binding.add)
      ? asTerm(part, notation, bracketed(part, notation, context, write))
      : oneIn(notation)(part, context);
  return write;
}

/** Writes a part in one piece. */
function oneIn(notation: Notation): Writer {
  const write: Writer = (part, context) => {
    const children = bracketed(part, notation, context, write).flat();
    const [piece] = asTerm(part, notation, [children]);
    return [piece.length === 1 ? piece : [math('mrow', {}, ...piece)]];
  };
  return write;
}

function bracketed(
  part: Expression,
  notation: Notation,
  context: number,
  write: Writer
): MathMLElement[][] {
  const body = parts(part, notation, write);
  return bindingOf(part) < context
    ? enclose([bracket('(')], body, [bracket(')')])
    : body;
}

/** What answers the pointer; of one in several pieces the keys stop at the first. */
function asTerm(
  part: Expression,
  notation: Notation,
  pieces: MathMLElement[][]
): MathMLElement[][] {
  const text = expressionText(part);
  return part.kind === 'number' || !notation.isTerm(text)
    ? pieces
    : pieces.map((piece, index) => [
        math(
          'mrow',
          {
            class: 'jp-gatescope-term',
            'data-term': text,
            'data-continued': index > 0 ? '' : undefined
          },
          ...piece
        )
      ]);
}

function parts(
  expression: Expression,
  notation: Notation,
  write: Writer
): MathMLElement[][] {
  switch (expression.kind) {
    case 'number':
      return [[math('mn', {}, equationNumber(shortened(expression.value)))]];
    case 'symbol':
      return [[symbolMathml(expression, notation)]];
    case 'call': {
      const { name, args } = expression;
      const comma = () => math('mo', { separator: 'true' }, ',');
      return enclose(
        [functionName(name), bracket('(')],
        args.flatMap((argument, index) =>
          enclose(
            [],
            write(argument, binding.add),
            index < args.length - 1 ? [comma()] : []
          )
        ),
        [bracket(')')]
      );
    }
    case 'operation':
      return operation(expression, notation, write);
  }
}

function operation(
  expression: Extract<Expression, { kind: 'operation' }>,
  notation: Notation,
  write: Writer
): MathMLElement[][] {
  const { name, args } = expression;
  if (isSum(expression)) {
    return sumPieces(expression, part => write(part, binding.multiply));
  }
  if (name === 'matmul') {
    return args.flatMap((argument, index) =>
      enclose(
        index > 0 ? [math('mspace', { width: '0.08em' })] : [],
        argument.kind === 'symbol' && argument.role === 'parameter'
          ? [[symbolMathml(argument, notation, true)]]
          : write(argument, binding.matmul),
        []
      )
    );
  }
  if (name === 'negate') {
    return enclose(
      [math('mo', { form: 'prefix' }, '−')],
      args.flatMap(argument => write(argument, binding.matmul)),
      []
    );
  }
  const sign = name === 'divide' ? '/' : '⊙';
  return args.flatMap((argument, index) =>
    enclose(
      index > 0 ? [math('mo', { form: 'infix' }, sign)] : [],
      write(
        argument,
        index > 0 && name === 'divide' ? binding.matmul : binding.multiply
      ),
      []
    )
  );
}

/** A constant such as √2 with the figures that a reader compares; its term is still told by all of them. */
const shortened = (value: number): number =>
  Number.isInteger(value) ? value : Number(value.toPrecision(4));

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
  const below = subscript(
    symbol,
    (symbol.lag ?? 0) * notation.order,
    carried && notation.isState(symbol.name)
  );
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
  offset: number,
  timed: boolean
): MathMLElement | null {
  const name = symbol.subscript
    ? math('mi', { class: 'jp-gatescope-subscript' }, symbol.subscript)
    : null;
  const time =
    offset !== 0
      ? math(
          'mrow',
          {},
          math('mi', { class: 'jp-gatescope-subscript' }, 't'),
          math('mo', { lspace: '0', rspace: '0' }, offset < 0 ? '−' : '+'),
          math('mn', {}, String(Math.abs(offset)))
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
