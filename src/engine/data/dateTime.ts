/** A date, perhaps with a time, as a table has it. */
export interface DateTime {
  /** As ISO writes it: `2015-01-31`, and behind a space or a `T` `13:00`, with what follows. */
  readonly text: string;
  /** Milliseconds of the date and the time that are written, whatever the offset: what a clock there says. */
  readonly clock: number;
  /** Milliseconds of the moment, by the offset from UTC; the clock's where none is written. */
  readonly moment: number;
  readonly hasOffset: boolean;
}

const FORM =
  /^(?<day>\d{4}-\d\d-\d\d)(?:(?<mark>[T ])(?<hour>\d\d?):(?<minute>\d\d)(?<seconds>:\d\d(?:\.\d+)?)?(?: ?(?<half>[AaPp])[Mm])?(?<offset>Z| ?[+-]\d\d(?::?\d\d)?)?)?$/;

const MINUTE = 60_000;

/**
 * Reads `2015-01-31`, `2015-01-31 13:00`, `2015-01-31T13:00:00.5+02:00`, also with an hour of one digit,
 * of the 12-hour clock, or 24:00 for the end of a day, which the text of the answer has not.
 *
 * @returns null for what is no date, or a time that no clock shows
 */
export function dateTime(text: string): DateTime | null {
  const found = FORM.exec(text)?.groups;
  const midnight = found === undefined ? NaN : midnightOf(found.day);
  if (found === undefined || Number.isNaN(midnight)) {
    return null;
  }
  const { day, mark, half, minute, seconds = '', offset = '' } = found;
  if (mark === undefined) {
    return { text, clock: midnight, moment: midnight, hasOffset: false };
  }
  const hour = hourOf(Number(found.hour), half);
  const ahead = minutesOf(offset.trim());
  // Not by Date, which drops what is below a millisecond.
  const second = Number(seconds.slice(1));
  const isEnd = hour === 24 && Number(minute) === 0 && second === 0;
  if (
    !((hour < 24 || isEnd) && Number(minute) < 60 && second < 60) ||
    ahead === null
  ) {
    return null;
  }
  const clock =
    midnight + (hour * 60 + Number(minute)) * MINUTE + second * 1000;
  const date = isEnd ? new Date(clock).toISOString().slice(0, 10) : day;
  return {
    text: `${date}${mark}${String(hour % 24).padStart(2, '0')}:${minute}${seconds}${offset.trim()}`,
    clock,
    moment: clock - ahead * MINUTE,
    hasOffset: offset !== ''
  };
}

/** NaN for a day that no month has: `Date` takes 2015-02-31 for the third of March. */
function midnightOf(day: string): number {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
    ? time
    : NaN;
}

/** NaN for 0 and 13 of a clock of 12 hours. */
function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) {
    return hour;
  }
  const isHour = hour >= 1 && hour <= 12;
  return isHour ? (hour % 12) + (/p/i.test(half) ? 12 : 0) : NaN;
}

/** The minutes of `+02:00`, `+0200` and `+02`; null where there are none such: no place is a day off. */
function minutesOf(offset: string): number | null {
  if (offset === '' || offset === 'Z') {
    return 0;
  }
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', ''));
  return hours < 24 && minutes < 60
    ? (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
    : null;
}

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
