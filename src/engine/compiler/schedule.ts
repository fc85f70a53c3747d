import type { Differentiated } from './differentiate';
import { isSeed } from './differentiate';
import { ancestors, isConstant, isProduct } from './graph';
import type { Home, Homes, Time } from './layout';
import type { Sums } from './sums';

/**
 * When each value is computed. What reads no state comes before the walk, and what no earlier step waits for
 * after the way back. A state before, a mask and a derivative that arrives are there from the step's begin
 * on; so they have a time, at which they are copied where they must be kept.
 *
 * @param carried what the step before waits for
 */
export function schedule(
  { values, forward, graph }: Differentiated,
  needed: readonly number[],
  carried: readonly number[]
) {
  const states = new Set(graph.states.map(({ name }) => name));
  const walked = ancestors(values, carried);
  const found = new Map<number, Time>();
  for (const id of needed) {
    const value = values[id];
    const isBrought =
      value.op === 'given' &&
      (states.has(value.name!) || value.name === 'dropped');
    if (
      isConstant(value) ||
      (value.op === 'given' && !isBrought && !isSeed(value))
    ) {
      continue;
    }
    const isLate =
      isBrought || value.inputs.some(input => found.get(input) === 'forward');
    found.set(
      id,
      isSeed(value)
        ? 'backward'
        : id < forward
          ? isLate
            ? 'forward'
            : 'before'
          : walked.has(id)
            ? 'backward'
            : 'after'
    );
  }
  return {
    timeOf: (id: number): Time | undefined => found.get(id),
    /** With rounds: a product comes after what it reads and what it is added to. */
    homesOf(sums: Sums): Homes {
      const homes = new Map<number, Home>();
      const levelIn = (time: Time, ids: readonly number[]) =>
        Math.max(
          -1,
          ...ids.map(id => {
            const home = homes.get(id);
            // Products read a state before where the step before has left it.
            const isState =
              values[id].op === 'given' && states.has(values[id].name!);
            return home?.time === time && !isState ? home.level : -1;
          })
        );
      const ordered = [...needed].sort((a, b) => a - b);
      const place = (id: number): void => {
        const time = found.get(id);
        if (time === undefined || homes.has(id)) {
          return;
        }
        const value = values[id];
        const reads = [...value.inputs];
        const base = isProduct(value) ? sums.of.get(id)?.base : null;
        if (base !== null && base !== undefined) {
          // It may come later in the list than the product that is added to it.
          place(base);
          reads.push(base);
        }
        reads.forEach(place);
        const after = levelIn(time, reads);
        const level = isProduct(value) ? after + 1 : Math.max(after, 0);
        homes.set(id, { time, level, key: `${time} ${level}` });
      };
      ordered.forEach(place);
      return homes;
    }
  };
}
