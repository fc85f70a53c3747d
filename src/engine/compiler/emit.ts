import { I32, moduleOf, op, simd } from './assembler';
import { Body } from './assembler';
import { seedOf } from './differentiate';
import { Arithmetic } from './lower';
import type { Machine } from './lower';
import { multiplyBody, multiplyTransposedBody } from './multiply';
import type { Time } from './layout';
import { bytesFor, times } from './layout';
import type { Loop, Plan } from './plan';

/** Machine code for a plan, and where in memory it reads what does not change from row to row. */
export interface Program {
  readonly plan: Plan;
  readonly bytes: Uint8Array;
  /** Addresses of the packed matrices of each stage's products. */
  readonly packed: Readonly<Record<Time, readonly (readonly number[])[]>>;
  readonly vectors: readonly number[];
  /** Byte offsets that moves read. */
  readonly tables: ReadonlyMap<number, number>;
  /** Where derivatives by matrices are summed, side by side as in the plan and in panels. */
  readonly matrixSums: readonly number[];
  /** Where the record begins. */
  readonly record: number;
}

/** The name of the function that computes a stage for some rows. */
export const stageName = (time: Time, level: number): string =>
  `${time}${level}`;

/** Writes the module of a plan for a machine. */
export function emit(plan: Plan, machine: Machine): Program {
  const { of, stages, dtype, matrixSums } = plan;
  const number = dtype === 'f32' ? 4 : 8;
  let end = 64;
  const place = (bytes: number) => {
    const address = end;
    end += Math.ceil(bytes / 64) * 64;
    return address;
  };
  const packed = Object.fromEntries(
    times.map(time => [
      time,
      stages[time].map(({ runs }) =>
        runs.map(({ k, n }) => place(k * n * number))
      )
    ])
  ) as unknown as Program['packed'];
  const vectors = of.graph.vectors.map(width => place(bytesFor(width, dtype)));
  const tables = new Map<number, number>();
  times.forEach(time =>
    stages[time].forEach(({ loops }) =>
      loops.forEach(loop => {
        if ('move' in loop) {
          const { table } = of.values[loop.move];
          tables.set(loop.move, place(table!.length * 4));
        }
      })
    )
  );
  const sums = matrixSums.map(({ k, n }) => place(k * n * number));
  const where = { plan, machine, vectors, tables };
  const functions = [
    { name: 'multiply', body: multiplyBody(machine) },
    { name: 'multiplyTransposed', body: multiplyTransposedBody(machine) },
    { name: 'carry', body: carryBody(plan) },
    { name: 'carryBack', body: carryBackBody(plan, machine) },
    ...times.flatMap(time =>
      stages[time].map(({ loops }, level) => ({
        name: stageName(time, level),
        body: rowsBody(loops, where)
      }))
    )
  ];
  return {
    plan,
    bytes: moduleOf(functions),
    packed,
    vectors,
    tables,
    matrixSums: sums,
    record: end
  };
}

interface Where {
  readonly plan: Plan;
  readonly machine: Machine;
  readonly vectors: readonly number[];
  readonly tables: ReadonlyMap<number, number>;
}

/** `(row, count)`: for each row of the record, its loops one after another. */
function rowsBody(loops: readonly Loop[], where: Where): Body {
  const body = new Body(2);
  const row = 0;
  const arithmetic = new Arithmetic(body, where.machine);
  const { stride } = where.plan;
  const end = endOfRows(body, row, 1, stride);
  body.whileBelow(row, end, () => {
    for (const loop of loops) {
      if ('move' in loop) {
        moveNumbers(body, arithmetic, loop.move, row, where);
      } else {
        overNumbers(body, arithmetic, loop, row, where);
      }
    }
    body.advance(row, { number: stride });
  });
  return body;
}

/** A local with the address behind the last of `count` rows. */
function endOfRows(
  body: Body,
  row: number,
  count: number,
  stride: number
): number {
  const end = body.local(I32);
  body.get(row).get(count).integer(stride).emit(op.i32Mul, op.i32Add).set(end);
  return end;
}

/** Values of one width, a vector of the machine at a time. */
function overNumbers(
  body: Body,
  arithmetic: Arithmetic,
  loop: Extract<Loop, { readonly width: number }>,
  row: number,
  { plan: { of, slots, dtype }, vectors }: Where
): void {
  const splat = dtype === 'f32' ? simd.load32Splat : simd.load64Splat;
  const own = new Set(loop.values);
  const locals = new Map<number, number>();
  const at = body.local(I32);
  const place = body.local(I32);
  const end = body.local(I32);
  const load = (code: number, base: () => void, offset: number) => {
    base();
    body.memory(code, offset);
    const local = body.local();
    body.set(local);
    return local;
  };
  // Single numbers, which stand for all.
  for (const id of loop.values) {
    for (const input of of.values[id].inputs) {
      const value = of.values[input];
      if (own.has(input) || locals.has(input)) {
        continue;
      }
      if (value.op === 'number') {
        locals.set(input, arithmetic.number(value.number!));
      } else if (value.width === 1 && value.op === 'vector') {
        const address = vectors[value.weight!];
        locals.set(
          input,
          load(splat, () => body.integer(0), address)
        );
      } else if (value.width === 1) {
        locals.set(
          input,
          load(splat, () => body.get(row), slots.get(input)!)
        );
      }
    }
  }
  body.integer(0).set(at);
  body.get(row).set(place);
  body.integer(bytesFor(loop.width, dtype)).set(end);
  const operand = (input: number): number => {
    const known = locals.get(input);
    if (known !== undefined) {
      return known;
    }
    const value = of.values[input];
    const local =
      value.op === 'vector'
        ? load(simd.load, () => body.get(at), vectors[value.weight!])
        : load(simd.load, () => body.get(place), slots.get(input)!);
    locals.set(input, local);
    return local;
  };
  body.repeat(at, end, () => {
    for (const id of loop.values) {
      const value = of.values[id];
      const result = arithmetic.of(value, value.inputs.map(operand));
      locals.set(id, result);
      const slot = slots.get(id);
      if (slot !== undefined) {
        body.get(place).get(result).memory(simd.store, slot);
      }
    }
    body.advance(at, { number: 16 }).advance(place, { number: 16 });
  });
}

/** Scalar instructions: load, store, add and the larger of two. */
const scalar = {
  f32: { load: 0x2a, store: 0x38, add: 0x92, maximum: 0x97 },
  f64: { load: 0x2b, store: 0x39, add: 0xa0, maximum: 0xa5 }
} as const;

/** Numbers to other places, one at a time by the table. */
function moveNumbers(
  body: Body,
  arithmetic: Arithmetic,
  id: number,
  row: number,
  { plan: { of, slots, dtype }, vectors, tables }: Where
): void {
  const { op: kind, inputs, width, table } = of.values[id];
  const source = of.values[inputs[0]];
  const code = scalar[dtype];
  const size = dtype === 'f32' ? 4 : 8;
  const target = slots.get(id)!;
  const at = body.local(I32);
  const entry = body.local(I32);
  const end = body.local(I32);
  const fromWeight = source.op === 'vector';
  const from = fromWeight ? vectors[source.weight!] : slots.get(inputs[0])!;
  const base = () => (fromWeight ? body.integer(0) : body.get(row));
  const scalarMemory = (instruction: number, offset: number) =>
    body.emit(instruction, 2, ...leb(offset));
  const loadEntry = () => body.get(entry).emit(op.i32Load, 2, 0);
  if (kind !== 'gather') {
    const start = arithmetic.number(kind === 'largest' ? -Infinity : 0);
    for (let offset = 0; offset < bytesFor(width, dtype); offset += 16) {
      body
        .get(row)
        .get(start)
        .memory(simd.store, target + offset);
    }
  }
  body.integer(0).set(at);
  body.integer(tables.get(id)!).set(entry);
  body.integer(table!.length * 4 + tables.get(id)!).set(end);
  body.repeat(entry, end, () => {
    const here = () => base().get(at).emit(op.i32Add);
    const there = (start: () => void) => {
      start();
      loadEntry().emit(op.i32Add);
    };
    if (kind === 'gather') {
      body.get(row).get(at).emit(op.i32Add);
      there(base);
      scalarMemory(code.load, from);
      scalarMemory(code.store, target);
    } else {
      const ofRow = () => body.get(row);
      there(ofRow);
      there(ofRow);
      scalarMemory(code.load, target);
      here();
      scalarMemory(code.load, from);
      body.emit(kind === 'scatter' ? code.add : code.maximum);
      scalarMemory(code.store, target);
    }
    body.advance(at, { number: size }).advance(entry, { number: 4 });
  });
}

function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return bytes;
}

/** Slots of each state after and before, and of the derivatives by them. */
function slotsOfStates({ of, slots }: Plan) {
  const { graph, values, given } = of;
  const slotOf = (name: string) =>
    slots.get(
      values.findIndex(value => value.op === 'given' && value.name === name)
    );
  return graph.states.map(({ name, width, after }) => ({
    name,
    width,
    before: slotOf(name),
    after: slots.get(after)!,
    seed: slotOf(seedOf(name)),
    adjoint: given[name] === undefined ? undefined : slots.get(given[name])
  }));
}

export type StateSlots = ReturnType<typeof slotsOfStates>[number];
export { slotsOfStates };

/** `(to, from, count)`: the states after some rows become those before others. */
function carryBody(plan: Plan): Body {
  return copying(plan, body => {
    for (const { before, after, width } of slotsOfStates(plan)) {
      const bytes = bytesFor(width, plan.dtype);
      for (let at = 0; before !== undefined && at < bytes; at += 16) {
        body
          .get(0)
          .get(1)
          .memory(simd.load, after + at);
        body.memory(simd.store, before + at);
      }
    }
  });
}

/** `(to, from, count)`: derivatives by the states before some rows arrive at those after others. */
function carryBackBody(plan: Plan, machine: Machine): Body {
  return copying(plan, body => {
    const arithmetic = new Arithmetic(body, machine);
    for (const { seed, adjoint, width } of slotsOfStates(plan)) {
      if (seed === undefined || adjoint === undefined) {
        continue;
      }
      const read = (from: number, offset: number) => {
        const local = body.local();
        body.get(from).memory(simd.load, offset).set(local);
        return local;
      };
      for (let at = 0; at < bytesFor(width, plan.dtype); at += 16) {
        const own = read(0, seed + at);
        const sum = arithmetic.op('add', own, read(1, adjoint + at));
        body
          .get(0)
          .get(sum)
          .memory(simd.store, seed + at);
      }
    }
  });
}

function copying({ stride }: Plan, inner: (body: Body) => void): Body {
  const body = new Body(3);
  const end = endOfRows(body, 0, 2, stride);
  body.whileBelow(0, end, () => {
    inner(body);
    body.advance(0, { number: stride }).advance(1, { number: stride });
  });
  return body;
}
