import type { Expression } from '../../trace';
import type { CodeRange } from './codeRange';
import { pythonParts } from './pythonTerms';

/**
 * Finds where a line of a step function computes an expression: `f ⊙ c[t−1]` is `mul(f, cBefore)`,
 * or `f.mul(c)`. The names in the code may end in Before, Prev, Next and the like; the order of
 * factors and summands does not matter. Null where no call of the line has this form.
 */
export function findInCode(
  line: string,
  expression: Expression
): CodeRange | null {
  const wanted = shapeOf(expression);
  for (let start = 0; start < line.length; start++) {
    const startsName =
      /[A-Za-z_$]/.test(line[start]) &&
      (start === 0 || !/[\w$.]/.test(line[start - 1]));
    if (!startsName) {
      continue;
    }
    for (const found of parseFrom(line, start)) {
      if (found.shape === wanted) {
        return { start, end: found.end };
      }
    }
  }
  return null;
}

/** The same in a line of Python: `f ⊙ c[t−1]` is `f * c`. */
export function findInPython(
  line: string,
  expression: Expression
): CodeRange | null {
  const wanted = shapeOf(expression);
  const found = pythonParts(line, call).find(({ shape }) => shape === wanted);
  return found ? { start: found.start, end: found.end } : null;
}

/** What an expression is, with the order of operands and the times of states left out. */
function shapeOf(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'symbol':
      return `${expression.name}${expression.subscript ?? ''}`.replace('_', '');
    case 'call':
      return call(expression.name, expression.args.map(shapeOf));
    case 'operation':
      return call(expression.name, expression.args.map(shapeOf));
  }
}

const orderless = new Set(['add', 'multiply', 'matmul']);
const names: Readonly<Partial<Record<string, string>>> = {
  mul: 'multiply',
  sub: 'subtract',
  div: 'divide',
  neg: 'negate',
  pow: 'power',
  dot: 'matmul'
};

function call(name: string, args: readonly string[]): string {
  const known = names[name] ?? name;
  if (known === 'oneMinus') {
    return call('subtract', ['1', ...args]);
  }
  if (!orderless.has(known)) {
    return `${known}(${args.join(',')})`;
  }
  // Nested sums are one sum.
  const flat = args.flatMap(argument =>
    known === 'add' && argument.startsWith('add(')
      ? splitArguments(argument.slice(4, -1))
      : [argument]
  );
  return `${known}(${flat.sort().join(',')})`;
}

function splitArguments(text: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    depth += text[index] === '(' ? 1 : text[index] === ')' ? -1 : 0;
    if (depth === 0 && text[index] === ',') {
      pieces.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...pieces, text.slice(start)];
}

interface Parsed {
  readonly shape: string;
  readonly end: number;
}

/** Reads `name`, `name(…)`, `a.b`, `a.name(…)` from a place on; the shortest form first. */
function parseFrom(line: string, start: number): Parsed[] {
  const found: Parsed[] = [];
  const number = /^\d+(?:\.\d+)?/.exec(line.slice(start));
  if (number) {
    return [
      { shape: String(Number(number[0])), end: start + number[0].length }
    ];
  }
  let at = start;
  let shape = '';
  for (;;) {
    const name = /^[A-Za-z_$][\w$]*/.exec(line.slice(at))?.[0];
    if (!name) {
      return found;
    }
    at += name.length;
    const args = line[at] === '(' ? parseArguments(line, at) : null;
    if (args) {
      shape = call(name, shape === '' ? args.shapes : [shape, ...args.shapes]);
      at = args.end;
    } else {
      // `p.Wf`: the last name counts.
      shape = plainName(name);
    }
    found.push({ shape, end: at });
    if (line[at] !== '.') {
      return found;
    }
    at += 1;
  }
}

function parseArguments(
  line: string,
  open: number
): { readonly shapes: readonly string[]; readonly end: number } | null {
  const shapes: string[] = [];
  let at = open + 1;
  for (;;) {
    at += /^\s*/.exec(line.slice(at))?.[0].length ?? 0;
    if (line[at] === ')') {
      return { shapes, end: at + 1 };
    }
    const argument = parseFrom(line, at).at(-1);
    if (!argument) {
      return null;
    }
    shapes.push(argument.shape);
    at = argument.end;
    at += /^\s*,?/.exec(line.slice(at))?.[0].length ?? 0;
    if (at >= line.length) {
      return null;
    }
  }
}

/** `cBefore`, `c_prev` and `cNext` are c. */
function plainName(name: string): string {
  return name
    .replace(/_?(?:before|prev(?:ious)?|next|new|old|last)$/i, '')
    .replace('_', '');
}
