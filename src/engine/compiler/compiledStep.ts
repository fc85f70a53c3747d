import { webAssembly } from '../base/webAssembly';
import type { WasmMemory } from '../base/webAssembly';
import type { Floats } from '../tensor/operation';
import type { Program, StateSlots } from './emit';
import { emit, slotsOfStates, stageName } from './emit';
import type { Plan, Time } from './plan';
import { bytesFor } from './plan';
import type { Part, Run } from './products';

/** Numbers that a pass reads; states, x and masks row by row. */
export interface PassInput {
  readonly batch: number;
  readonly steps: number;
  /** From the last step to the first. */
  readonly reverse: boolean;
  /** `[B, T, I]` */
  readonly x: ArrayLike<number>;
  /** `[B, size]` each, in the order of the states. */
  readonly initial: readonly ArrayLike<number>[];
  readonly matrices: readonly ArrayLike<number>[];
  readonly vectors: readonly ArrayLike<number>[];
  /** `[B, T]` */
  readonly live?: ArrayLike<number>;
  /** `[B, H]` */
  readonly dropped?: ArrayLike<number>;
}

/** Derivatives by what a pass read, in its shapes. */
export interface PassGradients {
  readonly x: Floats;
  readonly initial: readonly Floats[];
  readonly matrices: readonly Floats[];
  readonly vectors: readonly Floats[];
}

/** A step as machine code in a memory of its own. */
export interface CompiledStep {
  readonly plan: Plan;
  readonly kind: string;
  /**
   * Walks over all steps and keeps what each computed.
   *
   * @param output which state is read at each step
   * @param target takes that state `[B, T, H]` and then each state after the last step `[B, size]`
   */
  forward(input: PassInput, output: number, target: Floats): void;
  /** Goes back through the last pass forward; `gradient` is laid out as `target` was. */
  backward(input: PassInput, output: number, gradient: Floats): PassGradients;
}

type Multiply = (...values: readonly number[]) => void;

/** The most bytes that one step's memory may take: 1 GiB. */
const MOST_BYTES = 2 ** 30;

const PAGE = 65536;

/** Machine code for a plan, where the host can run it; null elsewhere. */
export function compileStep(plan: Plan): CompiledStep | null {
  const host = webAssembly();
  if (!host) {
    return null;
  }
  for (const fuses of [true, false]) {
    const program = emit(plan, { dtype: plan.dtype, fuses });
    if (host.validate(program.bytes)) {
      const memory = new host.Memory({ initial: 1, maximum: 65536 });
      const { exports } = new host.Instance(new host.Module(program.bytes), {
        env: { memory }
      });
      return running(
        program,
        memory,
        exports as unknown as Readonly<Record<string, Multiply>>,
        fuses ? 'relaxed SIMD' : 'SIMD'
      );
    }
  }
  return null;
}

/** Bytes of memory that a pass takes. */
export const bytesOfPass = ({ stride }: Plan, rows: number): number =>
  rows * stride;

export const fitsMemory = (plan: Plan, rows: number): boolean =>
  bytesOfPass(plan, rows) <= MOST_BYTES;

function running(
  program: Program,
  memory: WasmMemory,
  run: Readonly<Record<string, Multiply>>,
  kind: string
): CompiledStep {
  const { plan, record } = program;
  const { of, dtype, stride, stages, slots } = plan;
  const { graph, values } = of;
  const size = dtype === 'f32' ? 4 : 8;
  const numbers = stride / size;
  const shift = dtype === 'f32' ? 2 : 3;
  const states = slotsOfStates(plan);
  const slotOf = (name: string) =>
    slots.get(
      values.findIndex(value => value.op === 'given' && value.name === name)
    );
  let floats: Floats = new Float32Array(0);
  writeTables(program, memory);

  /** Room for so many rows. */
  function reserve(rows: number): void {
    const wanted = record + rows * stride;
    const more = Math.ceil((wanted - memory.buffer.byteLength) / PAGE);
    if (more > 0) {
      memory.grow(more);
    }
    if (floats.buffer !== memory.buffer) {
      floats =
        dtype === 'f32'
          ? new Float32Array(memory.buffer)
          : new Float64Array(memory.buffer);
    }
  }

  /** Where in `floats` what lies at a slot of a row begins. */
  const placeOf = (row: number, slot: number) =>
    ((record + slot) >> shift) + row * numbers;

  function pack(address: number, item: Run, matrices: PassInput['matrices']) {
    const { transposed, n, parts } = item;
    const start = address >> shift;
    for (const { matrix, row, column } of parts) {
      const [k, columns] = graph.matrices[matrix];
      const from = matrices[matrix];
      for (let r = 0; r < k; r++) {
        for (let c = 0; c < columns; c++) {
          const to = transposed
            ? (row + c) * n + column + r
            : (row + r) * n + column + c;
          floats[start + to] = from[r * columns + c];
        }
      }
    }
  }

  function packAll(time: Time, matrices: PassInput['matrices']): void {
    stages[time].forEach(({ runs }, level) =>
      runs.forEach((item, at) =>
        pack(program.packed[time][level][at], item, matrices)
      )
    );
  }

  /** Computes all stages of a time for some rows. */
  function compute(time: Time, row: number, count: number): void {
    const base = record + row * stride;
    stages[time].forEach(({ runs, loops }, level) => {
      runs.forEach(({ left, target, k, n, starts }, at) =>
        run.multiply(
          count,
          n * size,
          k,
          base + left,
          stride,
          size,
          program.packed[time][level][at],
          n * size,
          base + target,
          stride,
          starts ? 1 : 0
        )
      );
      if (loops.length > 0) {
        run[stageName(time, level)](base, count);
      }
    });
  }

  /** Copies rows `[B, T, width]` into a slot, or out of it. */
  function eachRow(
    { batch, steps }: PassInput,
    slot: number,
    width: number,
    visit: (place: number, from: number) => void
  ): void {
    for (let t = 0; t < steps; t++) {
      for (let b = 0; b < batch; b++) {
        visit(placeOf(t * batch + b, slot), (b * steps + t) * width);
      }
    }
  }

  function fillRows(
    input: PassInput,
    name: string,
    width: number,
    from: ArrayLike<number> | undefined
  ): void {
    const slot = slotOf(name);
    if (slot === undefined || from === undefined) {
      return;
    }
    eachRow(input, slot, width, (place, start) => {
      for (let at = 0; at < width; at++) {
        floats[place + at] = from[start + at];
      }
    });
  }

  /** The step that is computed as the count-th. */
  const stepAt = ({ steps, reverse }: PassInput, count: number) =>
    reverse ? steps - 1 - count : count;

  return {
    plan,
    kind,
    forward(input, output, target) {
      const { batch, steps, initial } = input;
      reserve(batch * steps);
      floats[program.one >> shift] = 1;
      program.vectors.forEach((address, at) => {
        floats.set(input.vectors[at], address >> shift);
      });
      packAll('before', input.matrices);
      packAll('forward', input.matrices);
      fillRows(input, 'x', input.x.length / (batch * steps), input.x);
      fillRows(input, 'live', 1, input.live);
      const mask = slotOf('dropped');
      const { dropped } = input;
      if (mask !== undefined && dropped !== undefined) {
        const width = dropped.length / batch;
        eachRow(input, mask, width, (place, start) => {
          const b = Math.floor(start / (steps * width));
          for (let at = 0; at < width; at++) {
            floats[place + at] = dropped[b * width + at];
          }
        });
      }
      compute('before', 0, batch * steps);
      for (let count = 0; count < steps; count++) {
        const row = stepAt(input, count) * batch;
        if (count === 0) {
          states.forEach(({ before, width }, at) =>
            copyIn(initial[at], before, width, row, batch)
          );
        } else {
          const from = stepAt(input, count - 1) * batch;
          run.carry(record + row * stride, record + from * stride, batch);
        }
        compute('forward', row, batch);
      }
      const { after, width } = states[output];
      eachRow(input, after, width, (place, to) => {
        for (let at = 0; at < width; at++) {
          target[to + at] = floats[place + at];
        }
      });
      let to = batch * steps * width;
      const last = stepAt(input, steps - 1) * batch;
      for (const state of states) {
        for (let b = 0; b < batch; b++) {
          const place = placeOf(last + b, state.after);
          for (let at = 0; at < state.width; at++) {
            target[to++] = floats[place + at];
          }
        }
      }
    },
    backward(input, output, gradient) {
      const { batch, steps } = input;
      const rows = batch * steps;
      packAll('backward', input.matrices);
      packAll('after', input.matrices);
      let from = rows * states[output].width;
      const last = stepAt(input, steps - 1) * batch;
      states.forEach(({ name, width, seed }, at) => {
        if (seed === undefined) {
          return;
        }
        if (at === output) {
          fillRows(input, `d ${name}`, width, gradient);
        } else {
          const bytes = bytesFor(width, dtype) >> shift;
          for (let row = 0; row < rows; row++) {
            const place = placeOf(row, seed);
            floats.fill(0, place, place + bytes);
          }
        }
        for (let b = 0; b < batch; b++) {
          const place = placeOf(last + b, seed);
          for (let unit = 0; unit < width; unit++) {
            floats[place + unit] += gradient[from + b * width + unit];
          }
        }
        from += batch * width;
      });
      for (let count = steps - 1; count >= 0; count--) {
        const row = stepAt(input, count) * batch;
        if (count < steps - 1) {
          const next = stepAt(input, count + 1) * batch;
          run.carryBack(record + row * stride, record + next * stride, batch);
        }
        compute('backward', row, batch);
      }
      compute('after', 0, rows);
      return {
        x: gradientOfX(input),
        initial: states.map(state => gradientBefore(state, input)),
        ...gradientsOfWeights(rows)
      };
    }
  };

  function copyIn(
    from: ArrayLike<number>,
    slot: number | undefined,
    width: number,
    row: number,
    batch: number
  ): void {
    for (let b = 0; slot !== undefined && b < batch; b++) {
      const place = placeOf(row + b, slot);
      for (let at = 0; at < width; at++) {
        floats[place + at] = from[b * width + at];
      }
    }
  }

  function fresh(length: number): Floats {
    return dtype === 'f32'
      ? new Float32Array(length)
      : new Float64Array(length);
  }

  function gradientOfX(input: PassInput): Floats {
    const result = fresh(input.x.length);
    const id = of.given.x;
    if (id !== undefined) {
      const { width } = values[id];
      eachRow(input, slots.get(id)!, width, (place, to) => {
        for (let at = 0; at < width; at++) {
          result[to + at] = floats[place + at];
        }
      });
    }
    return result;
  }

  function gradientBefore(
    { adjoint, width }: StateSlots,
    input: PassInput
  ): Floats {
    const result = fresh(input.batch * width);
    const first = stepAt(input, 0) * input.batch;
    for (let b = 0; adjoint !== undefined && b < input.batch; b++) {
      const place = placeOf(first + b, adjoint);
      result.set(floats.subarray(place, place + width), b * width);
    }
    return result;
  }

  function gradientsOfWeights(rows: number) {
    const matrices = graph.matrices.map(([k, n]) => fresh(k * n));
    plan.matrixSums.forEach(({ left, adjoint, k, n, parts }, at) => {
      const sum = program.matrixSums[at];
      run.multiply(
        k,
        n * size,
        rows,
        record + left,
        size,
        stride,
        record + adjoint,
        stride,
        sum,
        n * size,
        1
      );
      parts.forEach(part => addPart(matrices[part.matrix], part, sum, n));
    });
    const vectors = graph.vectors.map(width => fresh(width));
    of.vectorGradients.forEach(({ vector, adjoint }, at) => {
      const { width } = values[adjoint];
      const bytes = bytesFor(width, dtype);
      const sum = program.vectorSums[at];
      run.multiply(
        1,
        bytes,
        rows,
        program.one,
        0,
        0,
        record + slots.get(adjoint)!,
        stride,
        sum,
        bytes,
        1
      );
      const start = sum >> shift;
      vectors[vector].set(floats.subarray(start, start + width));
    });
    return { matrices, vectors };
  }

  function addPart(
    target: Floats,
    { matrix, column }: Part,
    address: number,
    n: number
  ): void {
    const [k, columns] = graph.matrices[matrix];
    const start = (address >> shift) + column;
    for (let row = 0; row < k; row++) {
      for (let at = 0; at < columns; at++) {
        target[row * columns + at] += floats[start + row * n + at];
      }
    }
  }
}

/** Offsets in bytes for what moves numbers by a table. */
function writeTables(
  { plan, tables, record }: Program,
  memory: WasmMemory
): void {
  const more = Math.ceil((record - memory.buffer.byteLength) / PAGE);
  if (more > 0) {
    memory.grow(more);
  }
  const words = new Int32Array(memory.buffer);
  const size = plan.dtype === 'f32' ? 4 : 8;
  tables.forEach((address, id) => {
    plan.of.values[id].table!.forEach((place, at) => {
      words[(address >> 2) + at] = place * size;
    });
  });
}
