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

/** A difference of means: one is above the other by more than twice its standard error, or not. */
export function above(one, other, words) {
  const apart = errorsApart(one, other);
  return apart > 2
    ? { verdict: 'holds', words: words(mean(one), mean(other)) }
    : apart < -2
      ? { verdict: 'fails', words: 'the other way round' }
      : { verdict: 'partly', words: 'within chance' };
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
