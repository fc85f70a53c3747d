import { Body, I32, op, simd, unsigned } from './assembler';
import { isSeed, stateOfSeed } from './differentiate';
import type { RegionPlace, Region } from './layout';
import { bytesFor, lanesOf, regions, bytesPer } from './layout';
import { ArithmeticWriter } from './lower';
import type { TargetMachine } from './lower';
import type { Loop, Plan } from './plan';

/** Regions whose rows are as far apart as their owner says. */
export const borrowed = [
  'input',
  'output',
  'outside',
  'inputGradient'
] as const satisfies readonly Region[];

/**
 * What a function of rows is given, by its place: how many rows there are; the weights; where the first row
 * of each region lies and how far rows of those that others own are apart; and the same of each state
 * before the step.
 */
export const parameters = {
  count: 0,
  own: 1,
  row: (region: Region) => 2 + regions.indexOf(region),
  stride: (region: (typeof borrowed)[number]) =>
    2 + regions.length + borrowed.indexOf(region),
  before: (state: number) => 2 + regions.length + borrowed.length + 2 * state,
  beforeStride: (state: number) =>
    3 + regions.length + borrowed.length + 2 * state,
  all: (states: number) => 2 + regions.length + borrowed.length + 2 * states
} as const;

export interface RowsSetting {
  readonly plan: Plan;
  readonly machine: TargetMachine;
  /** Bytes behind `own`. */
  readonly vectors: readonly number[];
  readonly tables: ReadonlyMap<number, number>;
}

/** Where a value is read: a local with an address, and bytes behind it. */
interface Source {
  readonly local: number;
  readonly offset: number;
  /** False for what is the same in each row. */
  readonly inRows: boolean;
}

/** How far rows of a region are apart: so many bytes, or what a parameter says. */
export function strideOf(
  { strides }: Plan,
  region: Region
): { readonly number: number } | { readonly local: number } {
  switch (region) {
    case 'record':
    case 'back':
    case 'sequence':
      return { number: strides[region] };
    case 'carryIn':
    case 'carryOut':
      return { number: strides.carry };
    default:
      return { local: parameters.stride(region) };
  }
}

/** Whether a loop of these reads a state where the step before has left it. */
export function readsBefore(
  loops: readonly Loop[],
  { of, places, states }: Plan
): boolean {
  const isBefore = (id: number) =>
    states.some(({ name }) => of.values[id].name === name) &&
    of.values[id].op === 'given';
  return loops.some(loop =>
    'move' in loop
      ? false
      : loop.values.some(
          id =>
            isBefore(id) ||
            of.values[id].inputs.some(
              input => isBefore(input) && !places.has(input)
            )
        )
  );
}

/** For each row: its loops one after another. */
export function rowsBody(loops: readonly Loop[], where: RowsSetting): Body {
  const { plan } = where;
  const body = new Body(parameters.all(plan.states.length));
  const rows = new Rows(body, where);
  const done = body.local(I32);
  body.whileBelow(done, parameters.count, () => {
    for (const loop of loops) {
      if ('move' in loop) {
        rows.move(loop.move);
      } else {
        rows.numbers(loop);
      }
    }
    rows.advance();
    body.advance(done, { number: 1 });
  });
  return body;
}

/** Scalar instructions: load, store, add and the larger of two. */
const scalar = {
  f32: { load: 0x2a, store: 0x38, add: 0x92, maximum: 0x97 },
  f64: { load: 0x2b, store: 0x39, add: 0xa0, maximum: 0xa5 }
} as const;

/** Writes what is done in one row. */
class Rows {
  readonly #arithmetic: ArithmeticWriter;
  /** Parameters that are moved on from row to row. */
  readonly #used = new Map<
    number,
    { readonly number: number } | { readonly local: number }
  >();

  constructor(
    readonly body: Body,
    readonly where: RowsSetting
  ) {
    this.#arithmetic = new ArithmeticWriter(body, where.machine);
  }

  advance(): void {
    this.#used.forEach((by, local) => this.body.advance(local, by));
  }

  #at({ region, at }: RegionPlace): Source {
    const local = parameters.row(region);
    this.#used.set(local, strideOf(this.where.plan, region));
    return { local, offset: at, inRows: true };
  }

  #before(state: number): Source {
    const local = parameters.before(state);
    this.#used.set(local, { local: parameters.beforeStride(state) });
    return { local, offset: 0, inRows: true };
  }

  /** Where a value is read that was computed elsewhere. */
  #source(id: number): Source {
    const { plan, vectors } = this.where;
    const value = plan.of.values[id];
    if (value.op === 'vector') {
      return {
        local: parameters.own,
        offset: vectors[value.weight!],
        inRows: false
      };
    }
    const place = plan.places.get(id);
    return place ? this.#at(place) : this.#given(id);
  }

  /** Where the walk brings a state, a mask, or a derivative from the step after. */
  #given(id: number): Source {
    const { plan } = this.where;
    const { graph, values } = plan.of;
    const value = values[id];
    if (isSeed(value)) {
      const { carried } = plan.states[stateOfSeed(graph, value)];
      return this.#at({ region: 'carryIn', at: carried });
    }
    return value.name === 'dropped'
      ? this.#at({ region: 'sequence', at: plan.dropped! })
      : this.#before(graph.states.findIndex(({ name }) => name === value.name));
  }

  #load(code: number, { local, offset }: Source): number {
    const { body } = this;
    body.get(local).memory(code, offset);
    const result = body.local();
    body.set(result);
    return result;
  }

  /** Values of one width, a vector of the machine at a time. */
  numbers(loop: Extract<Loop, { readonly width: number }>): void {
    const { body, where } = this;
    const { of, places, dtype } = where.plan;
    const splat = dtype === 'f32' ? simd.load32Splat : simd.load64Splat;
    const own = new Set(loop.values);
    const locals = new Map<number, number>();
    // Single numbers, which stand for all.
    for (const input of loop.values.flatMap(id => of.values[id].inputs)) {
      const value = of.values[input];
      if (own.has(input) || locals.has(input)) {
        continue;
      }
      if (value.op === 'number') {
        locals.set(input, this.#arithmetic.number(value.number!));
      } else if (value.width === 1) {
        locals.set(input, this.#load(splat, this.#source(input)));
      }
    }
    const moving = new Map<number, number>();
    const along = (source: Source): Source => {
      let local = moving.get(source.local);
      if (local === undefined) {
        local = body.local(I32);
        moving.set(source.local, local);
      }
      return { ...source, local };
    };
    const at = body.local(I32);
    const end = body.local(I32);
    // Written first, since it finds which rows are gone along.
    const inner = body.apart(() => {
      const operand = (input: number): number => {
        let local = locals.get(input);
        if (local === undefined) {
          local = this.#load(simd.load, along(this.#source(input)));
          locals.set(input, local);
        }
        return local;
      };
      const joined = this.#joined(loop.values);
      const within = new Set(
        [...joined.values()].map(({ product }) => product)
      );
      for (const id of loop.values) {
        if (within.has(id)) {
          continue;
        }
        const value = of.values[id];
        const sum = joined.get(id);
        const result =
          value.op === 'given'
            ? this.#arrived(id, along)
            : sum
              ? this.#arithmetic.withProduct(
                  value.op === 'subtract',
                  of.values[sum.product].inputs.map(operand),
                  operand(sum.other)
                )
              : this.#arithmetic.of(value, value.inputs.map(operand));
        locals.set(id, result);
        const place = places.get(id);
        if (place) {
          const target = along(this.#at(place));
          body.get(target.local).get(result).memory(simd.store, target.offset);
        }
      }
    });
    moving.forEach((local, from) => body.get(from).set(local));
    body.integer(0).set(at);
    body.integer(bytesFor(loop.width, dtype)).set(end);
    body.repeat(at, end, () => {
      body.emit(...inner);
      moving.forEach(local => body.advance(local, { number: 16 }));
      body.advance(at, { number: 16 });
    });
    loop.values.forEach(id => this.#pad(id));
  }

  /**
   * Sums `a + b·c` and differences `a − b·c` whose product nothing else reads: the machine rounds them once,
   * so that 1 − y² keeps its digits where y is nearly 1.
   */
  #joined(
    ids: readonly number[]
  ): ReadonlyMap<number, { readonly product: number; readonly other: number }> {
    const { of, places } = this.where.plan;
    const found = new Map<number, { product: number; other: number }>();
    if (!this.where.machine.fuses) {
      return found;
    }
    const reads = ids.flatMap(id => of.values[id].inputs);
    const isAlone = (id: number) =>
      of.values[id].op === 'multiply' &&
      ids.includes(id) &&
      !places.has(id) &&
      reads.filter(read => read === id).length === 1;
    for (const id of ids) {
      const { op: kind, inputs } = of.values[id];
      const [a, b] = inputs;
      if ((kind === 'add' || kind === 'subtract') && isAlone(b)) {
        found.set(id, { product: b, other: a });
      } else if (kind === 'add' && isAlone(a)) {
        found.set(id, { product: a, other: b });
      }
    }
    return found;
  }

  /** What the walk brings, as a value that is kept. */
  #arrived(id: number, along: (source: Source) => Source): number {
    const { plan } = this.where;
    const value = plan.of.values[id];
    const brought = this.#load(simd.load, along(this.#given(id)));
    return isSeed(value) &&
      stateOfSeed(plan.of.graph, value) === plan.of.graph.output
      ? this.#arithmetic.op(
          'add',
          brought,
          this.#load(simd.load, along(this.#at({ region: 'outside', at: 0 })))
        )
      : brought;
  }

  /** Zeros behind the numbers of a value that products read. */
  #pad(id: number): void {
    const { body, where } = this;
    const { of, places, padded, dtype } = where.plan;
    const { width } = of.values[id];
    const place = places.get(id);
    const lanes = lanesOf(dtype);
    const whole = bytesFor(width, dtype);
    if (!place || !padded.has(id) || width * bytesPer(dtype) === whole) {
      return;
    }
    const { local, offset } = this.#at(place);
    const full = Math.floor(width / lanes);
    const rest = width % lanes;
    const zero = this.#arithmetic.number(0);
    if (rest > 0) {
      const bytes = new Uint8Array(16).fill(255, 0, rest * bytesPer(dtype));
      const kept = this.#arithmetic.bits(bytes);
      body
        .get(local)
        .get(local)
        .memory(simd.load, offset + full * 16);
      body
        .get(kept)
        .vector(simd.and)
        .memory(simd.store, offset + full * 16);
    }
    for (let at = Math.ceil(width / lanes) * 16; at < whole; at += 16) {
      body
        .get(local)
        .get(zero)
        .memory(simd.store, offset + at);
    }
  }

  /** Numbers to other places, one at a time by the table. */
  move(id: number): void {
    const { body, where } = this;
    const { plan, tables } = where;
    const { of, places, dtype } = plan;
    const { op: kind, inputs, width, table } = of.values[id];
    const code = scalar[dtype];
    const source = this.#source(inputs[0]);
    const target = this.#at(places.get(id)!);
    const at = body.local(I32);
    const entry = body.local(I32);
    const end = body.local(I32);
    const number = (instruction: number, offset: number) =>
      body.emit(instruction, 2, ...unsigned(offset));
    const to = (local: number) => body.get(local).get(at).emit(op.i32Add);
    const byTable = (local: number) =>
      body.get(local).word(entry, 0).emit(op.i32Add);
    if (kind !== 'gather') {
      const start = this.#arithmetic.number(kind === 'largest' ? -Infinity : 0);
      for (let each = 0; each < bytesFor(width, dtype); each += 16) {
        body
          .get(target.local)
          .get(start)
          .memory(simd.store, target.offset + each);
      }
    }
    body.integer(0).set(at);
    body.get(parameters.own).integer(tables.get(id)!);
    body.emit(op.i32Add).set(entry);
    body
      .get(entry)
      .integer(table!.length * 4)
      .emit(op.i32Add)
      .set(end);
    body.repeat(entry, end, () => {
      if (kind === 'gather') {
        to(target.local);
        byTable(source.local);
        number(code.load, source.offset);
        number(code.store, target.offset);
      } else {
        byTable(target.local);
        byTable(target.local);
        number(code.load, target.offset);
        to(source.local);
        number(code.load, source.offset);
        body.emit(kind === 'scatter' ? code.add : code.maximum);
        number(code.store, target.offset);
      }
      body
        .advance(at, { number: bytesPer(dtype) })
        .advance(entry, { number: 4 });
    });
    this.#pad(id);
  }
}
