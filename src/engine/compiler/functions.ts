import type { Operation } from '../tensor/operation';
import type { Builder, ElementwiseName } from './graph';
import { numberKey } from './graph';

/** An operation on each number by itself, as a step applies it. */
export interface AppliedFunction {
  readonly operation: Operation;
  readonly attributes: unknown;
  /** How many values it is of. */
  readonly arity: number;
}

/** The name of a function, what it is told and of how many values it is. */
export const keyOfFunction = (of: AppliedFunction): string =>
  [
    of.operation.name,
    ...numbersOf(of.attributes).map(numberKey),
    `of ${of.arity}`
  ].join(' ');

/** What an operation is told beside its inputs. */
export const numbersOf = (attributes: unknown): readonly number[] =>
  typeof attributes === 'number'
    ? [attributes]
    : (Object.values(attributes ?? {}) as number[]);

/** Functions of the tape that are one of the graph's. */
const simple: Readonly<Record<string, ElementwiseName>> = {
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  relu: 'relu',
  exp: 'exp',
  log: 'log',
  sqrt: 'sqrt',
  abs: 'abs',
  softplus: 'softplus',
  negate: 'negate'
};

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/** The most that a power is written as products of its base. */
const MOST_FACTORS = 8;

/** An operation on each number by itself, as values of the graph; null for one that is none of them. */
export function computed(
  of: Builder,
  name: string,
  inputs: readonly number[],
  attributes: unknown
): number | null {
  switch (name) {
    case 'add':
      return inputs.reduce((a, b) => of.of('add', a, b));
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'maximum':
    case 'minimum':
    case 'select':
      return of.of(name, ...inputs);
  }
  return functionOf(of, name, inputs[0], attributes);
}

function functionOf(
  of: Builder,
  name: string,
  x: number,
  attributes: unknown
): number | null {
  const one = simple[name];
  if (one) {
    return of.of(one, x);
  }
  const times = (a: number, b: number) => of.of('multiply', a, b);
  const number = (value: number) => of.number(value);
  if (name in curves && (name !== 'power' || isProduct(attributes as number))) {
    const numbers = numbersOf(attributes);
    return of.curve(curves[name].value(of, x, numbers), x, name, numbers);
  }
  switch (name) {
    case 'oneMinus':
      return of.of('subtract', number(1), x);
    case 'square':
      return times(x, x);
    case 'elu':
      return of.elu(x, [1, 1]);
    case 'selu':
      return of.elu(x, [SELU_SCALE, SELU_ALPHA]);
    case 'leakyRelu': {
      const positive = of.of('greater', x, number(0));
      return of.of(
        'select',
        positive,
        x,
        times(number(attributes as number), x)
      );
    }
    case 'power':
      return attributes === 0.5 ? of.of('sqrt', x) : null;
  }
  return null;
}

/** Whether a power is a product of its base, or one over it. */
const isProduct = (exponent: number) =>
  Number.isInteger(exponent) &&
  exponent !== 0 &&
  Math.abs(exponent) <= MOST_FACTORS;

/** A function whose slope is not that of what it is computed by: the rule of the tape, word for word. */
interface Curve {
  value(of: Builder, x: number, numbers: readonly number[]): number;
  /** What arrives at x of the derivative g by the value. */
  back(of: Builder, g: number, x: number, numbers: readonly number[]): number;
}

/**
 * Differentiated as they are computed, these would lose their digits (softsign far out), leave the numbers
 * on their way (a power) or have half a slope (a bound of clip).
 */
const curves: Readonly<Record<string, Curve>> = {
  clip: {
    value: (of, x, [low, high]) => between(of, x, low, high),
    back: (of, g, x, [low, high]) =>
      of.of(
        'select',
        of.of(
          'multiply',
          of.of('greaterEqual', x, of.number(low)),
          of.of('greaterEqual', of.number(high), x)
        ),
        g,
        of.number(0)
      )
  },
  hardSigmoid: {
    value: (of, x) => {
      const sixth = of.of('divide', x, of.number(6));
      return between(of, of.of('add', sixth, of.number(0.5)), 0, 1);
    },
    back: (of, g, x) => {
      const inside = of.of(
        'multiply',
        of.of('greater', x, of.number(-3)),
        of.of('greater', of.number(3), x)
      );
      return of.of('multiply', g, of.of('divide', inside, of.number(6)));
    }
  },
  softsign: {
    value: (of, x) => of.of('divide', x, farFrom0(of, x)),
    back: (of, g, x) => {
      const far = farFrom0(of, x);
      return of.of('divide', of.of('divide', g, far), far);
    }
  },
  swish: {
    value: (of, x) => of.of('multiply', x, of.of('sigmoid', x)),
    back: (of, g, x) => {
      const s = of.of('sigmoid', x);
      const rest = of.of('multiply', x, of.of('subtract', of.number(1), s));
      const slope = of.of('multiply', s, of.of('add', of.number(1), rest));
      return of.of('multiply', g, slope);
    }
  },
  power: {
    value: (of, x, [exponent]) => timesPower(of, of.number(1), x, exponent),
    back: (of, g, x, [exponent]) =>
      timesPower(of, of.of('multiply', g, of.number(exponent)), x, exponent - 1)
  },
  geluTanh: {
    value: (of, x) =>
      of.of('multiply', of.of('multiply', of.number(0.5), x), share(of, x)),
    back: (of, g, x) => {
      const times = (a: number, b: number) => of.of('multiply', a, b);
      const near = nearGelu(of, x);
      const t = of.of('tanh', bent(of, near));
      const steep = of.of(
        'add',
        of.number(1),
        times(of.number(3 * GELU_CUBE), times(near, near))
      );
      const slope = times(
        times(x, of.of('subtract', of.number(1), times(t, t))),
        times(of.number(GELU_SCALE), steep)
      );
      const half = times(of.number(0.5), of.of('add', share(of, x), slope));
      return times(g, half);
    }
  }
};

/** The way back through a curve of this name. */
export const backThroughCurve = (
  of: Builder,
  name: string,
  numbers: readonly number[],
  g: number,
  x: number
): number => curves[name].back(of, g, x, numbers);

const between = (of: Builder, x: number, low: number, high: number) =>
  of.of('minimum', of.of('maximum', x, of.number(low)), of.number(high));

const farFrom0 = (of: Builder, x: number) =>
  of.of('add', of.of('abs', x), of.number(1));

const GELU_SCALE = Math.sqrt(2 / Math.PI);
const GELU_CUBE = 0.044715;

/** Further out its tanh is ±1 to the last digit, and a square would leave the numbers. */
const nearGelu = (of: Builder, x: number) => between(of, x, -10, 10);

function bent(of: Builder, x: number): number {
  const cube = of.of('multiply', of.of('multiply', x, x), x);
  const more = of.of('multiply', of.number(GELU_CUBE), cube);
  return of.of('multiply', of.number(GELU_SCALE), of.of('add', x, more));
}

const share = (of: Builder, x: number) =>
  of.of('add', of.number(1), of.of('tanh', bent(of, nearGelu(of, x))));

/** `y · x^exponent` by products. */
function timesPower(
  of: Builder,
  y: number,
  x: number,
  exponent: number
): number {
  if (exponent === 0) {
    return y;
  }
  let product = x;
  for (let at = 1; at < Math.abs(exponent); at++) {
    product = of.of('multiply', product, x);
  }
  return of.of(exponent < 0 ? 'divide' : 'multiply', y, product);
}
