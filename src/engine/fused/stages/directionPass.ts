import { saysComputed } from '../../base/refusal';
import type { MachineCode } from '../../compiler/machineCode';
import { passGradients } from '../../compiler/passGradients';
import type {
  Addresses,
  OwnPlace,
  PassMemory
} from '../../compiler/passPlaces';
import { bytesOfPass, writePass } from '../../compiler/passPlaces';
import { passRows } from '../../compiler/passRows';
import { passWalk } from '../../compiler/passWalk';
import type { WeightsStrides } from '../../compiler/passWeights';
import { passWeights } from '../../compiler/passWeights';
import type { WalkedChunk } from '../../compiler/stepTable';
import { tableOf } from '../../compiler/stepTable';
import type { ViewedWeight } from '../../compiler/viewedStep';
import type { MemoryLayout } from '../../kernels/layout';
import type { PackedSequence } from '../../kernels/packedSequence';
import type { PlacedDirection } from '../placeNetwork';
import type { StageMemory, RepeatedRows, Rows, WorkspaceSizes } from '../stage';
import type { StatesByName } from '../states';
import type { DirectionEnds } from './directionEnds';
import { directionEnds } from './directionEnds';

/** Rows that the layer around a pass decides. */
export interface OutsideRows {
  readonly input: Rows;
  readonly output: Rows;
  /** Derivatives by the outputs of all steps; null where the last alone are given out. */
  readonly outputGradient: Rows | null;
  /** Null where nothing before learns. */
  readonly inputGradient: Rows | null;
}

/** One direction of a recurrent layer in a block of memory. */
export interface DirectionPass extends Pick<
  DirectionEnds,
  'copyLast' | 'statesAfter'
> {
  bind(base: number, machine: StageMemory, rows: OutsideRows): void;
  /**
   * @param states those before the first step, in the order of the given batch; null for zeros
   * @param dropped what h is multiplied with where it meets weights, `[B, H]`; null for nothing
   */
  forward(
    packed: PackedSequence,
    states: StatesByName | null,
    dropped: ArrayLike<number> | null,
    repeated?: RepeatedRows
  ): void;
  /**
   * @param last derivatives by the last outputs, a row for each sequence in the packed order; null where there
   *   are none
   * @param chunkDone after what goes back to a chunk's input is computed
   */
  backward(
    packed: PackedSequence,
    last: Rows | null,
    chunkDone: (chunk: WalkedChunk) => void,
    repeated?: RepeatedRows
  ): void;
}

/** @param columns where the numbers of x stand in a row */
export function directionPass(
  direction: PlacedDirection,
  { program, run }: MachineCode,
  columns: Int32Array,
  sizes: WorkspaceSizes,
  plan: MemoryLayout
): DirectionPass {
  const { reverse } = direction;
  const { plan: of } = program;
  const { strides } = of;
  const offsets = Object.fromEntries(
    Object.entries(bytesOfPass(program, sizes)).map(([name, bytes]) => [
      name,
      plan.place(bytes / 4)
    ])
  ) as Record<OwnPlace, number>;
  const rows = sizes.batch * sizes.steps;
  // What is computed of each different row of x, where rows repeat.
  const unique = of.repeated && {
    record: plan.place((rows * strides.record) / 4),
    back: sizes.training ? plan.place((rows * strides.back) / 4) : 0
  };
  let at = {} as Addresses;
  let base = 0;
  let machine = null as StageMemory | null;
  const memory: PassMemory = {
    get at() {
      return at;
    },
    get floats() {
      return machine!.f32;
    },
    get words() {
      return machine!.i32;
    }
  };
  const weights = passWeights(program, memory, run);
  const rowsOf = passRows(of, memory);
  const { sumChunk, sumInput } = passGradients(program, memory, rowsOf, run);
  const walk = passWalk(program, memory, run);
  const ends = directionEnds(of, memory, rowsOf, reverse);
  let fromZero = true;

  return {
    bind(address, now, { input, output: out, outputGradient, inputGradient }) {
      machine = now;
      base = address;
      const own = Object.fromEntries(
        Object.entries(offsets).map(([name, offset]) => [name, base + offset])
      ) as Record<OwnPlace, number>;
      at = {
        ...own,
        carryIn: own.carryA,
        carryOut: own.carryB,
        input: input.address,
        inputStride: input.row,
        output: out.address,
        outputStride: out.row,
        outside: outputGradient?.address ?? now.zeros,
        outsideStride: outputGradient?.row ?? 0,
        inputGradient: inputGradient?.address ?? 0,
        inputGradientStride: inputGradient?.row ?? 0,
        zeros: now.zeros,
        scratch: now.scratch,
        fromZero: 1
      };
      writePass(program, memory);
      weights.bind(placesInArena(direction, columns));
    },
    forward(packed, before, dropped, repeated) {
      saysComputed('step');
      weights.pack('ahead', machine!.weights);
      ends.fillBefore(packed, before, dropped);
      fromZero = before === null;
      walk.set('fromZero', Number(fromZero));
      const table = tableOf(packed, reverse);
      if (!repeated) {
        walk.forward(table);
        return;
      }
      const { from, end } = of.repeated!;
      const record = base + unique!.record;
      walk.set('record', record);
      walk.set('input', repeated.unique.address);
      walk.set('inputStride', repeated.unique.row);
      run.before(at.pass, 0, repeated.count());
      walk.set('record', at.record);
      walk.forward(table, ({ offset, rows: count }) =>
        machine!.kernels.gatherRows(
          count,
          (end - from) / 4,
          repeated.index + offset * 4,
          record + from,
          strides.record,
          at.record + offset * strides.record + from,
          strides.record
        )
      );
    },
    backward(packed, last, chunkDone, repeated) {
      const { f32, kernels, weights: arena, gradients } = machine!;
      weights.pack('back', arena);
      weights.clearSums();
      ends.fillCarried(packed, last);
      const table = tableOf(packed, reverse);
      const own = base + (unique?.back ?? 0);
      if (repeated) {
        f32.fill(0, own >> 2, (own + repeated.count() * strides.back) >> 2);
      }
      walk.backward(table, chunk => {
        if (repeated) {
          // What goes back to one row's places is added before it goes further.
          kernels.scatterRows(
            chunk.rows,
            strides.back / 4,
            repeated.index + chunk.offset * 4,
            at.back,
            strides.back,
            own,
            strides.back
          );
        } else {
          run.after(at.pass, chunk.offset, chunk.rows);
        }
        sumChunk(chunk, !repeated, fromZero);
        chunkDone(chunk);
      });
      if (repeated) {
        const count = repeated.count();
        const { address: input, row: inputStride } = repeated.unique;
        walk.set('back', own);
        run.after(at.pass, 0, count);
        sumInput({ count, input, inputStride, back: own });
      }
      weights.addSums(gradients);
    },
    copyLast: ends.copyLast,
    statesAfter: ends.statesAfter
  };
}

/** Where the weights of the step lie in the arena, and derivatives by them in theirs. */
function placesInArena(
  { step, starts, widened }: PlacedDirection,
  columns: Int32Array
): WeightsStrides {
  const place = (
    { variable, start, byRow, byColumn }: ViewedWeight,
    hasGaps: boolean
  ) => ({
    start: starts[variable] + start,
    byRow,
    byColumn,
    rows: hasGaps ? columns : null
  });
  return {
    matrices: step.matrices.map((weight, matrix) =>
      place(weight, widened.has(matrix))
    ),
    vectors: step.vectors.map(weight => weight && place(weight, false))
  };
}
