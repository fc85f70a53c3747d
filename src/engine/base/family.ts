import { requireName, suggestion } from './check';

/** What JavaScript asks of any object: whether it is a promise, and how it is written as JSON. */
const protocol = new Set(['then', 'toJSON']);

/**
 * Functions under one name, such as `layers`, with an error for a name that is not among them: by
 * itself JavaScript says `layers.LSTM is not a function`, and not what is meant.
 *
 * @param who the name of the whole
 * @throws TypeError when a member is asked for that there is not
 */
export function family<T extends object>(who: string, members: T): T {
  return new Proxy(members, {
    get(target, name, receiver) {
      if (
        typeof name === 'string' &&
        !(name in target) &&
        !protocol.has(name) &&
        /^[a-z]/i.test(name)
      ) {
        const names = Object.keys(target);
        throw new TypeError(
          `${who}: there is no '${name}'${suggestion(name, names, `${who}.`)}; there are ${names.join(', ')}`
        );
      }
      return Reflect.get(target, name, receiver) as unknown;
    }
  });
}

/**
 * What a function of the user's own makes of values under their names. Where it fails after it asked
 * for a name that is not among them, that name is the fault: by itself JavaScript says that
 * `undefined` has no `matmul`. One that asks and goes on without it, such as
 * `({ h, c }) => (c ?? h).sum()` for any cell, is left alone, also where it then fails by something else.
 *
 * @param kind what is named: a channel, a weight
 * @throws RangeError for a name that there is not; otherwise what the function throws
 */
export function ofNamed<T, R>(
  who: string,
  kind: string,
  values: Readonly<Record<string, T>>,
  use: (values: Readonly<Record<string, T>>) => R
): R {
  const missing: string[] = [];
  try {
    return use(
      new Proxy(values, {
        get(target, name, receiver) {
          if (
            typeof name === 'string' &&
            !(name in target) &&
            !protocol.has(name)
          ) {
            missing.push(name);
          }
          return Reflect.get(target, name, receiver) as T;
        }
      })
    );
  } catch (error) {
    if (missing.length > 0 && /undefined/.test((error as Error).message)) {
      requireName(who, kind, missing[0], Object.keys(values));
    }
    throw error;
  }
}
