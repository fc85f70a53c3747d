import type { Translate } from '../../../scene/words/translate';

/** What was typed cannot be read; the message says why, for the reader. */
export class TypedError extends Error {}

/** A formula's value at t. */
export type Formula = (t: number) => number;

const functions: Readonly<Record<string, (...values: number[]) => number>> = {
  exp: Math.exp,
  ln: Math.log,
  log: Math.log,
  sqrt: Math.sqrt,
  abs: Math.abs,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  sigmoid: value => 1 / (1 + Math.exp(-value)),
  min: Math.min,
  max: Math.max
};

/** How many values a function takes; the others take one. */
const arities: Readonly<Record<string, number>> = { min: 2, max: 2 };

const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

/** Deeper than anybody types; beyond it the reader's own stack would run out. */
const DEEPEST = 50;

const TOKEN = /\s*(?:(\d+(?:\.\d*)?|\.\d+)|([a-z]+)|(\*\*|.))/giuy;

/**
 * Reads a formula in t, such as `0.9^t`, `1 - t/10` or `exp(-t/6)`: the four operations, powers,
 * brackets, pi, e, a product without its sign (`2t`), and the functions of the table above.
 *
 * @throws TypedError that says what it stumbled over
 */
export function readFormula(text: string, translate: Translate): Formula {
  const tokens = [...text.trim().matchAll(TOKEN)].map(([whole]) =>
    signOf(whole.trim().toLowerCase())
  );
  let at = 0;
  let depth = 0;
  const fail = (): never => {
    throw new TypedError(
      at < tokens.length
        ? translate('“%1” does not belong here.', tokens[at])
        : translate('The formula ends too early.')
    );
  };
  const take = (...wanted: string[]): string | null =>
    at < tokens.length && wanted.includes(tokens[at]) ? tokens[at++] : null;
  const expect = (wanted: string): void => {
    if (take(wanted) === null) {
      throw new TypedError(translate('A “%1” is missing.', wanted));
    }
  };

  const sum = (): Formula => {
    let left = product();
    for (let sign = take('+', '-'); sign; sign = take('+', '-')) {
      const [before, after, plus] = [left, product(), sign === '+'];
      left = t => (plus ? before(t) + after(t) : before(t) - after(t));
    }
    return left;
  };
  const product = (): Formula => {
    let left = signed();
    for (;;) {
      const sign = take('*', '/') ?? (beginsValue(tokens[at]) ? '*' : null);
      if (sign === null) {
        return left;
      }
      const [before, after, times] = [left, signed(), sign === '*'];
      left = t => (times ? before(t) * after(t) : before(t) / after(t));
    }
  };
  /** A sign binds less than a power: −t^2 is −(t^2). */
  const signed = (): Formula => {
    const sign = take('-', '+');
    if (sign === null) {
      return power();
    }
    const value = deeper(signed);
    return sign === '-' ? t => -value(t) : value;
  };
  const power = (): Formula => {
    const base = value();
    if (take('^') === null) {
      return base;
    }
    const exponent = deeper(signed);
    return t => base(t) ** exponent(t);
  };
  const value = (): Formula => {
    const token = tokens[at];
    if (token === undefined) {
      return fail();
    }
    if (/^[\d.]/.test(token) && Number.isFinite(Number(token))) {
      at += 1;
      return () => Number(token);
    }
    if (take('(') !== null) {
      const inner = deeper(sum);
      expect(')');
      return inner;
    }
    if (!/^[a-z]/.test(token)) {
      return fail();
    }
    at += 1;
    return named(token);
  };
  const named = (name: string): Formula => {
    if (name === 't') {
      return t => t;
    }
    if (Object.hasOwn(constants, name)) {
      return () => constants[name];
    }
    if (!Object.hasOwn(functions, name)) {
      throw new TypedError(
        translate(
          '“%1” is not known. A formula may have t, numbers, + − × / ^, brackets, and %2.',
          name,
          Object.keys(functions).join(', ')
        )
      );
    }
    expect('(');
    const values = [deeper(sum)];
    for (let more = 1; more < (arities[name] ?? 1); more += 1) {
      expect(',');
      values.push(deeper(sum));
    }
    expect(')');
    return t => functions[name](...values.map(each => each(t)));
  };
  const deeper = (read: () => Formula): Formula => {
    depth += 1;
    if (depth > DEEPEST) {
      throw new TypedError(translate('The formula has too many brackets.'));
    }
    const inner = read();
    depth -= 1;
    return inner;
  };

  const formula = sum();
  return at < tokens.length ? fail() : formula;
}

/** A number does not follow another value without a sign: `1..2` and `1 2` are slips. */
const beginsValue = (token: string | undefined): boolean =>
  token !== undefined && /^[a-z(]/.test(token);

/** The signs that a page or another language writes. */
const signs: ReadonlyMap<string, string> = new Map([
  ['−', '-'],
  ['–', '-'],
  ['×', '*'],
  ['·', '*'],
  ['÷', '/'],
  ['**', '^']
]);

const signOf = (token: string): string => signs.get(token) ?? token;
