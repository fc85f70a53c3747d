import type { FloatType } from '../tensor/operation';
import type { Differentiated } from './differentiate';
import { isSeed, outsideOf } from './differentiate';
import type { Value } from './graph';
import { ancestors, isConstant, isLeaf, isProduct, moves } from './graph';
import type { RegionPlace, Time } from './layout';
import { oddLines, times } from './layout';
import type { Loop, ComputedStage } from './loops';
import { loopsOf } from './loops';
import { heldName, heldValueName } from './observed';
import { placement, sharedPlaces } from './placement';
import type { Left, MatrixSum } from './products';
import { productsOf } from './products';
import type { RepeatedRange } from './repeatedRows';
import { repeatedRows } from './repeatedRows';
import { schedule } from './schedule';
import type { Sums } from './sums';
import { sumsOf } from './sums';
import type { VectorSum } from './vectorSums';
import { vectorSums } from './vectorSums';
import { withCarried } from './withCarried';

export type { Loop, ComputedStage } from './loops';

/** A state: where it is after a step, and at which offset its rows of `sequence` and of `carryIn` have it. */
export interface StatePlaces {
  readonly name: string;
  readonly width: number;
  readonly after: RegionPlace;
  readonly initial: number;
  readonly carried: number;
}

/** A channel that is given out: its value, the derivative by it, and what the walk brings for it. */
export interface ShownChannel {
  readonly width: number;
  /** Which state it is; null for none. */
  readonly state: number | null;
  readonly value: RegionPlace;
  /** Its name and the derivative by it, all later steps included, where channels are seen. */
  readonly name: string;
  readonly total: RegionPlace | null;
  /** The derivative by it from outside; 1 where a unit is held, and what at; null where not read. */
  readonly outside: RegionPlace | null;
  readonly held: RegionPlace | null;
  readonly heldAt: RegionPlace | null;
}

/** Where everything of a step lies and in which order it is computed. Offsets and strides in bytes. */
export interface Plan {
  readonly of: Differentiated;
  readonly dtype: FloatType;
  /** Of the values that are kept. */
  readonly places: ReadonlyMap<number, RegionPlace>;
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
  readonly stages: Readonly<Record<Time, readonly ComputedStage[]>>;
  readonly matrixSums: readonly MatrixSum[];
  readonly vectorSums: readonly VectorSum[];
  /** How rows of x that are the same may be taken once; null where they may not. */
  readonly repeated: RepeatedRange | null;
}

export interface PlanOptions {
  /** Whether channels and the derivatives by them are kept to be read. Default false. */
  readonly isSeen?: boolean;
  /** Whether there is a derivative by x where the step has one. Default true. */
  readonly learnsInput?: boolean;
}

/** Lays out a step and its way back. */
export function planOf(
  step: Differentiated,
  dtype: FloatType,
  { isSeen = false, learnsInput = true }: PlanOptions = {}
): Plan {
  const seen = isSeen ? Object.entries(step.graph.channels) : [];
  const totals = seen.flatMap(([, id]) => step.adjoints[id] ?? []);
  const { of, carried, input } = withCarried(step, totals, learnsInput);
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
  const placeOf = (id: number): RegionPlace => places.of(id)!;
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
    vectorSums: vectorSums(of, dtype, placeOf),
    repeated:
      input === null || homes.get(input)?.time === 'after'
        ? repeatedRows(stages, placeOf, values, dtype)
        : null
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
  brought: (name: string) => RegionPlace | null,
  placeOf: (id: number) => RegionPlace
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
          held: brought(heldName(name)),
          heldAt: brought(heldValueName(name))
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
