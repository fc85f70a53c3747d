import type { Block } from '../kernels/kernelMemory';
import type { MemoryPool, PoolUser } from '../kernels/memoryPool';
import type { Floats } from '../tensor/operation';
import type { Program } from './emit';
import { bytesFor, oddLines, PANEL, bytesPer } from './layout';
import type { Addresses, PassMemory } from './passPlaces';
import { bytesOfPass, roomOfProducts, writePass } from './passPlaces';

/** Room of their own for passes of one step, with all that they read and write. */
export interface OwnMemory extends PassMemory {
  /** Where weights and derivatives by them begin, in bytes. */
  readonly weights: number;
  readonly gradients: number;
  /** Makes room for a pass of so many sequences and steps; false where there is none. */
  reserve(batch: number, steps: number): boolean;
  /** Whose numbers the memory holds; null after others needed it. */
  holding: object | null;
  dispose(): void;
}

/**
 * @param weights how many numbers all weights have
 * @param bound told when a pass has got other memory
 */
export function passMemory(
  program: Program,
  pool: MemoryPool,
  weights: number,
  bound: () => void
): OwnMemory {
  const { plan } = program;
  const { dtype, of, states } = plan;
  let block: Block | null = null;
  let room = { batch: 0, steps: 0 };
  let at = {} as Addresses;
  let arenas = { weights: 0, gradients: 0 };
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
  const inputStride = rowOf(widthOf('x'));
  const outputStride = rowOf(states[of.graph.output].width);
  const { scratch, zeros } = roomOfProducts(program);

  /** Where everything lies behind the first byte, and how many bytes there are. */
  function planned(batch: number, steps: number) {
    let end = 0;
    const place = (bytes: number) => {
      const from = end;
      end += Math.ceil(bytes / 64) * 64;
      return from;
    };
    const rows = batch * steps;
    const own = bytesOfPass(program, { batch, steps, training: true });
    const offsets = {
      ...(Object.fromEntries(
        Object.entries(own).map(([name, bytes]) => [name, place(bytes)])
      ) as Record<keyof typeof own, number>),
      zeros: place(Math.max(outputStride, zeros * bytesPer(dtype))),
      scratch: place(scratch * bytesPer(dtype)),
      weights: place(weights * bytesPer(dtype)),
      gradients: place(weights * bytesPer(dtype)),
      input: place(rows * inputStride),
      output: place(rows * outputStride),
      outside: place(rows * outputStride),
      inputGradient: place(plan.learnsInput ? rows * inputStride : 0)
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

  const memory: OwnMemory = {
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
        arenas = found;
        at = {
          ...found,
          carryIn: found.carryA,
          carryOut: found.carryB,
          inputStride,
          outputStride,
          // What comes from outside to each channel comes to what is given out as to the others.
          outside: plan.isSeen ? found.zeros : found.outside,
          outsideStride: plan.isSeen ? 0 : outputStride,
          inputGradientStride: inputStride,
          fromZero: 0
        };
        writePass(program, memory);
        bound();
      }
      views();
      return true;
    },
    get at() {
      return at;
    },
    get weights() {
      return arenas.weights;
    },
    get gradients() {
      return arenas.gradients;
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
  return memory;
}
