import type { FloatType } from '../tensor/operation';
import type { Differentiated } from './differentiate';
import { isSeed, outsideOf } from './differentiate';
import type { Value } from './graph';
import {
  ancestors,
  isConstant,
  isElementwise,
  isLeaf,
  isProduct,
  moves
} from './graph';
import type { Place, Time } from './layout';
import { bytesFor, oddLines, times } from './layout';
import type { Loop } from './loops';
import { loopsOf } from './loops';
import { heldOf, valueOf } from './observed';
import type { Left, MatrixSum, Run } from './products';
import { productsOf } from './products';
import { schedule } from './schedule';
import type { Sums } from './sums';
import { sumsOf } from './sums';
import { withCarried } from './withCarried';

export type { Loop } from './loops';

/** Products, and then what is computed from them number by number. */
export interface Stage {
  readonly runs: readonly Run[];
  readonly loops: readonly Loop[];
}

/** A state: where it is after a step, and at which offset its rows of `sequence` and of `carryIn` have it. */
export interface StatePlaces {
  readonly name: string;
  readonly width: number;
  readonly after: Place;
  readonly initial: number;
  readonly carried: number;
}

/** A channel that is given out: its value, the derivative by it, and what the walk brings for it. */
export interface ShownChannel {
  readonly width: number;
  /** Which state it is; null for none. */
  readonly state: number | null;
  readonly value: Place;
  /** Its name and the derivative by it, all later steps included, where channels are seen. */
  readonly name: string;
  readonly total: Place | null;
  /** The derivative by it from outside; 1 where a unit is held, and what at; null where not read. */
  readonly outside: Place | null;
  readonly held: Place | null;
  readonly heldAt: Place | null;
}

/** Where everything of a step lies and in which order it is computed. Offsets and strides in bytes. */
export interface Plan {
  readonly of: Differentiated;
  readonly dtype: FloatType;
  /** Of the values that are kept. */
  readonly places: ReadonlyMap<number, Place>;
  /** Kept values whose numbers beyond their width are made zeros: products read these, too. */
  readonly padded: ReadonlySet<number>;
  /** From one row to the next. */
  readonly strides: Readonly<
    Record<'record' | 'back' | 'sequence' | 'carry', number>
  >;
  readonly states: readonly StatePlaces[];
  /** What units are dropped by, in a row of `sequence`; null where nothing is. */
  readonly dropped: number | null;
  /** What is given out at each step: all channels where they are seen, else the layer's own state. */
  readonly shown: readonly ShownChannel[];
  readonly isSeen: boolean;
  /** Whether there is a derivative by x. */
  readonly learnsInput: boolean;
  readonly stages: Readonly<Record<Time, readonly Stage[]>>;
  readonly matrixSums: readonly MatrixSum[];
  readonly vectorSums: readonly {
    readonly vector: number;
    readonly adjoint: Place;
    /** Whole rows of panels. */
    readonly n: number;
  }[];
}

/**
 * Lays out a step and its way back.
 *
 * @param isSeen whether channels and the derivatives by them are kept to be read
 */
export function planOf(
  step: Differentiated,
  dtype: FloatType,
  isSeen = false
): Plan {
  const seen = isSeen ? Object.entries(step.graph.channels) : [];
  const totals = seen.flatMap(([, id]) => step.adjoints[id] ?? []);
  const { of, carried, input } = withCarried(step, totals);
  const { values, forward, graph, matrixGradients, vectorGradients } = of;
  const outputs = [
    ...graph.states.map(({ after }) => after),
    ...carried,
    ...(input === null ? [] : [input]),
    ...matrixGradients.flatMap(({ left, adjoint }) => [left, adjoint]),
    ...vectorGradients.map(({ adjoint }) => adjoint),
    ...seen.map(([, id]) => id),
    ...totals
  ];
  const all = ancestors(values, outputs);
  const needed = [...all].sort((a, b) => a - b);
  const given = (name: string) =>
    values.findIndex(value => value.op === 'given' && value.name === name);
  const stateOf = new Map(
    graph.states.map(({ name }, at) => [given(name), at])
  );
  const { timeOf, homesOf } = schedule(of, needed, carried);
  const sums = sumsOf(of, needed, outputs, (base, products) =>
    products.every(
      product => times.indexOf(timeOf(base)!) <= times.indexOf(timeOf(product)!)
    )
  );
  const homes = homesOf(sums);
  const products = productsOf(of, needed, homes, sums);
  const rootOf = (id: number) => sums.of.get(id)?.root ?? id;
  const { stored, padded } = keptOf(of, needed, outputs, sums, stateOf);
  const keys = [...new Set([...homes.values()].map(({ key }) => key))];
  let loops = new Map<string, readonly Loop[]>();
  for (let before = -1; before !== stored.size;) {
    before = stored.size;
    loops = new Map(
      keys.map(key => [
        key,
        loopsOf(key, { of, needed: all, homes, stored, added: sums.added })
      ])
    );
  }
  const same = sharedPlaces(of, loops, stored, outputs, rootOf);
  const { places, ends, take } = placement(of, dtype, id => {
    const root = rootOf(id);
    return same.get(root) ?? root;
  });
  const initial = graph.states.map(({ width }) => take('sequence', width));
  const dropped = given('dropped');
  const dropsAt =
    dropped < 0 ? null : take('sequence', values[dropped].width).at;
  const carries = graph.states.map(({ width }) => take('carryIn', width));
  graph.states.forEach(({ after }, at) => {
    if (at === graph.output) {
      places.put(after, { region: 'output', at: 0 });
    }
  });
  carried.forEach((id, at) =>
    places.put(id, { region: 'carryOut', at: carries[at].at })
  );
  if (input !== null) {
    places.put(input, { region: 'inputGradient', at: 0 });
  }
  const kept = [...stored].sort((a, b) => a - b);
  products.order.forEach(id => places.keep('record', id));
  kept
    .filter(id => id < forward && !isSeed(values[id]))
    .forEach(id => places.keep('record', id));
  products.adjointOrder.forEach(id => places.keep('back', id));
  kept.forEach(id => places.keep('back', id));
  if (given('x') >= 0) {
    places.put(given('x'), { region: 'input', at: 0 });
  }
  // What else is given for each row.
  needed
    .filter(id => values[id].op === 'given' && !homes.has(id))
    .forEach(id => places.keep('record', id));
  const placeOf = (id: number): Place => places.of(id)!;
  const leftOf = (id: number): Left => {
    const before = stateOf.get(id);
    return before === undefined ? placeOf(id) : { before };
  };
  const where = { of, dtype, leftOf, placeOf };
  const stages = Object.fromEntries(
    times.map(time => {
      const levels = [...homes.values()]
        .filter(home => home.time === time)
        .map(({ level }) => level);
      return [
        time,
        Array.from({ length: Math.max(-1, ...levels) + 1 }, (_, level) => ({
          runs: products.runs(time, level, where),
          loops: loops.get(`${time} ${level}`) ?? []
        }))
      ];
    })
  ) as unknown as Plan['stages'];
  return {
    of,
    dtype,
    places: places.all(values.length),
    padded,
    strides: {
      record: oddLines(ends.record),
      back: oddLines(ends.back),
      sequence: oddLines(ends.sequence),
      carry: oddLines(ends.carryIn)
    },
    states: graph.states.map(({ name, width, after }, at) => ({
      name,
      width,
      after: placeOf(after),
      initial: initial[at].at,
      carried: carries[at].at
    })),
    dropped: dropsAt,
    shown: shownChannels(
      of,
      isSeen,
      name => {
        const at = given(name);
        return at < 0 ? null : (places.of(at) ?? null);
      },
      placeOf
    ),
    isSeen,
    learnsInput: input !== null,
    stages,
    matrixSums: products.sums(where),
    vectorSums: vectorGradients.map(({ vector, adjoint }) => ({
      vector,
      adjoint: placeOf(adjoint),
      n: bytesFor(values[adjoint].width, dtype) / (dtype === 'f32' ? 4 : 8)
    }))
  };
}

/**
 * What is kept: what has a place of its own, what products read, and by what weights learn. And of what
 * products read, that it is zero beyond its width.
 *
 * @param stateOf which state before the step a value is
 */
function keptOf(
  { values, graph, matrixGradients, vectorGradients }: Differentiated,
  needed: readonly number[],
  outputs: readonly number[],
  sums: Sums,
  stateOf: ReadonlyMap<number, number>
) {
  const isX = ({ op, name }: Value) => op === 'given' && name === 'x';
  const stored = new Set<number>(
    outputs.filter(id => !isLeaf(values[id]) || isSeed(values[id]))
  );
  const padded = new Set<number>();
  /** A state before the step is the state after another one. */
  const afterOf = (id: number) => graph.states[stateOf.get(id) ?? -1]?.after;
  const mustKeep = (id: number) => {
    if (!isX(values[id]) && !stateOf.has(id) && !isConstant(values[id])) {
      stored.add(id);
    }
  };
  for (const id of needed) {
    const { op, inputs } = values[id];
    if (isProduct(values[id])) {
      stored.add(id);
      mustKeep(inputs[0]);
      padded.add(afterOf(inputs[0]) ?? inputs[0]);
    }
    if (moves.includes(op)) {
      stored.add(id);
      inputs
        .filter(input => !isConstant(values[input]) && !isX(values[input]))
        .forEach(input => stored.add(input));
    }
  }
  sums.of.forEach(({ root, base }) => {
    stored.add(root);
    if (base !== null) {
      stored.add(base);
    }
  });
  for (const { left, adjoint } of matrixGradients) {
    mustKeep(left);
    padded.add(afterOf(left) ?? left).add(adjoint);
  }
  vectorGradients.forEach(({ adjoint }) => padded.add(adjoint));
  padded.add(graph.states[graph.output].after);
  sums.of.forEach(({ root, base }) => {
    if (base !== null && padded.has(root)) {
      padded.add(base);
    }
  });
  return { stored, padded };
}

function shownChannels(
  { values, graph, adjoints }: Differentiated,
  isSeen: boolean,
  brought: (name: string) => Place | null,
  placeOf: (id: number) => Place
): readonly ShownChannel[] {
  const stateOf = (name: string) => {
    const found = graph.states.findIndex(state => state.name === name);
    return found < 0 ? null : found;
  };
  const { name: output, width, after } = graph.states[graph.output];
  return isSeen
    ? Object.entries(graph.channels).map(([name, id]) => {
        const total = adjoints[id];
        return {
          name,
          width: values[id].width,
          state: stateOf(name),
          value: placeOf(id),
          total: total === undefined ? null : placeOf(total),
          outside: brought(outsideOf(name)),
          held: brought(heldOf(name)),
          heldAt: brought(valueOf(name))
        };
      })
    : [
        {
          name: output,
          width,
          state: graph.output,
          value: placeOf(after),
          total: null,
          outside: { region: 'outside', at: 0 },
          held: null,
          heldAt: null
        }
      ];
}

/**
 * A function of a sum that nothing else reads takes its place: what goes back through it is computed from
 * its value.
 */
function sharedPlaces(
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
function placement(
  { values }: Differentiated,
  dtype: FloatType,
  sharedBy: (id: number) => number
) {
  const ends = { record: 0, back: 0, sequence: 0, carryIn: 0 };
  const found = new Map<number, Place>();
  const take = (region: keyof typeof ends, width: number): Place => {
    const at = ends[region];
    ends[region] += bytesFor(width, dtype);
    return { region, at };
  };
  return {
    ends,
    take,
    places: {
      put: (id: number, place: Place) => void found.set(sharedBy(id), place),
      keep(region: keyof typeof ends, id: number) {
        if (!found.has(sharedBy(id))) {
          found.set(sharedBy(id), take(region, values[id].width));
        }
      },
      of: (id: number) => found.get(sharedBy(id)),
      all: (count: number): ReadonlyMap<number, Place> =>
        new Map(
          Array.from({ length: count }, (_, id) => id).flatMap(id => {
            const place = found.get(sharedBy(id));
            return place ? [[id, place]] : [];
          })
        )
    }
  };
}
