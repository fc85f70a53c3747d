import { readTable } from './readTable';
import type { TimeTable } from './timeTable';

/**
 * Carbon dioxide in the air above Mauna Loa, 672 months without gaps: a trend and a season (Scripps
 * CO2 Program, CC BY 4.0).
 *
 * @throws Error when the file is missing or has another form
 * @example
 * ```ts
 * const months = await data.co2();
 * months.step; // 'month'
 * ```
 */
export function co2(): Promise<TimeTable> {
  return readTable('co2', 'month', [
    { name: 'co2', label: 'carbon dioxide', unit: 'ppm' },
    { name: 'adjusted', label: 'carbon dioxide without season', unit: 'ppm' }
  ]);
}
