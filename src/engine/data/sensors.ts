import { shipped } from './shippedData';
import { shippedRows } from './shippedRows';

/** What one sensor recorded, a reading every five seconds. */
export interface SensorRecord {
  /** The number of the sensor, 1 to 4. */
  readonly mote: number;
  readonly indoor: boolean;
  /** How many readings. */
  readonly length: number;
  /** °C. */
  readonly temperature: Float64Array;
  /** Relative humidity, %. */
  readonly humidity: Float64Array;
  /** Whether a reading lies in an event that the collectors brought about. */
  readonly event: readonly boolean[];
}

/**
 * Four sensors of a wireless network over some six hours, two indoors and two outdoors: 18,914
 * readings. Motes 1 and 4
 * each met one event, whose readings are labeled (Suthaharan et al. 2010, CC BY 4.0).
 *
 * @throws Error when the file is missing or holds something else than numbers
 * @example
 * ```ts
 * const motes = await data.sensors();
 * motes.map(({ event }) => event.filter(Boolean).length); // [117, 0, 0, 32]
 * ```
 */
export async function sensors(): Promise<readonly SensorRecord[]> {
  const rows = await shippedRows('sensors.csv');
  const numbers = (name: string, of: readonly Record<string, string>[]) =>
    Float64Array.from(of, row => {
      const value = Number(row[name]);
      if (row[name] === undefined || row[name] === '' || Number.isNaN(value)) {
        throw new Error(
          `sensors.csv: column ${name} must hold numbers, got ${JSON.stringify(row[name])}`
        );
      }
      return value;
    });
  const motes = [...new Set(numbers('mote', rows))];
  const records = motes.map(mote => {
    const own = rows.filter(row => Number(row.mote) === mote);
    return {
      mote,
      indoor: numbers('indoor', own)[0] === 1,
      length: own.length,
      temperature: numbers('temperature', own),
      humidity: numbers('humidity', own),
      event: Array.from(numbers('event', own), label => label === 1)
    };
  });
  return shipped('sensors', records);
}
