// How a claim says, of one place of its sweep, whether its sentence is true there.

export const mean = values =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

/** The standard error of a mean. */
export function standardError(values) {
  const middle = mean(values);
  const squares = values.reduce((sum, each) => sum + (each - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

/** How many of its own standard errors the mean of one is above that of the other. */
export function errorsApart(one, other) {
  const error = Math.hypot(standardError(one), standardError(other));
  const apart = mean(one) - mean(other);
  return apart === 0 ? 0 : apart / error;
}

const byErrors = (apart, words) =>
  apart > 2
    ? { verdict: 'holds', words: words() }
    : apart < -2
      ? { verdict: 'fails', words: 'the other way round' }
      : { verdict: 'partly', words: 'within chance' };

/** A difference of means: one is above the other by more than twice its standard error, or not. */
export const above = (one, other, words) =>
  byErrors(errorsApart(one, other), () => words(mean(one), mean(other)));

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
