import { described } from '../base/described';

/** @throws RangeError unless the text is a date such as `2015-01-31`. */
export function isoDate(who: string, text: unknown): string {
  if (
    typeof text !== 'string' ||
    !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
    Number.isNaN(Date.parse(text))
  ) {
    throw new RangeError(
      `${who}: expected a date such as '2015-01-31', got ${described(text)}`
    );
  }
  return text;
}
