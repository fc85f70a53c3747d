import type { WasmMemory } from '../base/webAssembly';
import type { Floats } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import type { Program } from './emit';

/** How many sequences and steps a pass has. */
export interface PassSizes {
  readonly batch: number;
  readonly steps: number;
}

const PAGE = 65536;

/** The rows of a pass, one for each sequence at each step, in the memory of the machine code. */
export type StepRecord = ReturnType<typeof recordOf>;

export function recordOf(program: Program, memory: WasmMemory) {
  const { plan, record } = program;
  const { of, dtype, stride, slots } = plan;
  const size = dtype === 'f32' ? 4 : 8;
  const shift = dtype === 'f32' ? 2 : 3;
  const numbers = stride / size;
  let floats: Floats = new Float32Array(0);
  writeTables(program, memory);

  const slotOf = (name: string) =>
    slots.get(
      of.values.findIndex(({ op, name: own }) => op === 'given' && own === name)
    );

  /** Makes room for so many rows; false where there is none. */
  function reserve(rows: number): boolean {
    const wanted = record + rows * stride;
    const more = Math.ceil((wanted - memory.buffer.byteLength) / PAGE);
    if (more > 0) {
      try {
        memory.grow(more);
      } catch {
        return false;
      }
    }
    if (floats.buffer !== memory.buffer) {
      floats =
        dtype === 'f32'
          ? new Float32Array(memory.buffer)
          : new Float64Array(memory.buffer);
    }
    return true;
  }

  /** Where in `floats` what lies at a slot of a row begins. */
  const placeOf = (row: number, slot: number) =>
    ((record + slot) >> shift) + row * numbers;

  /** Copies rows `[B, T, width]` into a slot, or out of it. */
  function eachRow(
    { batch, steps }: PassSizes,
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
    input: PassSizes,
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

  function readRows(
    input: PassSizes,
    slot: number,
    width: number,
    target: Floats
  ): void {
    eachRow(input, slot, width, (place, to) => {
      for (let at = 0; at < width; at++) {
        target[to + at] = floats[place + at];
      }
    });
  }

  /** The same row of a sequence at each of its steps. */
  function fillSame(
    input: PassSizes,
    name: string,
    from: ArrayLike<number> | undefined
  ): void {
    const slot = slotOf(name);
    if (slot === undefined || from === undefined) {
      return;
    }
    const width = from.length / input.batch;
    eachRow(input, slot, width, (place, start) => {
      const sequence = Math.floor(start / (input.steps * width));
      for (let at = 0; at < width; at++) {
        floats[place + at] = from[sequence * width + at];
      }
    });
  }

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

  return {
    size,
    shift,
    get floats() {
      return floats;
    },
    reserve,
    placeOf,
    readRows,
    fillRows,
    fillSame,
    copyIn,
    fresh: (length: number): Floats => allocate(dtype, length)
  };
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
