import { csvParseRows } from 'd3-dsv';
import { host } from '../host';
import { timeTable, type TimeTable, type Variable } from './timeTable';

declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}

const variables: readonly Variable[] = [
  { name: 'high', label: 'highest temperature', unit: '°C' },
  { name: 'low', label: 'lowest temperature', unit: '°C' },
  { name: 'precipitation', label: 'precipitation', unit: 'mm' },
  { name: 'wind', label: 'average wind', unit: 'm/s' }
];

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
export async function weather(): Promise<TimeTable> {
  const text = new TextDecoder().decode(await host().readData('weather.csv'));
  const [header = [], ...rows] = csvParseRows(text);
  const columns = Object.fromEntries(
    variables.map(({ name }) => {
      const at = header.indexOf(name);
      return [name, Float64Array.from(rows, row => numberIn(row[at], name))];
    })
  );
  return timeTable({
    name: 'weather',
    step: 'day',
    dates: rows.map(row => row[header.indexOf('date')]),
    variables,
    columns
  });
}

function numberIn(field: string | undefined, column: string): number {
  const value = Number(field);
  if (field === undefined || field === '' || Number.isNaN(value)) {
    throw new Error(
      `weather.csv: column ${column} must hold numbers, got ${JSON.stringify(field)}`
    );
  }
  return value;
}
