import { requireInteger, requireOnce } from '../base/check';
import { described } from '../base/described';

/**
 * The seeds of repeated trainings: those that were given, or 1 to so many.
 *
 * @throws TypeError when they are no whole numbers, or none; RangeError when one is there twice: the same
 *   training would count as two
 */
export function requireSeeds(who: string, given: unknown): readonly number[] {
  if (Array.isArray(given)) {
    if (given.length === 0 || !given.every(Number.isSafeInteger)) {
      throw new TypeError(
        `${who}: seeds must be whole numbers, at least one, got ${described(given)}`
      );
    }
    requireOnce(who, 'seeds', given);
    return given as number[];
  }
  const count = requireInteger(who, 'seeds', given);
  return Array.from({ length: count }, (_, at) => at + 1);
}
