/** What stands where a number is missing: the earlier one, or a straight line to the next. */
export type Filling = 'previous' | 'interpolate';

/**
 * Numbers in place of the gaps (NaN): the earlier one or a straight line between two; before the first and
 * after the last, that one.
 *
 * @param parts where a part begins of which nothing may be known before it: a gap that reaches into one keeps
 *   the earlier number up to there, and stays a gap where there is none
 */
export function fillGaps(
  values: Float64Array,
  filling: Filling,
  parts: readonly number[] = []
): Float64Array {
  const known = [...values.keys()].filter(at => !Number.isNaN(values[at]));
  let next = 0;
  return values.map((value, at) => {
    while (next < known.length && known[next] < at) {
      next += 1;
    }
    const after = known[next];
    const before = known[next - 1];
    if (after === at) {
      return value;
    }
    const isUnknown =
      after === undefined || parts.some(part => at < part && part <= after);
    if (isUnknown || (filling === 'previous' && before !== undefined)) {
      return before === undefined ? NaN : values[before];
    }
    if (before === undefined) {
      return values[after];
    }
    const share = (at - before) / (after - before);
    return values[before] + share * (values[after] - values[before]);
  });
}
