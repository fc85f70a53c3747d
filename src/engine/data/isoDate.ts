import { described } from '../base/described';
import { dateTime } from './dateTime';

const DAY = '2015-01-31'.length;

/**
 * @param dates of the table in which it is looked for: where they have times of day, a time is taken too
 * @throws RangeError unless the text is a date such as `2015-01-31`
 */
export function isoDate(
  who: string,
  text: unknown,
  dates: readonly string[] = []
): string {
  const hasTimes = dates.some(date => date.length > DAY);
  const read = typeof text === 'string' ? dateTime(text) : null;
  // Steps are found by what a clock there says, whatever its offset.
  if (read === null || read.text !== text || read.hasOffset) {
    throw new RangeError(
      `${who}: expected a date such as '2015-01-31'${hasTimes ? " or a time such as '2015-01-31 13:00'" : ''}, got ${described(text)}`
    );
  }
  if (text.length > DAY && !hasTimes) {
    throw new RangeError(
      `${who}: expected a date without a time, such as '${text.slice(0, DAY)}', since the steps have none, got ${described(text)}`
    );
  }
  return text;
}

/** Whether a table's date is this one or lies in it: a date without a time covers its whole day, 13:00 its minute. */
export function isWithin(bound: string): (date: string) => boolean {
  const clock = clockOf(bound);
  return date =>
    spaced(date).startsWith(spaced(bound)) || clockOf(date) === clock;
}

/** Whether a table's date is this one or comes after it begins. */
export function isFrom(bound: string): (date: string) => boolean {
  const clock = clockOf(bound);
  return date => clockOf(date) >= clock;
}

/** Whether a table's date comes before the end of this one. */
export function isUpTo(bound: string): (date: string) => boolean {
  const clock = clockOf(bound);
  const isIn = isWithin(bound);
  return date => clockOf(date) <= clock || isIn(date);
}

const spaced = (date: string): string => date.replace('T', ' ');

/** A number that goes up as a clock there does, alike for ways of writing one time: a day begins at 00:00. */
const clockOf = (date: string): number => dateTime(date)?.clock ?? NaN;
