import type { Careless, Numbers, Reference } from '../answers';
import { same, type Within } from './sameNumbers';

/** What an answer gave for each case of a reference. */
export interface Given {
  readonly wanted: readonly Numbers[];
  readonly got: readonly (Numbers | null)[];
  readonly within: Within;
}

/**
 * The careless answer behind wrong numbers: the one that gives the same in every case. Where there is
 * none, two slips may have been made at once: then each wrong case is what one of the two gives, and
 * the one is told that is behind the first wrong case and one more. Where the answer gave no numbers, as
 * behind the end of a list, any slip may have led there that is behind the wrong numbers.
 */
export function carelessIn(
  { cases, careless }: Reference<readonly unknown[]>,
  { wanted, got, within }: Given
): Careless<readonly unknown[]> | undefined {
  // The arguments are recreated for each: an answer may change them.
  const found = careless.map(({ of }) =>
    cases().map((args, at) => same(of(...args), got[at], within))
  );
  const wrong = [...wanted.keys()].filter(
    at => !same(wanted[at], got[at], within)
  );
  const whole = found.findIndex(
    hits =>
      wrong.some(at => hits[at]) &&
      hits.every((hit, at) => hit || got[at] === null)
  );
  if (whole >= 0) {
    return careless[whole];
  }
  const one = found.findIndex(
    hits =>
      hits[wrong[0]] &&
      wrong.filter(at => hits[at]).length > 1 &&
      found.some(others => wrong.every(at => hits[at] || others[at]))
  );
  return one < 0 ? undefined : careless[one];
}
