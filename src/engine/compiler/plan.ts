import type { FloatType } from '../tensor/operation';
import type { Differentiated } from './differentiate';
import { seedOf } from './differentiate';
import type { Value } from './graph';
import { ancestors, isElementwise, isLeaf, isProduct, moves } from './graph';
import type { Home, Homes, Time } from './layout';
import { bytesFor, times } from './layout';
import { productsOf } from './products';
import type { MatrixSum, Run } from './products';

/** Values of one width in one loop over their numbers, or a value that moves numbers. */
export type Loop =
  | { readonly width: number; readonly values: readonly number[] }
  | { readonly move: number };

/** Products, and then what is computed from them number by number. */
export interface Stage {
  readonly runs: readonly Run[];
  readonly loops: readonly Loop[];
}

/** Where everything of a step lies and in which order it is computed. Offsets and strides in bytes. */
export interface Plan {
  readonly of: Differentiated;
  readonly dtype: FloatType;
  /** Of the values that are kept: their place in a row of the record. */
  readonly slots: ReadonlyMap<number, number>;
  /** From one row of the record to the next; a row is a sequence at a step. */
  readonly stride: number;
  readonly stages: Readonly<Record<Time, readonly Stage[]>>;
  readonly matrixSums: readonly MatrixSum[];
}

/** What costs so little that the way back computes it again. */
const cheap: readonly Value['op'][] = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'negate',
  'stop',
  'curve',
  'maximum',
  'minimum',
  'greater',
  'greaterEqual',
  'select',
  'abs',
  'sign',
  'relu'
];

/** Lays out a step and its way back. */
export function planOf(of: Differentiated, dtype: FloatType): Plan {
  const { values, forward, graph } = of;
  const outputs = outputsOf(of);
  const needed = ancestors(values, outputs);
  const homes = homesOf(of, needed);
  const products = productsOf(of, needed, homes, outputs);
  const stored = new Set<number>(
    [...outputs, ...products.stored].filter(id => !isConstant(values[id]))
  );
  needed.forEach(id => {
    const { op, inputs } = values[id];
    if (op === 'given' || isProduct(values[id])) {
      stored.add(id);
    }
    if (moves.includes(op)) {
      stored.add(id);
      inputs
        .filter(input => !isConstant(values[input]))
        .forEach(input => stored.add(input));
    }
    if (isProduct(values[id])) {
      stored.add(inputs[0]);
    }
  });
  const keys = [
    ...new Set([...needed].flatMap(id => homes.get(id)?.key ?? []))
  ];
  let loops = new Map<string, readonly Loop[]>();
  for (let before = -1; before !== stored.size;) {
    before = stored.size;
    loops = new Map(
      keys.map(key => [
        key,
        loopsOf(key, { of, needed, homes, stored, summed: products.summed })
      ])
    );
  }
  const slots = new Map<number, number>();
  let end = 0;
  const place = (id: number) => {
    const root = products.rootOf(id);
    if (!slots.has(root)) {
      slots.set(root, end);
      end += bytesFor(values[root].width, dtype);
    }
    slots.set(id, slots.get(root)!);
  };
  const given = (name: string) =>
    values.findIndex(value => value.op === 'given' && value.name === name);
  [
    given('x'),
    ...graph.states.map(({ name }) => given(name)),
    ...products.order,
    ...[...stored].filter(id => id < forward).sort((a, b) => a - b),
    ...graph.states.map(({ name }) => given(seedOf(name))),
    ...products.adjointOrder,
    ...[...stored].sort((a, b) => a - b)
  ]
    .filter(id => id >= 0 && stored.has(id))
    .forEach(place);
  const stages = Object.fromEntries(
    times.map(time => {
      const levels = keys
        .filter(key => key.startsWith(`${time} `))
        .map(key => Number(key.split(' ')[1]));
      const count = Math.max(-1, ...levels) + 1;
      return [
        time,
        Array.from({ length: count }, (_, level) => ({
          runs: products.runs(time, level, slots, dtype),
          loops: loops.get(`${time} ${level}`) ?? []
        }))
      ];
    })
  ) as unknown as Plan['stages'];
  return {
    of,
    dtype,
    slots,
    stride: oddLines(end),
    stages,
    matrixSums: products.sums(slots, dtype)
  };
}

/** An odd number of cache lines: rows a power of two apart compete for the same places of a cache. */
function oddLines(bytes: number): number {
  const lines = Math.max(1, Math.ceil(bytes / 64));
  return (lines % 2 === 0 ? lines + 1 : lines) * 64;
}

export const isConstant = ({ op }: Value): boolean =>
  op === 'vector' || op === 'number';

/** What the walk reads from a row. */
function outputsOf({
  graph,
  given,
  matrixGradients,
  vectorGradients
}: Differentiated): number[] {
  return [
    ...graph.states.map(({ after }) => after),
    ...Object.values(given),
    ...matrixGradients.flatMap(({ left, adjoint }) => [left, adjoint]),
    ...vectorGradients.map(({ adjoint }) => adjoint)
  ].filter(id => id !== undefined);
}

function homesOf(
  { values, forward, graph, given }: Differentiated,
  needed: ReadonlySet<number>
): Homes {
  const states = new Set(graph.states.map(({ name }) => name));
  const late = new Set<number>();
  const homes = new Map<number, Home>();
  const carried = ancestors(
    values,
    graph.states.map(({ name }) => given[name]).filter(id => id !== undefined)
  );
  values.forEach((value, id) => {
    const { op, inputs, name } = value;
    if (
      (op === 'given' && states.has(name!)) ||
      inputs.some(i => late.has(i))
    ) {
      late.add(id);
    }
    if (isLeaf(value) || !needed.has(id)) {
      return;
    }
    const time =
      id < forward
        ? late.has(id)
          ? 'forward'
          : 'before'
        : carried.has(id)
          ? 'backward'
          : 'after';
    const own = inputs
      .map(input => homes.get(input))
      .filter(home => home?.time === time);
    const after = Math.max(-1, ...own.map(home => home!.level));
    const level = isProduct(value) ? after + 1 : Math.max(after, 0);
    homes.set(id, { time, level, key: `${time} ${level}` });
  });
  return homes;
}

interface Known {
  readonly of: Differentiated;
  readonly needed: ReadonlySet<number>;
  readonly homes: Homes;
  /** Grows: what another loop reads is kept. */
  readonly stored: Set<number>;
  /** Sums of products, which are added where they are computed. */
  readonly summed: ReadonlySet<number>;
}

/** What is computed in one place, in loops. */
function loopsOf(key: string, known: Known): readonly Loop[] {
  const { of, needed, homes, stored, summed } = known;
  const { values, forward } = of;
  const back = key.startsWith('backward') || key.startsWith('after');
  const members = new Set<number>();
  const open = [...needed].filter(
    id =>
      homes.get(id)?.key === key && !isProduct(values[id]) && !summed.has(id)
  );
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (members.has(id)) {
      continue;
    }
    members.add(id);
    for (const input of values[id].inputs) {
      const value = values[input];
      if (isLeaf(value) || stored.has(input) || homes.get(input)?.key === key) {
        continue;
      }
      if (back && input < forward && cheap.includes(value.op)) {
        open.push(input);
      } else {
        stored.add(input);
      }
    }
  }
  const loops: Loop[] = [];
  const rest = [...members].sort((a, b) => a - b);
  const done = new Set<number>();
  const ready = (id: number) =>
    values[id].inputs.every(input => !members.has(input) || done.has(input));
  while (rest.length > 0) {
    const first = rest.find(ready)!;
    if (!isElementwise(values[first])) {
      rest.splice(rest.indexOf(first), 1);
      done.add(first);
      loops.push({ move: first });
      continue;
    }
    const { width } = values[first];
    const own: number[] = [];
    const fits = (id: number) =>
      isElementwise(values[id]) && values[id].width === width;
    for (const id of [...rest]) {
      if (fits(id) && ready(id)) {
        own.push(id);
        done.add(id);
        rest.splice(rest.indexOf(id), 1);
      }
    }
    loops.push({ width, values: own });
  }
  crossings(loops, values).forEach(id => stored.add(id));
  return loops;
}

/** What a loop reads that an earlier one has computed. */
function crossings(
  loops: readonly Loop[],
  values: readonly Value[]
): readonly number[] {
  const madeIn = new Map<number, Loop>();
  loops.forEach(loop =>
    ('move' in loop ? [loop.move] : loop.values).forEach(id =>
      madeIn.set(id, loop)
    )
  );
  return loops.flatMap(loop =>
    ('move' in loop ? [loop.move] : loop.values)
      .flatMap(id => values[id].inputs)
      .filter(input => madeIn.has(input) && madeIn.get(input) !== loop)
  );
}

/** The plan as text, as tests and readers see it. */
export function planText({ of, slots, stride, stages }: Plan): string {
  const nameOf = (id: number) => {
    const { op, name, number } = of.values[id];
    return `${id}:${name ?? number ?? op}`;
  };
  const lines = times.flatMap(time =>
    stages[time].flatMap(({ runs, loops }, level) => [
      `${time} ${level}`,
      ...runs.map(
        ({ target, left, k, n, starts }) =>
          `  [${target}] ${starts ? '=' : '+='} [${left}] × ${k}×${n}`
      ),
      ...loops.map(loop =>
        'move' in loop
          ? `  ${nameOf(loop.move)}`
          : `  ${loop.width}: ${loop.values.map(nameOf).join(', ')}`
      )
    ])
  );
  const kept = [...slots].map(([id, at]) => `${nameOf(id)} at ${at}`);
  return [`row of ${stride} bytes: ${kept.join(', ')}`, ...lines].join('\n');
}
