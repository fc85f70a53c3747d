import { readTable } from './readTable';
import type { TimeTable } from './timeTable';

/**
 * Births a day in the United States, 2000 to 2014: 5,479 days without gaps, CC0 1.0. Fewer on weekends
 * and holidays: a rhythm of seven days that a network must remember.
 *
 * @throws Error when the file is missing or has another form
 * @example
 * ```ts
 * const days = await data.births();
 * days.column('births')[0]; // 9083, on 2000-01-01
 * ```
 */
export function births(): Promise<TimeTable> {
  return readTable('births', 'day', [
    { name: 'births', label: 'births', unit: 'births' }
  ]);
}
