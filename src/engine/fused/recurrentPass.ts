import { saysComputed } from '../base/refusal';
import type { KernelFunctions } from '../kernels/kernels';
import type { StatesByName } from './states';
import type { Layout } from '../kernels/layout';
import { eights, strideOf } from '../kernels/layout';
import type { Chunk } from '../kernels/chunks';
import { mostRows } from '../kernels/chunks';
import type { SequenceField } from './sequenceRecord';
import { sequenceAt, sequenceFields } from './sequenceRecord';
import type { FusedCell } from './spec';

/** What a pass is for: how large, and what it keeps. */
export interface PassSizes {
  readonly cell: FusedCell;
  readonly resetAfter: boolean;
  readonly relu: boolean;
  readonly hardGates: boolean;
  /** H as it is. */
  readonly units: number;
  readonly reverse: boolean;
  /** The most sequences and steps. */
  readonly batch: number;
  readonly steps: number;
  /** Whether it will be gone back through. */
  readonly training: boolean;
  readonly recurrentDropout: boolean;
}

/** One direction of one recurrent layer in a block of memory. */
export interface RecurrentPass {
  /** H, a multiple of 8. */
  readonly units: number;
  /** Numbers in a row of gates, and those that come from x. */
  readonly gateWidth: number;
  readonly inputWidth: number;
  /** Strides in bytes. */
  readonly gateRow: number;
  readonly stateRow: number;
  /** Fixes all addresses once the block is known; what lies outside the pass is given. */
  bind(base: number, outside: Outside, words: Int32Array): void;
  /** An address after `bind`. */
  at(field: SequenceField): number;
  /** Changes one field of the bound record. */
  set(words: Int32Array, field: SequenceField, value: number): void;
  /**
   * Writes the initial states, in the order of the given batch; null for zeros.
   *
   * @param order which sequence of the batch is the r-th row
   */
  begin(
    f32: Float32Array,
    words: Int32Array,
    order: Int32Array,
    states: StatesByName | null
  ): void;
  /** Reads the final states, in the order of the given batch. */
  end(f32: Float32Array, order: Int32Array): Record<string, Float32Array>;
  /** Ends where it began: what a batch leaves behind that has no real step. */
  endAtStart(f32: Float32Array): void;
  /** Fills the states `[batch, units]` at a field with zeros. */
  clear(f32: Float32Array, field: SequenceField): void;
  /** Computes a chunk; chunks follow each other in the order of computation. */
  forward(kernels: KernelFunctions, words: Int32Array, chunk: Chunk): void;
  /** Takes the U of this step for the way back. */
  prepare(kernels: KernelFunctions): void;
  backward(kernels: KernelFunctions, words: Int32Array, chunk: Chunk): void;
}

/** Addresses that the layer around a pass decides. */
export interface Outside {
  readonly output: number;
  readonly outputRow: number;
  /** Of the packed sequence: how many sequences have a step. */
  readonly counts: number;
  readonly zeros: number;
  readonly recurrent: number;
  readonly recurrentGradient: number;
  readonly candidateBias: number;
}

/** Plans a pass: asks `plan` for room and answers how to use it. */
export function recurrentPass(sizes: PassSizes, plan: Layout): RecurrentPass {
  const { cell, batch } = sizes;
  const units = eights(sizes.units);
  const gateWidth = cell === 'rnn' ? units : 4 * units;
  const inputWidth = cell === 'gru' ? 3 * units : gateWidth;
  const gateRow = strideOf(gateWidth);
  const stateRow = strideOf(units);
  const lstm = cell === 'lstm';
  const resetBefore = cell === 'gru' && !sizes.resetAfter;
  const states = (batch * stateRow) / 4;
  const record = plan.place(sequenceFields.length);
  // Gates whose derivatives go back through U together.
  const depth = cell === 'rnn' ? 1 : lstm ? 4 : resetBefore ? 2 : 3;
  const offsets = placesOf(sizes, depth, { units, gateRow, stateRow }, plan);
  const addresses = new Float64Array(sequenceFields.length);
  let recordAddress = 0;
  const names = passNames(sizes);
  const stateFields = [
    { letter: 'h', initial: 'initialHidden', final: 'finalHidden' },
    ...(lstm
      ? [{ letter: 'c', initial: 'initialMemory', final: 'finalMemory' }]
      : [])
  ] as {
    readonly letter: string;
    readonly initial: SequenceField;
    readonly final: SequenceField;
  }[];

  return {
    units,
    gateWidth,
    inputWidth,
    gateRow,
    stateRow,
    bind(base, outside, words) {
      recordAddress = base + record;
      addresses.fill(0);
      for (const [field, offset] of Object.entries(offsets)) {
        addresses[sequenceAt[field as SequenceField]] = base + offset;
      }
      const fixed: Partial<Record<SequenceField, number>> = {
        ...outside,
        units,
        reverse: sizes.reverse ? 1 : 0,
        hardGates: sizes.hardGates ? 1 : 0,
        gateRow,
        stateRow,
        fromZero: 1
      };
      for (const [field, value] of Object.entries(fixed)) {
        addresses[sequenceAt[field as SequenceField]] = value;
      }
      words.set(addresses, recordAddress >> 2);
    },
    at: field => addresses[sequenceAt[field]],
    set,
    begin(f32, words, order, states) {
      set(words, 'fromZero', states ? 0 : 1);
      for (const { letter, initial } of stateFields) {
        this.clear(f32, initial);
        const from = states?.[letter];
        if (from) {
          eachState(initial, order, (at, source) => {
            for (let unit = 0; unit < sizes.units; unit++) {
              f32[at + unit] = from[source + unit];
            }
          });
        }
      }
    },
    end(f32, order) {
      const states: Record<string, Float32Array> = {};
      for (const { letter, final } of stateFields) {
        const values = new Float32Array(order.length * sizes.units);
        eachState(final, order, (at, target) =>
          values.set(f32.subarray(at, at + sizes.units), target)
        );
        states[letter] = values;
      }
      return states;
    },
    endAtStart(f32) {
      for (const { initial, final } of stateFields) {
        const from = addresses[sequenceAt[initial]] >> 2;
        const to = addresses[sequenceAt[final]] >> 2;
        f32.copyWithin(to, from, from + states);
      }
    },
    clear(f32, field) {
      const start = addresses[sequenceAt[field]] >> 2;
      f32.fill(0, start, start + states);
    },
    forward(kernels, words, chunk) {
      saysComputed('step');
      setChunk(words, chunk);
      kernels[names.forward](recordAddress);
    },
    prepare(kernels) {
      const u = addresses[sequenceAt.recurrent];
      const target = addresses[sequenceAt.transposed];
      kernels.transposePanels(units, depth * units, u, target);
      if (resetBefore) {
        kernels.transposePanels(
          units,
          units,
          u + 2 * units * units * 4,
          addresses[sequenceAt.transposedCandidate]
        );
      }
    },
    backward(kernels, words, chunk) {
      setChunk(words, chunk);
      kernels[names.backward](recordAddress);
    }
  };

  /** Index of each row of states, and of its sequence in `[batch, H]`. */
  function eachState(
    field: SequenceField,
    order: Int32Array,
    visit: (at: number, given: number) => void
  ): void {
    const start = addresses[sequenceAt[field]] >> 2;
    order.forEach((sequence, row) =>
      visit(start + (row * stateRow) / 4, sequence * sizes.units)
    );
  }

  function set(words: Int32Array, field: SequenceField, value: number): void {
    addresses[sequenceAt[field]] = value;
    words[(recordAddress >> 2) + sequenceAt[field]] = value;
  }

  function setChunk(words: Int32Array, { first, end, offset }: Chunk): void {
    set(words, 'first', first);
    set(words, 'end', end);
    set(words, 'offset', offset);
  }
}

/** Room for everything that a pass keeps, by the field that says where. */
function placesOf(
  { cell, batch, steps, training, ...sizes }: PassSizes,
  depth: number,
  {
    units,
    gateRow,
    stateRow
  }: Pick<RecurrentPass, 'units' | 'gateRow' | 'stateRow'>,
  plan: Layout
): Partial<Record<SequenceField, number>> {
  const lstm = cell === 'lstm';
  const resetBefore = cell === 'gru' && !sizes.resetAfter;
  const states = (batch * stateRow) / 4;
  const rowsOf = (stride: number) => (batch * steps * stride) / 4;
  const offsets: Partial<Record<SequenceField, number>> = {};
  const place = (field: SequenceField, numbers: number, wanted = true) => {
    if (wanted) {
      offsets[field] = plan.place(numbers);
    }
  };
  place('gates', rowsOf(gateRow));
  place('memory', rowsOf(stateRow), lstm);
  place('squashed', rowsOf(stateRow), lstm);
  place('masked', rowsOf(stateRow), sizes.recurrentDropout);
  place('mask', states, sizes.recurrentDropout);
  place('initialHidden', states);
  place('finalHidden', states);
  place('initialMemory', states, lstm);
  place('finalMemory', states, lstm);
  place('hiddenBlocks', batch * units);
  if (training) {
    place('gateGradients', (mostRows(batch, steps) * gateRow) / 4);
    place('transposed', depth * units * units);
    place('transposedCandidate', units * units, resetBefore);
    place('gateBlocks', depth * batch * units);
    place('hiddenGradient', states);
    place('memoryGradient', states, lstm);
    place('resetGradient', states, cell === 'gru');
  }
  return offsets;
}

type PassName = {
  [K in keyof KernelFunctions]: K extends `${string}${'Forward' | 'Backward'}`
    ? KernelFunctions[K] extends (sequence: number) => void
      ? K
      : never
    : never;
}[keyof KernelFunctions];

function passNames({ cell, resetAfter, relu }: PassSizes): {
  readonly forward: PassName;
  readonly backward: PassName;
} {
  if (cell === 'lstm') {
    return { forward: 'lstmForward', backward: 'lstmBackward' };
  }
  if (cell === 'gru') {
    return resetAfter
      ? { forward: 'gruForward', backward: 'gruBackward' }
      : {
          forward: 'gruResetBeforeForward',
          backward: 'gruResetBeforeBackward'
        };
  }
  return relu
    ? { forward: 'rnnReluForward', backward: 'rnnReluBackward' }
    : { forward: 'rnnForward', backward: 'rnnBackward' };
}
