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

/**
 * Whether the steps of a layer are those of the input from the last to the first. A layer that reads
 * backwards alone hands its outputs on as it computed them, as in Keras, the last step first; of two
 * such layers the second turns them back.
 */
export function readsTurned(trace: Trace, layer: LayerTrace): boolean {
  const below = layersBelow(trace, layer);
  return (
    below.length > 0 &&
    readsTurned(trace, below[0]) !==
      (below.length === 1 && handsOnTurned(below[0], layer))
  );
}

/**
 * Whether what is above, a layer or the answers, reads what another has computed as it stands there, the
 * last step first.
 */
export function handsOnTurned(below: LayerTrace, above?: LayerTrace): boolean {
  const state = below.channels.findLast(({ role }) => role === 'state')?.array;
  const inOrder =
    state !== undefined &&
    above?.entering !== undefined &&
    sameNumbers(state, above.entering);
  return below.direction === 'backward' && !inOrder;
}

/** The same cell, once from each end, over the same numbers. */
function areDirectionsOfOne(one: LayerTrace, other: LayerTrace): boolean {
  return (
    one.direction !== other.direction &&
    one.cellName === other.cellName &&
    one.units === other.units &&
    one.inputSize === other.inputSize &&
    !other.otherInput &&
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
