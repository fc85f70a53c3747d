import { hasKernels } from '../kernels/loadKernels';
import type { MemoryPool } from '../kernels/memoryPool';
import { sharedMemoryPool } from '../kernels/memoryPool';
import type { PackedSequence } from '../kernels/packedSequence';
import { fullyPacked, packer } from '../kernels/packedSequence';
import type { Floats, FloatType } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import type { Graph } from './graph';
import type { RegionPlace } from './layout';
import { bytesPer } from './layout';
import type { MachineCode } from './machineCode';
import { codeOf, machineCode } from './machineCode';
import { passGradients } from './passGradients';
import type { PassGradients, PassInput } from './passInput';
import { passMemory } from './passMemory';
import { passRows } from './passRows';
import { passStates } from './passStates';
import { passWalk } from './passWalk';
import type { WeightsStrides } from './passWeights';
import { passWeights } from './passWeights';
import type { Plan, PlanOptions } from './plan';
import { tableOf } from './stepTable';
import type { PassRows } from './passRows';

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
  return hasKernels()
    ? stepOf(machineCode(plan, sharedMemoryPool().memory.kernels))
    : null;
}

/** Machine code for a step, made once for equal steps; null where the host cannot run it. */
export function compileGraph(
  graph: Graph,
  dtype: FloatType,
  options: PlanOptions = {}
): CompiledStep | null {
  return hasKernels()
    ? stepOf(codeOf(graph, dtype, options, sharedMemoryPool().memory.kernels))
    : null;
}

function stepOf(code: MachineCode): CompiledStep {
  const { step, dispose } = running(code, sharedMemoryPool());
  orphans.register(step, dispose);
  return step;
}

function running({ program, run }: MachineCode, pool: MemoryPool) {
  const { plan } = program;
  const { dtype, states } = plan;
  const { graph } = plan.of;
  const arena = arenaOf(graph);
  const memory = passMemory(program, pool, arena.size, () =>
    weights.bind(arena.places)
  );
  const weights = passWeights(program, memory, run);
  const rowsOf = passRows(plan, memory);
  const { copyOut } = rowsOf;
  const ofStates = passStates(plan, memory, rowsOf);
  const { sumChunk } = passGradients(program, memory, rowsOf, run);
  const walk = passWalk(program, memory, run);
  const fresh = (length: number): Floats => allocate(dtype, length);
  const fill = passFilling(plan, rowsOf);
  const packedOf = packing();

  const sizeOfNumber = bytesPer(dtype);

  function packWeights(
    way: 'ahead' | 'back',
    { matrices, vectors }: PassInput
  ): void {
    [...matrices, ...vectors].forEach((values, at) =>
      memory.floats.set(
        values,
        memory.weights / sizeOfNumber + arena.starts[at]
      )
    );
    weights.pack(way, memory.weights);
  }

  /** The derivatives by matrices, then those by vectors. */
  function readGradients(): Floats[] {
    const first = memory.gradients / sizeOfNumber;
    memory.floats.fill(0, first, first + arena.size);
    weights.addSums(memory.gradients);
    return arena.starts.map((start, at) =>
      memory.floats.slice(
        first + start,
        first + (arena.starts[at + 1] ?? arena.size)
      )
    );
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
      packWeights('ahead', input);
      fill(input, packed);
      walk.forward(table);
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
      packWeights('back', input);
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
      walk.backward(table, chunk => {
        run.after(memory.at.pass, chunk.offset, chunk.rows);
        sumChunk(chunk, true, false);
      });
      const { source, rows } = packed;
      const x = fresh(input.x.length);
      if (plan.learnsInput) {
        const inputs = x.length / (batch * steps);
        const place: RegionPlace = { region: 'inputGradient', at: 0 };
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
      const sums = readGradients();
      const matrices = sums.splice(0, graph.matrices.length);
      return { x, initial, channels, matrices, vectors: sums };
    }
  };
  return { step, dispose: memory.dispose };
}

/** Weights one after the other, matrices row by row. */
function arenaOf({ matrices, vectors }: Graph) {
  let size = 0;
  const starts: number[] = [];
  const take = (count: number) => {
    starts.push(size);
    size += count;
    return starts.at(-1)!;
  };
  const places: WeightsStrides = {
    matrices: matrices.map(([k, n]) => ({
      start: take(k * n),
      byRow: n,
      byColumn: 1
    })),
    vectors: vectors.map(width => ({
      start: take(width),
      byRow: 0,
      byColumn: 1
    }))
  };
  return { places, starts, size };
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

/** Puts x, the states before the first step, masks and what is held where the walk reads them. */
function passFilling(
  { dtype, dropped: dropsAt, shown, states }: Plan,
  { copyIn }: PassRows
): (input: PassInput, packed: PackedSequence) => void {
  function nothingHeld({ batch, steps }: PassInput, width: number) {
    const none = allocate(dtype, batch * steps * width);
    return { held: none, values: none };
  }

  function fillHeld(input: PassInput, { source, rows }: PackedSequence): void {
    const { clamps } = input;
    for (const { name, width, held, heldAt } of shown) {
      if (held && heldAt) {
        const from = (row: number) => source[row] * width;
        // Nothing is held where it is not said.
        const { held: is, values } =
          clamps?.[name] ?? nothingHeld(input, width);
        copyIn(is, width, rows, held, from);
        copyIn(values, width, rows, heldAt, from);
      }
    }
  }

  return (input, packed) => {
    const { batch, x, initial, dropped } = input;
    const { source, order, rows } = packed;
    const inputs = x.length / (batch * input.steps);
    copyIn(
      x,
      inputs,
      rows,
      { region: 'input', at: 0 },
      row => source[row] * inputs
    );
    states.forEach(({ width, initial: at }, state) =>
      copyIn(
        initial[state],
        width,
        batch,
        { region: 'sequence', at },
        position => order[position] * width
      )
    );
    if (dropped && dropsAt !== null) {
      const width = dropped.length / batch;
      copyIn(
        dropped,
        width,
        batch,
        { region: 'sequence', at: dropsAt },
        position => order[position] * width
      );
    }
    fillHeld(input, packed);
  };
}
