import { described } from '../base/described';

/** @throws RangeError unless the text is a date such as `2015-01-31`. */
export function isoDate(who: string, text: unknown): string {
  if (
    typeof text !== 'string' ||
    !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
    !isDay(text)
  ) {
    throw new RangeError(
      `${who}: expected a date such as '2015-01-31', got ${described(text)}`
    );
  }
  return text;
}

/** `Date` takes 2015-02-31 for the third of March. */
function isDay(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
