import type { CompiledLayer } from './compileNetwork';
import { gateLetters } from './gateLetters';
import type { PackedSequence } from '../kernels/packedSequence';
import type { RecurrentStage } from './stages/recurrentStage';
import type { Floats } from '../tensor/operation';
import type { Machine, Stage } from './stage';

/** What one direction of a recurrent layer did to one sequence. */
export interface FusedTrace {
  readonly direction: 'forward' | 'backward';
  /** `[T, H]` by letter: gates, states, and total derivatives under `dh` and `dc`. */
  readonly channels: Readonly<Record<string, Floats>>;
  /** `[T]`: 1 where a step was real. At others a state is the one before, all else 0. */
  readonly mask: Uint8Array;
  /** `[T, I]`: what entered, the same for both directions; null where it is the input itself. */
  readonly entering: Float32Array | null;
}

/**
 * Reads the trace of one sequence of a batch out of kernel memory.
 *
 * @param isFirst whether the layer reads the features of the input
 * @throws RangeError when the layer is not recurrent or there is no such sequence
 */
export function traceOf(
  layer: CompiledLayer | undefined,
  stage: Stage | undefined,
  packed: PackedSequence,
  steps: number,
  sequence: number,
  machine: Machine,
  isFirst: boolean
): readonly FusedTrace[] {
  const { f32 } = machine;
  if (layer?.kind !== 'recurrent') {
    throw new RangeError(
      `fused: trace wants a recurrent layer, got ${layer ? `'${layer.spec.name}'` : 'an unknown name'}`
    );
  }
  if (!(sequence >= 0 && sequence < packed.batch)) {
    throw new RangeError(
      `fused: the batch has ${packed.batch} sequences, there is no number ${sequence}`
    );
  }
  const { spec, directions } = layer;
  const { units } = spec;
  // Of one sequence without padding every step is the row of its number.
  const rowOf =
    packed.full && packed.batch === 1 ? null : rowsOf(packed, steps, sequence);
  const recurrent = stage as RecurrentStage;
  const entering = isFirst
    ? null
    : enteringRows(layer.input.columns, steps, f32, t => {
        const row = rowOf ? rowOf[t] : t;
        return row < 0 ? null : recurrent.entering(row, machine);
      });
  return recurrent.passes.map((pass, at) => {
    const { reverse } = directions[at];
    const letters = gateLetters[spec.cell];
    const whole = steps * units;
    // One array for all: small ones of their own cost more than what they hold.
    const all = new Float32Array(
      whole * (letters.length + (spec.cell === 'lstm' ? 4 : 2))
    );
    let taken = 0;
    const read = (
      address: number,
      stride: number,
      carried: boolean
    ): Floats => {
      const values = all.subarray(taken, taken + whole);
      taken += whole;
      let before = -1;
      for (let index = 0; index < steps; index++) {
        const t = reverse ? steps - 1 - index : index;
        const row = rowOf ? rowOf[t] : t;
        if (row >= 0) {
          before = row;
        }
        const from = row >= 0 ? row : carried ? before : -1;
        if (from >= 0) {
          const start = (address + from * stride) >> 2;
          const to = t * units;
          for (let unit = 0; unit < units; unit++) {
            values[to + unit] = f32[start + unit];
          }
        }
      }
      return values;
    };
    const channels: Record<string, Floats> = {};
    letters.forEach((letter, gate) => {
      channels[letter] = read(
        pass.at('gates') + gate * pass.units * 4,
        pass.gateRow,
        false
      );
    });
    if (spec.cell === 'lstm') {
      channels.c = read(pass.at('memory'), pass.stateRow, true);
    }
    channels.h = read(pass.at('output'), pass.at('outputRow'), true);
    channels.dh = read(pass.at('hiddenTrace'), pass.stateRow, false);
    if (spec.cell === 'lstm') {
      channels.dc = read(pass.at('memoryTrace'), pass.stateRow, false);
    }
    return {
      direction: reverse ? 'backward' : 'forward',
      channels,
      mask: rowOf
        ? Uint8Array.from(rowOf, row => (row >= 0 ? 1 : 0))
        : new Uint8Array(steps).fill(1),
      entering
    };
  });
}

/** What enters at each step; zeros where there is none. @param startOf where a step's numbers begin */
function enteringRows(
  columns: Int32Array,
  steps: number,
  f32: Float32Array,
  startOf: (t: number) => number | null
): Float32Array {
  const values = new Float32Array(steps * columns.length);
  for (let t = 0; t < steps; t++) {
    const start = startOf(t);
    for (let at = 0; start !== null && at < columns.length; at++) {
      values[t * columns.length + at] = f32[start + columns[at]];
    }
  }
  return values;
}

/** The packed row of each given step of a sequence, or −1. */
function rowsOf(
  packed: PackedSequence,
  steps: number,
  sequence: number
): Int32Array {
  const rows = new Int32Array(steps).fill(-1);
  for (let row = 0; row < packed.rows; row++) {
    const t = packed.source[row] - sequence * steps;
    if (t >= 0 && t < steps) {
      rows[t] = row;
    }
  }
  return rows;
}
