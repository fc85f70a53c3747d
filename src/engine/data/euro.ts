import { readTable } from './readTable';
import type { TimeTable } from './timeTable';

/**
 * What a euro cost in US dollars, 2010 to 2025: 4,097 trading days, from the European Central Bank (free
 * reuse with the source named). A price: tomorrow's is today's, and a change that nobody foresees.
 *
 * @throws Error when the file is missing or has another form
 * @example
 * ```ts
 * const days = await data.euro();
 * days.column('price')[0]; // 1.4389, on 2010-01-04
 * ```
 */
export function euro(): Promise<TimeTable> {
  return readTable('euro', 'trading day', [
    { name: 'price', label: 'price of a euro', unit: 'US dollars' }
  ]);
}
