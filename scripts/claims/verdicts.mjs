// How a claim says, of one place of its sweep, whether its sentence is true there. A claim of one's own in a
// notebook is judged by the same rules.

import { above, byErrors, errorsApart, standardError } from './rules.mjs';

export { above, errorsApart, standardError };

export const mean = values =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

/** As `above`, of what was run with the same seeds or searches: each is compared with its like. */
export function pairedAbove(one, other, words) {
  const ahead = one.map((each, at) => each - other[at]);
  return byErrors(mean(ahead) / standardError(ahead), () =>
    words(mean(one), mean(other))
  );
}

const share = (found, all) =>
  found === 0 ? 'holds' : found === all ? 'fails' : 'partly';

/** So many seeds do what the sentence excludes: none, some, or all. */
export function none(values, does, words) {
  const found = values.filter(does).length;
  return {
    verdict: share(found, values.length),
    words: `${found} of ${values.length} ${words}`
  };
}

/** So many seeds do what the sentence says: all, some, or none. */
export function every(values, does, words) {
  const found = values.filter(does).length;
  return {
    verdict: share(values.length - found, values.length),
    words: `${found} of ${values.length} ${words}`
  };
}
