import type { SequenceValues } from '../../../../../src/engine/fused/sequenceRecord';
import { sequenceFields } from '../../../../../src/engine/fused/sequenceRecord';
import type { Heap } from './heap';

/** The record at this address. */
export function recordAt(heap: Heap, address: number): SequenceValues {
  const start = address >> 2;
  return Object.fromEntries(
    sequenceFields.map((field, index) => [field, heap.i32[start + index]])
  ) as SequenceValues;
}

/** Where the numbers of one sequence at one step begin: indices into `f32`. */
export interface StepRow {
  /** Which sequence. */
  readonly sequence: number;
  readonly gates: number;
  readonly gateGradients: number;
  readonly output: number;
  readonly memory: number;
  readonly squashed: number;
  readonly hiddenTrace: number;
  readonly memoryTrace: number;
  readonly outputGradient: number;
  /** h_{t−1} as it came, and as products take it (under the dropout mask when there is one). */
  readonly carried: number;
  readonly before: number;
  readonly memoryBefore: number;
  /** Its sequence's first step in the order of computation. */
  readonly first: boolean;
}

/**
 * Every row of the piece's steps in the order of computation. How steps are packed is said in
 * `wasm/sequence.ts`.
 */
export function rowsInOrder(heap: Heap, s: SequenceValues): StepRow[] {
  const counts = heap.i32.subarray(s.counts >> 2, (s.counts >> 2) + s.steps);
  const offsets: number[] = [];
  let total = 0;
  counts.forEach(count => {
    offsets.push(total);
    total += count;
  });
  const begin = s.reverse ? s.steps - 1 : 0;
  const at = (pointer: number, stride: number, row: number) =>
    pointer === 0 ? -1 : (pointer + row * stride) >> 2;
  const rows: StepRow[] = [];
  for (let index = 0; index < s.end - s.first; index++) {
    const t = s.reverse ? s.end - 1 - index : s.first + index;
    const previous = s.reverse ? t + 1 : t - 1;
    for (let sequence = 0; sequence < counts[t]; sequence++) {
      const row = offsets[t] + sequence;
      const first = t === begin || sequence >= counts[previous];
      const rowBefore = first ? -1 : offsets[previous] + sequence;
      const carried = first
        ? at(s.initialHidden, s.stateRow, sequence)
        : at(s.output, s.outputRow, rowBefore);
      rows.push({
        sequence,
        gates: at(s.gates, s.gateRow, row),
        gateGradients: at(s.gateGradients, s.gateRow, row - s.offset),
        output: at(s.output, s.outputRow, row),
        memory: at(s.memory, s.stateRow, row),
        squashed: at(s.squashed, s.stateRow, row),
        hiddenTrace: at(s.hiddenTrace, s.stateRow, row),
        memoryTrace: at(s.memoryTrace, s.stateRow, row),
        outputGradient: at(s.outputGradient, s.outputGradientRow, row),
        carried,
        before: s.mask ? at(s.masked, s.stateRow, row) : carried,
        memoryBefore: first
          ? at(s.initialMemory, s.stateRow, sequence)
          : at(s.memory, s.stateRow, rowBefore),
        first
      });
    }
  }
  return rows;
}

/** Index of a row's sequence in states. */
export const stateAt = (
  s: SequenceValues,
  states: number,
  { sequence }: StepRow
): number => (states + sequence * s.stateRow) >> 2;

/** Writes h_{t−1} ⊙ mask where products read it; nothing without a mask. */
export function enterStep(heap: Heap, s: SequenceValues, row: StepRow): void {
  if (s.mask === 0) {
    return;
  }
  const { f32 } = heap;
  const mask = stateAt(s, s.mask, row);
  for (let unit = 0; unit < s.units; unit++) {
    f32[row.before + unit] = f32[row.carried + unit] * f32[mask + unit];
  }
}

/** `gradient ⊙ mask`: back through `enterStep`; nothing without a mask. */
export function leaveStep(
  heap: Heap,
  s: SequenceValues,
  row: StepRow,
  gradient: number
): void {
  if (s.mask === 0) {
    return;
  }
  const { f32 } = heap;
  const mask = stateAt(s, s.mask, row);
  for (let unit = 0; unit < s.units; unit++) {
    f32[gradient + unit] *= f32[mask + unit];
  }
}

/**
 * Copies each sequence's last row so far (`rowOf`) to the final states, which begin as the initial
 * ones.
 */
export function finishStates(
  heap: Heap,
  s: SequenceValues,
  rows: readonly StepRow[],
  rowOf: (row: StepRow) => number,
  initial: number,
  target: number
): void {
  const { f32 } = heap;
  if (s.reverse ? s.end === s.steps : s.first === 0) {
    const count = (s.batch * s.stateRow) >> 2;
    f32.copyWithin(target >> 2, initial >> 2, (initial >> 2) + count);
  }
  for (const row of rows) {
    const from = rowOf(row);
    f32.copyWithin(stateAt(s, target, row), from, from + s.units);
  }
}

/** `dU[k, j] += Σ before[k] δ[j]` over the piece's rows, for `columns` of the panels at `target`. */
export function addRecurrentGradient(
  heap: Heap,
  s: SequenceValues,
  rows: readonly StepRow[],
  columns: number,
  beforeOf: (row: StepRow) => number,
  gradientOf: (row: StepRow) => number,
  target: number
): void {
  const { f32 } = heap;
  for (let column = 0; column < columns; column++) {
    const panel = (target >> 2) + (column >> 3) * s.units * 8 + (column & 7);
    for (let unit = 0; unit < s.units; unit++) {
      let sum = 0;
      for (const row of rows) {
        sum += f32[beforeOf(row) + unit] * f32[gradientOf(row) + column];
      }
      f32[panel + unit * 8] += sum;
    }
  }
}

/** The gates' function, and its derivative from its value. */
export const gateOf = ({
  hardGates
}: SequenceValues): {
  readonly value: (x: number) => number;
  readonly slope: (y: number) => number;
} =>
  hardGates
    ? {
        value: x => Math.min(Math.max(x / 6 + 0.5, 0), 1),
        slope: y => (y > 0 && y < 1 ? 1 / 6 : 0)
      }
    : { value: sigmoid, slope: y => y * (1 - y) };

/** 1, or 0 where the channel is held. */
export const kept = ({ i32 }: Heap, bits: number, place: number): number =>
  bits === 0 || i32[(bits >> 2) + place] !== 0 ? 1 : 0;

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
