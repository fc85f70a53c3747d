import { described, isRecord } from './described';

/** Throws unless the value is a whole number of at least `least` that, as all near it, a double holds exactly. */
export function requireInteger(
  who: string,
  name: string,
  value: unknown,
  least = 1
): number {
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    const isTooLarge = Number.isInteger(value) && (value as number) >= least;
    const bounds = isTooLarge
      ? `between ${least} and ${Number.MAX_SAFE_INTEGER}`
      : `of at least ${least}`;
    throw new TypeError(
      `${who}: ${name} must be a whole number ${bounds}, got ${described(value)}`
    );
  }
  return value as number;
}

/** Throws unless the value is a finite number between the bounds. */
export function requireNumber(
  who: string,
  name: string,
  value: unknown,
  { least = -Infinity, most = Infinity, below = Infinity } = {}
): number {
  if (
    typeof value !== 'number' ||
    !Number.isFinite(value) ||
    value < least ||
    value > most ||
    value >= below
  ) {
    const bounds =
      below !== Infinity
        ? `a number of at least ${least} and below ${below}`
        : least === -Infinity && most === Infinity
          ? 'a finite number'
          : most === Infinity
            ? `a number of at least ${least}`
            : `a number between ${least} and ${most}`;
    throw new TypeError(
      `${who}: ${name} must be ${bounds}, got ${described(value)}`
    );
  }
  return value;
}

/** Throws unless each is a number, perhaps an infinite one. */
export function requireBounds(
  who: string,
  bounds: Readonly<Record<string, unknown>>
): void {
  for (const [name, bound] of Object.entries(bounds)) {
    if (typeof bound !== 'number' || Number.isNaN(bound)) {
      throw new TypeError(
        `${who}: ${name} must be a number, got ${described(bound)}`
      );
    }
  }
}

/** Throws unless the value is one of those named. */
export function requireOneOf<T extends string>(
  who: string,
  name: string,
  value: unknown,
  allowed: readonly T[]
): T {
  if (!allowed.includes(value as T)) {
    throw new TypeError(
      `${who}: ${name} must be ${listed(allowed)}, got ${described(value)}`
    );
  }
  return value as T;
}

/** Throws on an option that does not exist, with the nearest name that does. */
export function requireKnown(
  who: string,
  options: unknown,
  allowed: readonly string[]
): void {
  if (!isRecord(options)) {
    throw new TypeError(
      `${who}: expected an object of options { ${allowed.join(', ')} }, got ${described(options)}`
    );
  }
  for (const name of Object.keys(options)) {
    if (!allowed.includes(name)) {
      throw new TypeError(
        `${who}: there is no option '${name}'${suggestion(name, allowed)}; the options are ${allowed.join(', ')}`
      );
    }
  }
}

/** Throws unless the value is a list of extents, null where any fits. */
export function requireInputShape(who: string, value: unknown): void {
  if (
    !Array.isArray(value) ||
    value.length === 0 ||
    value.some(
      extent => extent !== null && !(Number.isSafeInteger(extent) && extent > 0)
    )
  ) {
    throw new TypeError(
      `${who}: inputShape must be a list of extents such as [null, 3], null where any length fits, got ${
        Array.isArray(value)
          ? `[${value.map(String).join(', ')}]`
          : described(value)
      }`
    );
  }
}

/** Throws unless the value is true or false. */
export function requireBoolean(
  who: string,
  name: string,
  value: unknown
): boolean {
  if (typeof value !== 'boolean') {
    throw new TypeError(
      `${who}: ${name} must be true or false, got ${described(value)}`
    );
  }
  return value;
}

/** Throws unless the value is a text. */
export function requireText(who: string, name: string, value: unknown): string {
  if (typeof value !== 'string') {
    throw new TypeError(
      `${who}: ${name} must be a text, got ${described(value)}`
    );
  }
  return value;
}

/** Throws unless the value can name a file. */
export function requirePath(who: string, path: unknown): string {
  if (typeof path !== 'string' || path === '') {
    throw new TypeError(
      `${who}: expected the name of a file, got ${described(path)}`
    );
  }
  return path;
}

/** Throws unless the value is an object and no list. */
export function requireObject(who: string, name: string, value: unknown): void {
  if (!isRecord(value)) {
    throw new TypeError(
      `${who}: ${name} must be an object, got ${described(value)}`
    );
  }
}

/**
 * Throws unless the value is one of the names that there are.
 *
 * @param kind what is named: a layer, a variable
 */
export function requireName(
  who: string,
  kind: string,
  value: unknown,
  names: readonly string[]
): void {
  const all = `the ${kind}s are ${names.join(', ')}`;
  if (typeof value !== 'string') {
    throw new TypeError(
      `${who}: expected the name of a ${kind}, got ${described(value)}; ${all}`
    );
  }
  if (!names.includes(value)) {
    throw new RangeError(
      `${who}: there is no ${kind} '${value}'${suggestion(value, names)}; ${all}`
    );
  }
}

/** The list, with undefined where it has holes, which JavaScript's own walks pass. @throws TypeError unless it is a list */
export function requireList<T>(
  who: string,
  name: string,
  value: readonly T[]
): readonly T[] {
  const given: unknown = value;
  if (!Array.isArray(given)) {
    throw new TypeError(
      `${who}: ${name} must be a list, got ${described(given)}`
    );
  }
  return Array.from(value);
}

/** Throws unless the value is a function. */
export function requireFunction(
  who: string,
  name: string,
  value: unknown
): void {
  if (typeof value !== 'function') {
    throw new TypeError(
      `${who}: ${name} must be a function, got ${described(value)}`
    );
  }
}

/** ` (did you mean 'units'?)`, or nothing when no name is near. @param prefix what stands before it in code */
export function suggestion(
  name: string,
  allowed: readonly string[],
  prefix = ''
): string {
  const near = allowed
    .map(other => ({
      other,
      distance: editDistance(name.toLowerCase(), other.toLowerCase())
    }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near && near.distance <= Math.max(2, name.length / 3)
    ? ` (did you mean '${prefix}${near.other}'?)`
    : '';
}

/** `'a', 'b' or 'c'` */
export function listed(names: readonly string[]): string {
  const quoted = names.map(name => `'${name}'`);
  return quoted.length < 2
    ? quoted.join('')
    : `${quoted.slice(0, -1).join(', ')} or ${quoted[quoted.length - 1]}`;
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(
        Math.min(
          row[j] + 1,
          next[j - 1] + 1,
          row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
        )
      );
    }
    row = next;
  }
  return row[b.length];
}

/**
 * A maker that has no options, and says so to a caller that gives it one that another library has.
 *
 * @param who its public name
 * @throws TypeError, when it is called, on any argument
 */
export function withoutOptions<T>(who: string, make: () => T): () => T {
  return (...given: readonly unknown[]) => {
    for (const one of given.filter(value => value !== undefined)) {
      const [option] = Object.keys(Object(one) as object);
      if (option !== undefined || typeof one !== 'object') {
        throw new TypeError(
          `${who} takes no options, got ${option === undefined || Array.isArray(one) ? described(one) : `'${option}'`}`
        );
      }
    }
    return make();
  };
}

/**
 * Throws where one of a list is there twice.
 *
 * @param first those before it may come again
 */
export function requireOnce(
  who: string,
  name: string,
  list: readonly unknown[],
  first = 0
): void {
  const places = new Map<unknown, number>();
  for (const [at, one] of [...list.entries()].slice(first)) {
    const before = places.get(one);
    if (before !== undefined) {
      throw new RangeError(
        `${who}: each of ${name} must be there once; ${described(one)} is at ${before} and ${at}`
      );
    }
    places.set(one, at);
  }
}
