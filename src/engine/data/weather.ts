import { readTable } from './readTable';
import type { TimeTable } from './timeTable';

/**
 * Daily weather in Seattle, 2012 to 2015: 1,461 days without gaps, public domain (NOAA).
 *
 * @throws Error when the file is missing or has another form
 * @example
 * ```ts
 * const days = await data.weather();
 * days.column('high')[0]; // 12.8, in °C, on 2012-01-01
 * const task = days.forecast({ target: 'high', steps: 30, testFrom: '2015-01-01' });
 * task.training.x.shape; // [1066, 30, 4]
 * ```
 */
export function weather(): Promise<TimeTable> {
  return readTable('weather', 'day', [
    { name: 'high', label: 'highest temperature', unit: '°C' },
    { name: 'low', label: 'lowest temperature', unit: '°C' },
    { name: 'precipitation', label: 'precipitation', unit: 'mm' },
    { name: 'wind', label: 'average wind', unit: 'm/s' }
  ]);
}
