import { webAssembly } from '../base/webAssembly';
import { hasKernels } from '../kernels/loadKernels';
import type { MemoryPool } from '../kernels/memoryPool';
import { sharedMemoryPool } from '../kernels/memoryPool';
import type { PackedSequence } from '../kernels/packedSequence';
import { fullyPacked, packer } from '../kernels/packedSequence';
import type { Floats } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import type { Program } from './emit';
import { emit } from './emit';
import type { Place } from './layout';
import type { Call, Sums } from './passGradients';
import { passFilling } from './passFilling';
import { passGradients } from './passGradients';
import type { PassGradients, PassInput } from './passInput';
import { passMemory } from './passMemory';
import { passRows } from './passRows';
import { passStates } from './passStates';
import { passWeights } from './passWeights';
import type { Plan } from './plan';
import type { WalkedChunk } from './stepTable';
import { stepTable } from './stepTable';
import type { Field } from './walk';
import { fields } from './walk';

/** A step as machine code, which works in the memory of the kernels and calls their products. */
export interface CompiledStep {
  readonly plan: Plan;
  readonly kind: string;
  /** Makes room for a pass of so many sequences and steps; false where there is none. */
  reserve(batch: number, steps: number): boolean;
  /** Whose pass its memory holds, as `forward` was told; null after others needed it. */
  readonly holding: object | null;
  /**
   * Walks over all steps and keeps what each computed.
   *
   * @param target takes the state that the layer gives out `[B, T, H]`, or each channel where they are seen,
   *   at a step of padding the state of the step before; and then each state after the last step `[B, size]`
   */
  forward(input: PassInput, target: Floats): void;
  /** Goes back through the last pass forward; `gradient` is laid out as `target` was. */
  backward(input: PassInput, gradient: Floats): PassGradients;
}

/** Gives memory back when the step itself is gone. */
const orphans = new FinalizationRegistry<() => void>(dispose => dispose());

/** Machine code for a plan, where the host can run it; null elsewhere. */
export function compileStep(plan: Plan): CompiledStep | null {
  if (!hasKernels()) {
    return null;
  }
  const pool = sharedMemoryPool();
  const { kernels } = pool.memory;
  const fuses = kernels.kind === 'relaxed SIMD';
  const program = emit(plan, { dtype: plan.dtype, fuses });
  const products =
    plan.dtype === 'f32'
      ? {
          multiplyRows: kernels.multiplyRows,
          multiplyTransposed: kernels.multiplyTransposed,
          sumRows: kernels.sumRows
        }
      : {
          multiplyRows: kernels.multiplyRowsInDoubles,
          multiplyTransposed: kernels.multiplyTransposedInDoubles,
          sumRows: kernels.sumRowsInDoubles
        };
  const host = webAssembly()!;
  const { exports } = new host.Instance(new host.Module(program.bytes), {
    env: { memory: kernels.memory, multiplyRows: products.multiplyRows }
  });
  const { step, dispose } = running(program, pool, {
    ...(exports as unknown as Walks),
    ...products
  });
  orphans.register(step, dispose);
  return step;
}

/** What the module gives out. */
type Walks = Readonly<
  Record<'before' | 'forward' | 'backward' | 'after', Call>
>;

/** It, and what else works on the memory of the kernels. */
type Functions = Walks & Sums;

function running(program: Program, pool: MemoryPool, run: Functions) {
  const { plan } = program;
  const { dtype, strides, states } = plan;

  const memory = passMemory(program, pool);
  const weights = passWeights(program, memory);
  const rowsOf = passRows(plan, memory);
  const { copyOut } = rowsOf;
  const ofStates = passStates(plan, memory, rowsOf);
  const gradients = passGradients(program, memory, rowsOf, weights, run);
  const fresh = (length: number): Floats => allocate(dtype, length);
  const fill = passFilling(plan, rowsOf);
  const packedOf = packing();
  const tableOf = tables();

  const set = (field: Field, value: number) => {
    memory.words[(memory.at.pass >> 2) + fields.indexOf(field)] = value;
  };

  function walk(
    time: 'forward' | 'backward',
    { begin, stop }: WalkedChunk
  ): void {
    const { pass, steps } = memory.at;
    run[time](pass, steps + begin * 16, steps + stop * 16);
  }

  /** Where the numbers of each shown channel begin in what is given out, and where those of states do. */
  function partsOf({ batch, steps }: PassInput) {
    let end = 0;
    const parts = plan.shown.map(channel => {
      const from = end;
      end += batch * steps * channel.width;
      return { channel, from, end };
    });
    return { parts, end };
  }

  const step: CompiledStep = {
    plan,
    kind: pool.memory.kernels.kind,
    reserve: memory.reserve,
    get holding() {
      return memory.holding;
    },
    forward(input, target) {
      const { batch, steps } = input;
      if (!memory.reserve(batch, steps)) {
        throw new RangeError('compiled: a pass takes more memory than it may');
      }
      const packed = packedOf(input);
      const table = tableOf(packed, input.reverse);
      memory.words.set(table.words, memory.at.steps >> 2);
      weights.setVectors(input);
      weights.pack('before', input);
      weights.pack('forward', input);
      fill(input, packed);
      for (const chunk of table.chunks) {
        run.before(memory.at.pass, chunk.offset, chunk.rows);
        walk('forward', chunk);
      }
      const { source, rows } = packed;
      const { parts, end: afterAll } = partsOf(input);
      for (const { channel, from, end } of parts) {
        const { width, value } = channel;
        const part = target.subarray(from, end);
        copyOut(part, width, rows, value, row => source[row] * width);
        ofStates.fillPadding(input, channel, part);
      }
      ofStates.readStates(input, packed, table.last, target, afterAll);
      memory.holding = target;
    },
    backward(input, gradient) {
      const { batch, steps, reverse } = input;
      memory.reserve(batch, steps);
      const packed = packedOf(input);
      const table = tableOf(packed, reverse);
      const { at } = memory;
      memory.words.set(table.words, at.steps >> 2);
      weights.pack('backward', input);
      weights.pack('after', input);
      weights.clearSums();
      const { parts, end: afterAll } = partsOf(input);
      const toInitial = parts.map(({ channel, from, end }) =>
        ofStates.fillOutside(
          input,
          packed,
          channel,
          gradient.subarray(from, end)
        )
      );
      ofStates.fillCarried(input, packed, gradient, afterAll);
      let [carryIn, carryOut] = [at.carryA, at.carryB];
      for (const chunk of table.chunks.toReversed()) {
        set(
          'back',
          plan.isSeen ? at.back : at.back - chunk.offset * strides.back
        );
        set('carryIn', carryIn);
        set('carryOut', carryOut);
        walk('backward', chunk);
        run.after(at.pass, chunk.offset, chunk.rows);
        gradients.sumWeights(chunk);
        if ((chunk.stop - chunk.begin) % 2 === 1) {
          [carryIn, carryOut] = [carryOut, carryIn];
        }
      }
      const { source, rows } = packed;
      const x = fresh(input.x.length);
      if (plan.learnsInput) {
        const inputs = x.length / (batch * steps);
        const place: Place = { region: 'inputGradient', at: 0 };
        copyOut(x, inputs, rows, place, row => source[row] * inputs);
      }
      const initial = states.map(state =>
        ofStates.readInitial(state, input, packed, table.lengths)
      );
      toInitial.forEach((part, each) =>
        part?.forEach((value, index) => {
          initial[plan.shown[each].state!][index] += value;
        })
      );
      const channels = Object.fromEntries(
        plan.shown.map(({ name, width, total }) => {
          const found = fresh(plan.isSeen ? batch * steps * width : 0);
          if (total) {
            copyOut(found, width, rows, total, row => source[row] * width);
          }
          return [name, found];
        })
      );
      return { x, initial, channels, ...gradients.readWeights() };
    }
  };
  return { step, dispose: memory.dispose };
}

/** Packs passes: whole ones of the same sizes share one packing. */
function packing(): (input: PassInput) => PackedSequence {
  let full: PackedSequence | null = null;
  let padded: { live: ArrayLike<number>; packed: PackedSequence } | null = null;
  return ({ batch, steps, live }) => {
    if (!live) {
      if (full?.batch !== batch || full.steps !== steps) {
        full = fullyPacked(batch, steps);
      }
      return full;
    }
    if (padded?.live !== live) {
      const isReal = (at: number) => live[at] !== 0;
      padded = {
        live,
        packed: packer(batch, steps).pack(batch, steps, isReal)
      };
    }
    return padded.packed;
  };
}

/** The table of a packing is made once for each direction. */
function tables() {
  const known = new WeakMap<
    PackedSequence,
    Map<boolean, ReturnType<typeof stepTable>>
  >();
  return (packed: PackedSequence, reverse: boolean) => {
    const both = known.get(packed) ?? new Map();
    known.set(packed, both);
    const found = both.get(reverse) ?? stepTable(packed, reverse);
    both.set(reverse, found);
    return found;
  };
}
