import { weather } from '../../src/engine/data/weather';

/** Days of Seattle's weather from March 2012 on: temperature and rain, brought to the size of one. */
export async function stretch(
  count: number
): Promise<{ x: number[][]; labels: string[] }> {
  const days = await weather();
  const from = days.dates.indexOf('2012-03-01');
  const high = days.column('high').slice(from, from + count);
  const rain = days.column('precipitation').slice(from, from + count);
  return {
    x: Array.from(high, (value, step) => [value / 10 - 1.5, rain[step] / 20]),
    labels: days.dates.slice(from, from + count)
  };
}
