import type { Block } from '../kernels/kernelMemory';
import type { MemoryPool, PoolUser } from '../kernels/memoryPool';
import { mostRows } from '../kernels/chunks';
import { SCRATCH_ROWS } from '../kernels/layout';
import type { Floats } from '../tensor/operation';
import type { Program } from './emit';
import { bytesFor, oddLines, PANEL, sizeOf, times } from './layout';
import type { Field } from './walk';
import { fields, stepFields } from './walk';

/** The addresses of what a pass reads and writes. */
export type Addresses = Readonly<
  Record<Field | 'pass' | 'steps' | 'carryA' | 'carryB', number>
>;

/** Room for passes of one step in the memory of the kernels. */
export interface PassMemory {
  /** Makes room for a pass of so many sequences and steps; false where there is none. */
  reserve(batch: number, steps: number): boolean;
  readonly at: Addresses;
  /** The memory as numbers of the step's precision, and as whole numbers. */
  readonly floats: Floats;
  readonly words: Int32Array;
  /** Whose numbers the memory holds; null after others needed it. */
  holding: object | null;
  dispose(): void;
}

export function passMemory(program: Program, pool: MemoryPool): PassMemory {
  const { plan } = program;
  const { dtype, strides, of, states, stages } = plan;
  const size = sizeOf(dtype);
  let block: Block | null = null;
  let room = { batch: 0, steps: 0 };
  let at = {} as Addresses;
  let holding: object | null = null;
  let floats: Floats = new Float32Array(0);
  let words = new Int32Array(0);
  const user: PoolUser = {
    evict() {
      const had = block !== null;
      release();
      return had;
    }
  };

  function release(): void {
    if (block) {
      pool.release(block);
    }
    block = null;
    room = { batch: 0, steps: 0 };
    holding = null;
  }

  const widthOf = (name: string) =>
    of.values.find(({ op, name: own }) => op === 'given' && own === name)
      ?.width ?? 0;
  const rowOf = (width: number) => {
    const bytes = Math.max(PANEL, bytesFor(width, dtype));
    return bytes < 64 ? bytes : oddLines(bytes);
  };
  const runs = times.flatMap(time => stages[time].flatMap(each => each.runs));
  const most = (values: readonly number[]) => Math.max(16, ...values);
  const inputStride = rowOf(widthOf('x'));
  const outputStride = rowOf(states[of.graph.output].width);

  /** Where everything lies behind the first byte, and how many bytes there are. */
  function planned(batch: number, steps: number) {
    let end = 0;
    const place = (bytes: number) => {
      const from = end;
      end += Math.ceil(bytes / 64) * 64;
      return from;
    };
    const rows = batch * steps;
    const offsets = {
      pass: place(fields.length * 4),
      steps: place(steps * stepFields.length * 4),
      own: place(program.size),
      zeros: place(Math.max(outputStride, most(runs.map(({ n }) => n)) * size)),
      scratch: place(SCRATCH_ROWS * most(runs.map(({ k }) => k)) * size),
      sequence: place(batch * strides.sequence),
      carryA: place(batch * strides.carry),
      carryB: place(batch * strides.carry),
      input: place(rows * inputStride),
      output: place(rows * outputStride),
      outside: place(rows * outputStride),
      inputGradient: place(plan.learnsInput ? rows * inputStride : 0),
      record: place(rows * strides.record),
      // Derivatives by channels are read when the whole way back is done.
      back: place((plan.isSeen ? rows : mostRows(batch, steps)) * strides.back)
    };
    // Rows are read in whole vectors, the last one, too.
    return { offsets, bytes: end + 64 };
  }

  function views(): void {
    const { buffer } = pool.memory.kernels;
    if (floats.buffer !== buffer) {
      floats =
        dtype === 'f32' ? new Float32Array(buffer) : new Float64Array(buffer);
      words = new Int32Array(buffer);
    }
  }

  function writeTables(): void {
    program.tables.forEach((offset, id) => {
      const first = (at.own + offset) >> 2;
      of.values[id].table!.forEach((place, each) => {
        words[first + each] = place * size;
      });
    });
  }

  return {
    reserve(batch, steps) {
      pool.touch(user);
      if (!block || room.batch < batch || room.steps < steps) {
        const wanted = {
          batch: Math.max(batch, room.batch),
          steps: Math.max(steps, room.steps)
        };
        release();
        const { offsets, bytes } = planned(wanted.batch, wanted.steps);
        try {
          block = pool.claim(user, bytes);
        } catch {
          return false;
        }
        room = wanted;
        views();
        const { address } = block;
        words.fill(0, address >> 2, (address + block.bytes) >> 2);
        const found = Object.fromEntries(
          Object.entries(offsets).map(([name, offset]) => [
            name,
            address + offset
          ])
        ) as Record<keyof typeof offsets, number>;
        at = {
          ...found,
          carryIn: found.carryA,
          carryOut: found.carryB,
          inputStride,
          outputStride,
          // What comes from outside to each channel comes to what is given out as to the others.
          outside: plan.isSeen ? found.zeros : found.outside,
          outsideStride: plan.isSeen ? 0 : outputStride,
          inputGradientStride: inputStride
        };
        fields.forEach((field, each) => {
          words[(at.pass >> 2) + each] = at[field];
        });
        writeTables();
      }
      views();
      return true;
    },
    get at() {
      return at;
    },
    get floats() {
      return floats;
    },
    get words() {
      return words;
    },
    get holding() {
      return holding;
    },
    set holding(now) {
      holding = now;
    },
    dispose() {
      release();
      pool.forget(user);
    }
  };
}
