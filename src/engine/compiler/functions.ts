import type { Builder, Elementwise } from './graph';

/** Functions of the tape that are one of the graph's. */
const simple: Readonly<Record<string, Elementwise>> = {
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

/** A function of one value as values of the graph; null for one that is none of them. */
export function functionOf(
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
  switch (name) {
    case 'oneMinus':
      return of.of('subtract', number(1), x);
    case 'square':
      return times(x, x);
    case 'elu':
      return of.elu(x, [1, 1]);
    case 'selu':
      return of.elu(x, [SELU_SCALE, SELU_ALPHA]);
    case 'swish':
      return times(x, of.of('sigmoid', x));
    case 'softsign':
      return of.of('divide', x, of.of('add', of.of('abs', x), number(1)));
    case 'hardSigmoid': {
      const line = of.of('add', of.of('divide', x, number(6)), number(0.5));
      return bounded(of, line, 0, 1, {
        inside: times(
          of.of('greater', x, number(-3)),
          of.of('greater', number(3), x)
        )
      });
    }
    case 'clip': {
      const { minimum, maximum } = attributes as {
        readonly minimum: number;
        readonly maximum: number;
      };
      return bounded(of, x, minimum, maximum, {
        inside: times(
          of.of('greaterEqual', x, number(minimum)),
          of.of('greaterEqual', number(maximum), x)
        )
      });
    }
    case 'leakyRelu': {
      const positive = of.of('greater', x, number(0));
      return of.of(
        'select',
        positive,
        x,
        times(number(attributes as number), x)
      );
    }
    case 'geluTanh': {
      const cube = times(times(x, x), x);
      const bent = times(
        number(Math.sqrt(2 / Math.PI)),
        of.of('add', x, times(number(0.044715), cube))
      );
      const half = times(number(0.5), x);
      return times(half, of.of('add', number(1), of.of('tanh', bent)));
    }
    case 'power':
      return power(of, x, attributes as number);
  }
  return null;
}

/**
 * `x` inside of two bounds, the bound outside. The slope is that of `x` where `inside` says so: what
 * lies outside is a constant there, as it is on the tape.
 */
function bounded(
  of: Builder,
  x: number,
  low: number,
  high: number,
  { inside }: { readonly inside: number }
): number {
  const below = of.of('greater', of.number(low), x);
  const end = of.of('select', below, of.number(low), of.number(high));
  // At a bound whose slope is 0 the bound itself is taken; NaN is inside of nothing, and stays NaN.
  const isNumber = of.of('greaterEqual', x, x);
  const outside = of.of('select', isNumber, end, x);
  const flat = of.of(
    'select',
    of.of('greaterEqual', x, of.number(high)),
    of.number(high),
    outside
  );
  return of.of('select', inside, x, flat);
}

function power(of: Builder, x: number, exponent: number): number | null {
  if (exponent === 0.5) {
    return of.of('sqrt', x);
  }
  const factors = Math.abs(exponent);
  if (!Number.isInteger(exponent) || factors > MOST_FACTORS || factors === 0) {
    return null;
  }
  let product = x;
  for (let at = 1; at < factors; at++) {
    product = of.of('multiply', product, x);
  }
  return exponent < 0 ? of.of('divide', of.number(1), product) : product;
}
