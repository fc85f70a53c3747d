import { requireNumber } from './check';
import { Option } from './options';

/** A number above 0. */
export const temperature = new Option<number>((who, name, value) => {
  const temperature = requireNumber(who, name, value, { least: 0 });
  if (temperature === 0) {
    throw new TypeError(
      `${who}: temperature must be greater than 0, got 0 (method: 'greedy' is its limit)`
    );
  }
  return temperature;
});

/** The places of the largest numbers, the largest first; of equal ones the first. */
export function largestPlaces(
  values: ArrayLike<number>,
  count: number
): number[] {
  const places: number[] = [];
  for (let at = 0; at < values.length; at++) {
    let place = places.length;
    while (place > 0 && values[places[place - 1]] < values[at]) {
      place--;
    }
    if (place < count) {
      places.splice(place, 0, at);
      places.splice(count);
    }
  }
  return places;
}

/**
 * `p^{1/τ}`, made to sum to 1. The largest is taken out before the temperature divides: by a tiny one all
 * others are then nothing, as in the limit of 0, where logarithms divided first would all be −∞.
 */
export function tempered(
  values: ArrayLike<number>,
  temperature: number
): number[] {
  const logs = Array.from(values, value => Math.log(value));
  const top = Math.max(...logs);
  const powers = logs.map(value => Math.exp((value - top) / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map(value => value / sum);
}

/** The entry under whose share a number between 0 and 1 falls. */
export function drawn(shares: readonly number[], at: number): number {
  let sum = 0;
  let last = 0;
  for (let index = 0; index < shares.length; index++) {
    sum += shares[index];
    if (at < sum) {
      return index;
    }
    // Rounding may leave a little above the last share: it is that of the last one that can be.
    last = shares[index] > 0 ? index : last;
  }
  return last;
}
