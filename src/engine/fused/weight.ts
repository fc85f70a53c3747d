/** A weight of the arena in a framework's layout. */
export interface FusedWeight {
  /** As the framework calls it: `kernel`, `weight_ih`, …, behind `forward/` in a bidirectional layer. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Where each number of the framework's array lies, counted in numbers from the arena's start. */
  readonly places: Int32Array;
  /** Whether the numbers follow one another as in the framework's array. */
  readonly inOrder?: boolean;
}

/** The weight's numbers in the framework's order, out of an arena that begins at this index. */
export function readWeight(
  { places, inOrder }: FusedWeight,
  arena: Float32Array,
  start: number,
  target: Float32Array | Float64Array = new Float32Array(places.length)
): Float32Array | Float64Array {
  if (inOrder) {
    const first = start + places[0];
    target.set(arena.subarray(first, first + places.length));
    return target;
  }
  for (let at = 0; at < places.length; at++) {
    target[at] = arena[start + places[at]];
  }
  return target;
}

/** Puts numbers of the framework's order into an arena. */
export function writeWeight(
  { places, inOrder }: FusedWeight,
  arena: Float32Array,
  start: number,
  values: ArrayLike<number>
): void {
  if (inOrder) {
    arena.set(values, start + places[0]);
    return;
  }
  for (let at = 0; at < places.length; at++) {
    arena[start + places[at]] = values[at];
  }
}
