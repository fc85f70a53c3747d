import type { NumericArray } from './array';
import type { LayerTrace, Trace } from './generated/types';
import { wholeLayers } from './wholeLayers';

/**
 * The layers of which h enters a layer: none where it reads the input, two where it stands above a
 * layer that reads in both directions.
 */
export function layersBelow(
  trace: Trace,
  layer: LayerTrace
): readonly LayerTrace[] {
  const floors = floorsOf(trace);
  const at = floors.findIndex(floor =>
    floor.some(({ name }) => name === layer.name)
  );
  return floors[at - 1] ?? [];
}

/** The layers that the answer is read from: one, or both directions of one. */
export function layersOnTop(trace: Trace): readonly LayerTrace[] {
  return floorsOf(trace).at(-1) ?? [];
}

/** The layer that is compared: the last one, which the answer is read from; of two directions the forward one. */
export function comparedLayer(trace: Trace): LayerTrace {
  const top = layersOnTop(trace);
  return top.find(({ direction }) => direction === 'forward') ?? top[0];
}

/** The layers from below, those together that are the two directions of one. */
function floorsOf(trace: Trace): readonly (readonly LayerTrace[])[] {
  const floors: LayerTrace[][] = [];
  for (const each of wholeLayers(trace)) {
    const floor = floors.at(-1);
    if (floor?.length === 1 && areDirectionsOfOne(floor[0], each)) {
      floor.push(each);
    } else {
      floors.push([each]);
    }
  }
  return floors;
}

/** Whether what enters a layer was read in both directions below it. */
export function readsBothDirections(trace: Trace, layer: LayerTrace): boolean {
  const below = layersBelow(trace, layer);
  return (
    below.length === 2 ||
    (below.length === 1 && readsBothDirections(trace, below[0]))
  );
}

/** The same cell, once from each end, over the same numbers. */
function areDirectionsOfOne(one: LayerTrace, other: LayerTrace): boolean {
  return (
    one.direction !== other.direction &&
    one.cellName === other.cellName &&
    one.units === other.units &&
    one.inputSize === other.inputSize &&
    sameNumbers(one.entering, other.entering)
  );
}

function sameNumbers(
  one: NumericArray | undefined,
  other: NumericArray | undefined
): boolean {
  return (
    one === other ||
    (one?.values.length === other?.values.length &&
      (one?.values.every((value, at) => Object.is(value, other?.values[at])) ??
        false))
  );
}
