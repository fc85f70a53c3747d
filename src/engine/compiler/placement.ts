import type { FloatType } from '../tensor/operation';
import type { Differentiated } from './differentiate';
import { isElementwise, isProduct } from './graph';
import type { RegionPlace } from './layout';
import { bytesFor } from './layout';
import type { Loop } from './loops';

/**
 * A function of a sum that nothing else reads takes its place: what goes back through it is computed from
 * its value.
 */
export function sharedPlaces(
  { values }: Differentiated,
  loops: ReadonlyMap<string, readonly Loop[]>,
  stored: ReadonlySet<number>,
  outputs: readonly number[],
  rootOf: (id: number) => number
): ReadonlyMap<number, number> {
  const readers = new Map<number, Set<number>>();
  const read = (id: number, by: number) =>
    readers.set(id, (readers.get(id) ?? new Set()).add(by));
  loops.forEach(all =>
    all.forEach(loop =>
      ('move' in loop ? [loop.move] : loop.values).forEach(id =>
        values[id].inputs.forEach(input => read(input, id))
      )
    )
  );
  values.forEach((value, id) => {
    if (isProduct(value) && stored.has(id)) {
      read(value.inputs[0], id);
    }
  });
  outputs.forEach(id => read(id, -1));
  const isOnlyRead = (id: number) => readers.get(id)?.size === 1;
  /** The sum that a function is of, if nothing but a weight is added to it. */
  const sumOf = (id: number): number => {
    const { op, inputs } = values[id];
    const added = inputs.find(input => values[input].op !== 'vector');
    return op === 'add' &&
      !stored.has(id) &&
      isOnlyRead(id) &&
      inputs.length === 2 &&
      inputs.some(input => values[input].op === 'vector') &&
      added !== undefined
      ? sumOf(added)
      : id;
  };
  const shared = new Map<number, number>();
  stored.forEach(id => {
    const { inputs, width } = values[id];
    if (
      !isElementwise(values[id]) ||
      inputs.length !== 1 ||
      rootOf(id) !== id
    ) {
      return;
    }
    const root = sumOf(inputs[0]);
    if (
      stored.has(root) &&
      rootOf(root) === root &&
      values[root].width === width &&
      isOnlyRead(root)
    ) {
      shared.set(id, root);
    }
  });
  return shared;
}

/** Gives each kept value a place; what shares one is the same to it. */
export function placement(
  { values }: Differentiated,
  dtype: FloatType,
  sharedBy: (id: number) => number
) {
  const ends = { record: 0, back: 0, sequence: 0, carryIn: 0 };
  const found = new Map<number, RegionPlace>();
  const take = (region: keyof typeof ends, width: number): RegionPlace => {
    const at = ends[region];
    ends[region] += bytesFor(width, dtype);
    return { region, at };
  };
  return {
    ends,
    take,
    places: {
      put: (id: number, place: RegionPlace) =>
        void found.set(sharedBy(id), place),
      keep(region: keyof typeof ends, id: number) {
        if (!found.has(sharedBy(id))) {
          found.set(sharedBy(id), take(region, values[id].width));
        }
      },
      of: (id: number) => found.get(sharedBy(id)),
      all: (count: number): ReadonlyMap<number, RegionPlace> =>
        new Map(
          Array.from({ length: count }, (_, id) => id).flatMap(id => {
            const place = found.get(sharedBy(id));
            return place ? [[id, place]] : [];
          })
        )
    }
  };
}
