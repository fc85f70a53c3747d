import type { DateTime } from './dateTime';

/**
 * Throws unless each date comes after the one before it: what is cut at a date is wrong otherwise. Where
 * offsets from UTC are written, the clock may go back, as it does at the end of summer time.
 *
 * @param place of what a message says that it happened in a row
 * @param hint what else the message says
 */
export function requireOrder(
  place: (row: number) => string,
  dates: readonly DateTime[],
  hint: (row: number) => string = () => ''
): void {
  const other = dates.findIndex(
    ({ hasOffset }) => hasOffset !== dates[0].hasOffset
  );
  if (other > 0) {
    const [has, lacks] = dates[other].hasOffset ? [other, 0] : [0, other];
    throw new RangeError(
      `${place(other)}: ${dates[has].text} has an offset from UTC, and ${dates[lacks].text} has none; expected one in each row or in none`
    );
  }
  const at = dates.findIndex(
    ({ moment }, row) => row > 0 && moment <= dates[row - 1].moment
  );
  if (at > 0) {
    throw new RangeError(
      `${place(at)}: ${dates[at].text} comes after ${dates[at - 1].text}; expected the earliest first, each date once${hint(at)}`
    );
  }
}
