import { suggestion } from './check';

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
