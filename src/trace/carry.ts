import { expressionText } from './expressionText';
import type {
  Channel,
  Equation,
  Expression,
  LayerTrace
} from './generated/types';
import { inSequence } from './layerTime';
import { readsStateBefore } from './readBack';

/**
 * How a state is carried from step to step, unit by unit: s = keep ⊙ s[t−1] + write.
 * For an LSTM's c, keep is f and write is i ⊙ g; for a GRU's h, keep is z and write (1 − z) ⊙ n.
 */
export interface Carry {
  readonly state: string;
  readonly keep: Expression;
  readonly write: Expression;
  /** Both as a reader of the sequence writes them. */
  readonly terms: { readonly keep: string; readonly write: string };
}

/**
 * Why the state of a layer cannot be taken apart: at every step all of it goes through a function, or
 * it is read from what is carried elsewhere and its own value before does not matter.
 */
export interface NoCarry {
  readonly reason: 'writtenOver' | 'readOut' | 'noEquation';
  readonly state: string | null;
}

/** What is asked of a layer, or of a cell, to find it. */
export interface CarryingLayer extends Pick<
  LayerTrace,
  'equations' | 'direction'
> {
  readonly channels: readonly Pick<Channel, 'name' | 'role'>[];
}

/**
 * Finds the carried state of a layer in its equations: the first state whose equation is linear in
 * its own value of the step before. A state that enters its own step only through a matrix or a
 * function (an RNN's h) is written over at every step and has no such split.
 */
export function findCarry(layer: CarryingLayer): Carry | NoCarry {
  const states = layer.channels.filter(channel => channel.role === 'state');
  let state: string | null = states[0]?.name ?? null;
  let found: Equation | undefined;
  for (const channel of states) {
    const equation = layer.equations.find(
      each => each.channel === channel.name
    );
    if (!equation) {
      continue;
    }
    found = equation;
    state = channel.name;
    const split = linear(equation.expression, channel.name);
    if (split?.keep) {
      return carryOf(layer, channel.name, split.keep, split.write ?? zero);
    }
  }
  return {
    reason:
      found === undefined
        ? 'noEquation'
        : readsBefore(found.expression, states)
          ? 'writtenOver'
          : 'readOut',
    state
  };
}

function carryOf(
  { direction }: CarryingLayer,
  state: string,
  keep: Expression,
  write: Expression
): Carry {
  const text = (part: Expression): string =>
    expressionText(inSequence(part, direction));
  return {
    state,
    keep,
    write,
    terms: { keep: text(keep), write: text(write) }
  };
}

/** Whether an equation reads a state of the layer of the step before, through whatever function. */
const readsBefore = (
  expression: Expression,
  states: readonly { readonly name: string }[]
): boolean => states.some(({ name }) => readsStateBefore(expression, name));

/** Whether a carry was found. */
export function isCarry(carry: Carry | NoCarry): carry is Carry {
  return 'keep' in carry;
}

/** Whether at every step all of the state goes through a function, as an RNN's h does. */
export const isWrittenOver = (carry: Carry | NoCarry): boolean =>
  !isCarry(carry) && carry.reason === 'writtenOver';

/**
 * The channel that alone says how much of a state beside the output is kept: f of an LSTM's c.
 *
 * @returns null where it is the output that is carried, or more than a channel says what is kept
 */
export function forgetGate(
  carry: Carry | NoCarry,
  output: string
): string | null {
  return isCarry(carry) &&
    carry.state !== output &&
    carry.keep.kind === 'symbol' &&
    carry.keep.role === 'channel'
    ? carry.keep.name
    : null;
}

const zero: Expression = { kind: 'number', value: 0 };
const one: Expression = { kind: 'number', value: 1 };

/** keep · s + write; an absent part is zero. */
interface Split {
  readonly keep: Expression | null;
  readonly write: Expression | null;
}

/** Splits an expression into keep · s[t−1] + write; null where it is not of that form. */
function linear(expression: Expression, state: string): Split | null {
  if (!readsStateBefore(expression, state)) {
    return {
      keep: null,
      write:
        expression.kind === 'number' && expression.value === 0
          ? null
          : expression
    };
  }
  if (expression.kind === 'symbol') {
    return { keep: one, write: null };
  }
  if (expression.kind !== 'operation') {
    return null;
  }
  const splits = expression.args.map(argument => linear(argument, state));
  if (splits.some(split => split === null)) {
    return null;
  }
  const parts = splits.filter(split => split !== null);
  switch (expression.name) {
    case 'add':
      return parts.reduce((sum, part) => ({
        keep: add(sum.keep, part.keep),
        write: add(sum.write, part.write)
      }));
    case 'subtract':
      return parts.reduce((difference, part) => ({
        keep: subtract(difference.keep, part.keep),
        write: subtract(difference.write, part.write)
      }));
    case 'negate':
      return {
        keep: subtract(null, parts[0].keep),
        write: subtract(null, parts[0].write)
      };
    case 'multiply':
      return parts.reduce<Split | null>(
        (product, part) => {
          if (!product || (product.keep && part.keep)) {
            return null;
          }
          return {
            keep: add(
              multiply(product.keep, part.write),
              multiply(product.write, part.keep)
            ),
            write: multiply(product.write, part.write)
          };
        },
        { keep: null, write: one }
      );
    case 'divide': {
      const [above, below] = parts;
      return parts.length === 2 && !below.keep && below.write
        ? {
            keep: divide(above.keep, below.write),
            write: divide(above.write, below.write)
          }
        : null;
    }
    case 'matmul':
      return null;
  }
}

function add(a: Expression | null, b: Expression | null): Expression | null {
  return a && b ? operation('add', a, b) : (a ?? b);
}

function subtract(
  a: Expression | null,
  b: Expression | null
): Expression | null {
  if (!b) {
    return a;
  }
  return a ? operation('subtract', a, b) : operation('negate', b);
}

function multiply(
  a: Expression | null,
  b: Expression | null
): Expression | null {
  if (!a || !b) {
    return null;
  }
  return a === one ? b : b === one ? a : operation('multiply', a, b);
}

function divide(a: Expression | null, b: Expression): Expression | null {
  return a && operation('divide', a, b);
}

function operation(
  name: Extract<Expression, { kind: 'operation' }>['name'],
  ...args: Expression[]
): Expression {
  return { kind: 'operation', name, args };
}
