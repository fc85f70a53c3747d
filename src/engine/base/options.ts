import {
  requireBoolean,
  requireFunction,
  requireInputShape,
  requireInteger,
  requireKnown,
  requireNumber,
  requireObject,
  requireOneOf,
  requireText
} from './check';
import { described } from './described';

/** Whose layout, initial values, biases and defaults. */
export type Convention = 'keras' | 'pytorch';

/** Extents without the batch; null where any length fits (time). */
export type Extents = readonly (number | null)[];

/** What one option may be, and what stands for it when it is not given. */
export class Option<T> {
  constructor(
    /** Throws a TypeError that names the option; `all` holds the others as they were given. */
    readonly read: (
      who: string,
      name: string,
      value: unknown,
      all: Readonly<Record<string, unknown>>
    ) => T
  ) {}

  /** With a value for when it is not given. */
  or(fallback: T): Option<T> {
    return this.orBy({ keras: fallback, pytorch: fallback });
  }

  /** With a value for each framework whose convention is asked for. */
  orBy(fallback: Readonly<Record<Convention, T>>): Option<T> {
    return new Option((who, name, value, all) =>
      isGiven(value)
        ? this.read(who, name, value, all)
        : fallback[all.convention === 'pytorch' ? 'pytorch' : 'keras']
    );
  }

  /** Undefined when it is not given. */
  optional(): Option<T | undefined> {
    return (this as Option<T | undefined>).or(undefined);
  }
}

const isGiven = (value: unknown) => value !== undefined && value !== null;

type Fields = Readonly<Record<string, Option<unknown>>>;

/** What a reader makes of options: every default filled in. */
export type Settled<F> = {
  readonly [K in keyof F]: F[K] extends Option<infer T> ? T : never;
};

/** The options that the fields describe, as a caller may leave them out. */
type Taken<F> = { readonly [K in keyof F]?: Settled<F>[K] | undefined };

/** Neither side may know a name that the other does not. */
type SameNames<O, F> = [
  Exclude<keyof O, keyof F> | Exclude<keyof F, keyof O>
] extends [never]
  ? unknown
  : {
      readonly unmatched: Exclude<keyof O, keyof F> | Exclude<keyof F, keyof O>;
    };

/** Checks options and fills in the defaults. @throws TypeError that names the option */
export interface OptionsReader<F> {
  <O extends Taken<F>>(given: O & SameNames<O, F>): Settled<F>;
}

/**
 * The options of one function: their names, types, ranges and defaults in one place. The type of
 * what is read must have the same names, or it does not compile.
 *
 * @param who the public function, for messages
 */
export function options<F extends Fields>(
  who: string,
  fields: F
): OptionsReader<F> {
  const entries = Object.entries(fields);
  const names = Object.keys(fields);
  return given => {
    requireKnown(who, given, names);
    const all = given as Readonly<Record<string, unknown>>;
    const settled: Record<string, unknown> = {};
    for (const [name, option] of entries) {
      settled[name] = option.read(who, name, all[name], all);
    }
    return settled as Settled<F>;
  };
}

/** A whole number of at least `least`. */
export const integer = (least = 1): Option<number> =>
  new Option((who, name, value) => requireInteger(who, name, value, least));

/** A finite number between the bounds. */
export const number = (
  bounds: {
    readonly least?: number;
    readonly most?: number;
    readonly below?: number;
  } = {}
): Option<number> =>
  new Option((who, name, value) => requireNumber(who, name, value, bounds));

/** A finite number above 0. */
export const positive: Option<number> = new Option((who, name, value) => {
  if (requireNumber(who, name, value, { least: 0 }) === 0) {
    throw new TypeError(`${who}: ${name} must be greater than 0, got 0`);
  }
  return value as number;
});

export const flag: Option<boolean> = new Option(requireBoolean);
export const text: Option<string> = new Option(requireText);
/** The name of a file. */
export const path: Option<string> = new Option((who, name, value) => {
  if (typeof value !== 'string' || value === '') {
    throw new TypeError(
      `${who}: ${name} must name a file, got ${described(value)}`
    );
  }
  return value;
});

/** @param others further words, each for one of these */
export const oneOf = <const T extends string>(
  allowed: readonly T[]
): Option<T> =>
  new Option((who, name, value) =>
    requireOneOf(who, name, value as T, allowed)
  );

export const convention: Option<Convention> = oneOf(['keras', 'pytorch']);

export const seed: Option<number | undefined> = integer(
  -Number.MAX_SAFE_INTEGER
).optional();

export const extents: Option<Extents> = new Option((who, _name, value) => {
  requireInputShape(who, value);
  return value as Extents;
});

/** A function; which one it is, the types alone say. */
export const callable = <T>(): Option<T> =>
  new Option((who, name, value) => {
    requireFunction(who, name, value);
    return value as T;
  });

/** A list; what it holds, the types alone say. */
export const list = <T>(example = ''): Option<readonly T[]> =>
  new Option((who, name, value) => {
    if (!Array.isArray(value)) {
      throw new TypeError(
        `${who}: ${name} must be a list${example && ` such as ${example}`}, got ${described(value)}`
      );
    }
    // With undefined where it has holes, which JavaScript's own walks pass.
    return Array.from(value as readonly T[]);
  });

/** An object; what it holds, the types alone say. */
export const object = <T>(): Option<T> =>
  new Option((who, name, value) => {
    requireObject(who, name, value);
    return value as T;
  });

/** Whatever comes: its reader checks it. */
export const anything = <T>(): Option<T> =>
  new Option((_who, _name, value) => value as T);
