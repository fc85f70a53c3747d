import { described } from '../base/described';

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
