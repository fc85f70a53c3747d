import type { Channel, LayerTrace, TimeAxis } from './generated/types';
import { holdsStep } from './keptSteps';
import { layerTime, type LayerTime } from './layerTime';
import { isPadding, lastRealStep } from './padding';

/** Where a view opens that nobody asked to open anywhere. */
export interface OpeningPlace {
  readonly step: number;
  readonly unit: number;
}

/** A change of this share of the state's largest value is one to look at, */
const HAPPENS = 0.05;
/** while the state holds at least this share of it: numbers near zero show nothing. */
const HOLDS = 0.5;

const found = new WeakMap<LayerTrace, OpeningPlace>();

/**
 * The unit that holds most, by the largest |value| of the carried state (an LSTM's c, else h); and
 * the last step, in the layer's own time, where that state changes and still holds much, so that a view
 * opens neither on a flat line nor on numbers near zero.
 */
export function openingPlace(layer: LayerTrace, time: TimeAxis): OpeningPlace {
  let place = found.get(layer);
  if (!place) {
    const state = layer.channels.find(({ role }) => role === 'state');
    place = state
      ? placeIn(state, time, layerTime(layer, time.steps))
      : { unit: 0, step: lastRealStep(time) };
    found.set(layer, place);
  }
  return place;
}

function placeIn(
  { array, initial }: Channel,
  time: TimeAxis,
  own: LayerTime
): OpeningPlace {
  const { values, shape } = array;
  const units = shape[1] ?? 1;
  const shown = Array.from({ length: time.steps }, (_, place) =>
    own.later(own.first, place)
  ).filter(step => holdsStep(time, step) && !isPadding(time, step));
  let unit = 0;
  let largest = 0;
  let peak = lastRealStep(time);
  for (const step of shown) {
    for (let each = 0; each < units; each += 1) {
      const size = Math.abs(values[step * units + each]);
      if (size > largest && size < Infinity) {
        largest = size;
        unit = each;
        peak = step;
      }
    }
  }
  const at = (step: number): number => values[step * units + unit];
  const before = (place: number): number =>
    place === 0 ? (initial?.values[unit] ?? 0) : at(shown[place - 1]);
  const last = shown.findLastIndex(
    (step, place) =>
      Math.abs(at(step)) >= HOLDS * largest &&
      Math.abs(at(step) - before(place)) > HAPPENS * largest
  );
  return { unit, step: last < 0 ? peak : shown[last] };
}
