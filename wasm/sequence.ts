// One recurrent layer in one direction over a batch of sequences: where everything lies.
//
// Steps are packed: the sequences are sorted by length, longest first, and step t holds one row for
// each sequence that has a step t, the rows of step 0 first. So only real steps are computed, row r
// belongs to the same sequence at each step, and the rows of a step are neighbours.
//
// A sequence may be computed in chunks of some steps each, in the order of computation: what a chunk
// leaves in memory for the products that follow it is then still in a near cache.
import { hardSigmoidValues, sigmoidValues } from './activation';
import { multiplyTransposed } from './weightGradient';

/**
 * What one pass needs. Pointers and strides are in bytes; 0 stands for absent. "Rows" is a matrix
 * with one row for each packed step, "states" one with a row for each sequence and the stride
 * `stateRow`; `units` is a multiple of 8.
 * `src/engine/fused/sequenceRecord.ts` lists the same fields in the same order.
 */
@unmanaged
export class Sequence {
  /** Number of steps of the longest sequence. */
  steps: i32;
  /** Number of sequences. */
  batch: i32;
  units: i32;
  /** 1 to go from the last step to the first. */
  reverse: i32;
  /** 1 when the gates are hard sigmoids. */
  hardGates: i32;
  /** i32 `[steps]`: how many sequences have a step t; never increasing. */
  counts: usize;
  /** The chunk of this call: steps `first` ≤ t < `end`, and the row of the first of them. */
  first: i32;
  end: i32;
  offset: i32;

  /** Rows: pre-activations W x + b on entry, activated gates on return. */
  gates: usize;
  gateRow: usize;
  /** Rows: h_t. */
  output: usize;
  outputRow: usize;
  /** Stride of the next three and of all states. */
  stateRow: usize;
  /** Rows: c_t. */
  memory: usize;
  /** Rows: tanh c_t. */
  squashed: usize;
  /** Rows: h_{t−1} under the recurrent dropout mask, as products take it; 0 without one. */
  masked: usize;

  /** States, as all four. */
  initialHidden: usize;
  initialMemory: usize;
  finalHidden: usize;
  finalMemory: usize;
  /** States: the recurrent dropout mask, or 0. */
  mask: usize;
  /** 1 when the initial states are all zero, so that they add nothing to dU. */
  fromZero: i32;

  /** U in panels; GRU: columns z, r, n. */
  recurrent: usize;
  /** `[units]`: the recurrent bias of a GRU's candidate that is reset after the product. */
  candidateBias: usize;
  /** Room for h_{t−1} in blocks. */
  hiddenBlocks: usize;

  /** Derivatives by the pre-activations: the rows of this chunk alone. */
  gateGradients: usize;
  /** Uᵀ in panels; GRU reset before the product: Uᵀ of z and r. */
  transposed: usize;
  /** GRU reset before the product: Uᵀ of the candidate. */
  transposedCandidate: usize;
  /** Room for one step's gate gradients in blocks. */
  gateBlocks: usize;
  /** Rows: derivatives by the outputs from outside the layer, or 0. */
  outputGradient: usize;
  outputGradientRow: usize;
  /** States: derivatives by the final states on entry; what goes back from step to step. */
  hiddenGradient: usize;
  memoryGradient: usize;
  /** GRU reset before the product, or under a mask: room for states. */
  resetGradient: usize;
  /** dU in panels, added to. */
  recurrentGradient: usize;
  /** At least `units` × 4 zeros. */
  zeros: usize;
}

export function sequenceBytes(): i32 {
  return offsetof<Sequence>();
}

@inline
export function countAt(s: Sequence, t: i32): i32 {
  return load<i32>(s.counts + ((<usize>t) << 2));
}

/** Bytes of a row of states. */
@inline
export function widthOf(s: Sequence): usize {
  return (<usize>s.units) << 2;
}

/** Gates from their pre-activations, in place. */
@inline
export function gateValues(s: Sequence, from: usize, end: usize): void {
  if (s.hardGates) {
    hardSigmoidValues(from, end, from);
  } else {
    sigmoidValues(from, end, from);
  }
}

/** Whether gates are no hard sigmoids: the way back is then the short one. */
@inline
export function isPlain(s: Sequence): bool {
  return !s.hardGates;
}

/** The number of rows of this chunk. */
export function rowsOfChunk(s: Sequence): i32 {
  let rows = 0;
  for (let t = s.first; t < s.end; t++) {
    rows += countAt(s, t);
  }
  return rows;
}

/** Whether step t is the first that is computed. */
@inline
export function begins(s: Sequence, t: i32): bool {
  return t == (s.reverse ? s.steps - 1 : 0);
}

/** How many of step t's `count` rows belong to a sequence that has begun before. */
@inline
export function knownAt(s: Sequence, t: i32, count: i32): i32 {
  return begins(s, t) ? 0 : s.reverse ? countAt(s, t + 1) : count;
}

/** The row where those sequences' last step lies, given that of step t. */
@inline
export function rowBefore(s: Sequence, t: i32, offset: i32, count: i32): i32 {
  return begins(s, t)
    ? 0
    : s.reverse
      ? offset + count
      : offset - countAt(s, t - 1);
}

/** Copies states into blocks. */
export function blocksOfState(s: Sequence, state: usize): void {
  const stride = (<usize>s.batch) << 4;
  const width = widthOf(s);
  for (let b = 0; b < s.batch; b++) {
    let to = s.hiddenBlocks + ((<usize>b) << 4);
    for (let j: usize = 0; j < width; j += 16) {
      v128.store(to, v128.load(state + j));
      to += stride;
    }
    state += s.stateRow;
  }
}

/** `target = source ⊙ mask` for rows, and the same into blocks: what enters a step under dropout. */
function maskRows(
  s: Sequence,
  first: i32,
  rows: i32,
  source: usize,
  sourceRow: usize,
  target: usize
): void {
  const width = widthOf(s);
  const stride = (<usize>s.batch) << 4;
  let mask = s.mask + <usize>first * s.stateRow;
  let blocks = s.hiddenBlocks + ((<usize>first) << 4);
  target += <usize>first * s.stateRow;
  for (let r = 0; r < rows; r++) {
    let to = blocks;
    for (let j: usize = 0; j < width; j += 16) {
      const value = f32x4.mul(v128.load(source + j), v128.load(mask + j));
      v128.store(target + j, value);
      v128.store(to, value);
      to += stride;
    }
    source += sourceRow;
    mask += s.stateRow;
    target += s.stateRow;
    blocks += 16;
  }
}

/** Masks the step's h_{t−1}: `known` rows at row `before`, the rest from the initial state. */
export function maskStep(
  s: Sequence,
  offset: i32,
  count: i32,
  known: i32,
  before: i32
): void {
  const target = s.masked + <usize>offset * s.stateRow;
  const from = s.output + <usize>before * s.outputRow;
  maskRows(s, 0, known, from, s.outputRow, target);
  const initial = s.initialHidden + <usize>known * s.stateRow;
  maskRows(s, known, count - known, initial, s.stateRow, target);
}

/** `states ⊙= mask` for the first `count`. */
export function multiplyByMask(s: Sequence, count: i32, states: usize): void {
  const end = states + <usize>count * s.stateRow;
  let mask = s.mask;
  while (states < end) {
    v128.store(states, f32x4.mul(v128.load(states), v128.load(mask)));
    states += 16;
    mask += 16;
  }
}

/**
 * Each sequence's row at the step that was computed last, as states; a sequence without steps keeps
 * its initial state.
 */
export function gatherFinal(
  s: Sequence,
  rows: usize,
  row: usize,
  initial: usize,
  target: usize
): void {
  const width = widthOf(s);
  let first = 0;
  if (s.reverse) {
    first = s.steps > 0 ? countAt(s, 0) : 0;
    for (let b = 0; b < first; b++) {
      memory.copy(
        target + <usize>b * s.stateRow,
        rows + <usize>b * row,
        width
      );
    }
  } else {
    let offset = 0;
    for (let t = 0; t < s.steps; t++) {
      const count = countAt(s, t);
      const next = t + 1 < s.steps ? countAt(s, t + 1) : 0;
      for (let b = next; b < count; b++) {
        memory.copy(
          target + <usize>b * s.stateRow,
          rows + <usize>(offset + b) * row,
          width
        );
      }
      first = max(first, count);
      offset += count;
    }
  }
  const rest = <usize>first * s.stateRow;
  memory.copy(
    target + rest,
    initial + rest,
    <usize>s.batch * s.stateRow - rest
  );
}

/** A stretch of rows whose predecessors lie one after another, too. */
@inline
function addStretch(
  s: Sequence,
  columns: i32,
  length: i32,
  before: i32,
  gradients: usize,
  target: usize
): void {
  multiplyTransposed(
    s.units,
    columns,
    length,
    s.output + <usize>before * s.outputRow,
    s.outputRow,
    gradients,
    s.gateRow,
    target
  );
}

/**
 * `dU += Σ_t h_{t−1}ᵀ δ_t` for this chunk, over `columns` of the gate gradients beginning at
 * `gradients`. Under a mask h_{t−1} has rows of its own; else it is found in the outputs, and steps
 * that follow one another are taken together.
 */
export function recurrentGradient(
  s: Sequence,
  columns: i32,
  gradients: usize,
  target: usize
): void {
  const units = s.units;
  if (s.masked != 0) {
    multiplyTransposed(
      units,
      columns,
      rowsOfChunk(s),
      s.masked + <usize>s.offset * s.stateRow,
      s.stateRow,
      gradients,
      s.gateRow,
      target
    );
    return;
  }
  // The stretch so far: its rows in this chunk, and where their predecessors begin.
  let start = 0;
  let length = 0;
  let from = 0;
  let row = 0;
  for (let t = s.first; t < s.end; t++) {
    const count = countAt(s, t);
    const known = knownAt(s, t, count);
    const before = rowBefore(s, t, s.offset + row, count);
    if (known > 0) {
      if (length > 0 && from + length == before && start + length == row) {
        length += known;
      } else {
        if (length > 0) {
          const at = gradients + <usize>start * s.gateRow;
          addStretch(s, columns, length, from, at, target);
        }
        from = before;
        start = row;
        length = known;
      }
    }
    if (!s.fromZero && known < count) {
      multiplyTransposed(
        units,
        columns,
        count - known,
        s.initialHidden + <usize>known * s.stateRow,
        s.stateRow,
        gradients + <usize>(row + known) * s.gateRow,
        s.gateRow,
        target
      );
    }
    row += count;
  }
  if (length > 0) {
    const at = gradients + <usize>start * s.gateRow;
    addStretch(s, columns, length, from, at, target);
  }
}
