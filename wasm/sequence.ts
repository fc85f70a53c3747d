// One recurrent layer in one direction over a batch of sequences: where everything lies.
//
// Steps are packed: the sequences are sorted by length, longest first, and step t holds one row for
// each sequence that has a step t, the rows of step 0 first. So only real steps are computed, row r
// belongs to the same sequence at each step, and the rows of a step are neighbours.
import { multiplyTransposed } from './multiply';

/**
 * What one pass needs. Pointers and strides are in bytes; 0 stands for absent. `rows` of a matrix
 * with one row for each packed step; `units` is a multiple of 8.
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
  /** i32 `[steps]`: how many sequences have a step t; never increasing. */
  counts: usize;

  /** Rows: pre-activations W x + b on entry, activated gates on return. */
  gates: usize;
  gateRow: usize;
  /** Rows: h_t. */
  output: usize;
  outputRow: usize;
  /** Stride of the next three and of the two traces. */
  stateRow: usize;
  /** Rows: c_t. */
  memory: usize;
  /** Rows: tanh c_t. */
  squashed: usize;
  /** Rows: h_{t−1} under the recurrent dropout mask, as products take it; 0 without one. */
  masked: usize;

  /** `[batch, units]`, as all states at either end. */
  initialHidden: usize;
  initialMemory: usize;
  finalHidden: usize;
  finalMemory: usize;
  /** `[batch, units]`: the recurrent dropout mask, or 0. */
  mask: usize;
  /** 1 when the initial states are all zero, so that they add nothing to any gradient. */
  fromZero: i32;

  /** U in panels; GRU: columns z, r, n. */
  recurrent: usize;
  /** `[units]`: the recurrent bias of a GRU's candidate that is reset after the product. */
  candidateBias: usize;
  /** Room for h_{t−1} in blocks. */
  hiddenBlocks: usize;

  /** Rows: derivatives by the pre-activations; may be `gates` when those are not needed after. */
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
  /** `[batch, units]`: derivatives by the final states on entry, by the initial states on return. */
  hiddenGradient: usize;
  memoryGradient: usize;
  /** GRU reset before the product, or under a mask: room for `[batch, units]`. */
  resetGradient: usize;
  /** Rows: total derivatives by h_t and c_t, or 0 when nobody asks. */
  hiddenTrace: usize;
  memoryTrace: usize;
  /** dU in panels, added to. */
  recurrentGradient: usize;
  /** 1 when the derivatives by the initial states are asked for. */
  toInitial: i32;
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

/** The number of packed rows. */
export function rowsOf(s: Sequence): i32 {
  let rows = 0;
  for (let t = 0; t < s.steps; t++) {
    rows += countAt(s, t);
  }
  return rows;
}

/** Copies `[batch, units]` into blocks. */
export function blocksOfState(s: Sequence, state: usize): void {
  const stride = (<usize>s.batch) << 4;
  const width = (<usize>s.units) << 2;
  for (let b = 0; b < s.batch; b++) {
    let to = s.hiddenBlocks + ((<usize>b) << 4);
    for (let j: usize = 0; j < width; j += 16) {
      v128.store(to, v128.load(state + j));
      to += stride;
    }
    state += width;
  }
}

/** `target = source ⊙ mask` for rows, and the same into blocks: what enters a step under dropout. */
export function maskRows(
  rows: i32,
  width: usize,
  source: usize,
  sourceRow: usize,
  mask: usize,
  target: usize,
  targetRow: usize,
  blocks: usize,
  blockStride: usize
): void {
  for (let r = 0; r < rows; r++) {
    let to = blocks;
    for (let j: usize = 0; j < width; j += 16) {
      const value = f32x4.mul(v128.load(source + j), v128.load(mask + j));
      v128.store(target + j, value);
      v128.store(to, value);
      to += blockStride;
    }
    source += sourceRow;
    mask += width;
    target += targetRow;
    blocks += 16;
  }
}

/** Masks the step's h_{t−1}: `known` rows at `before`, the rest from the initial state. */
export function maskStep(
  s: Sequence,
  count: i32,
  known: i32,
  before: usize,
  target: usize
): void {
  const width = (<usize>s.units) << 2;
  const stride = (<usize>s.batch) << 4;
  maskRows(
    known,
    width,
    before,
    s.outputRow,
    s.mask,
    target,
    s.stateRow,
    s.hiddenBlocks,
    stride
  );
  const skip = <usize>known;
  maskRows(
    count - known,
    width,
    s.initialHidden + skip * width,
    width,
    s.mask + skip * width,
    target + skip * s.stateRow,
    s.stateRow,
    s.hiddenBlocks + (skip << 4),
    stride
  );
}

/** `rows ⊙= mask`, both `[rows, width]`. */
export function multiplyByMask(
  rows: i32,
  width: usize,
  target: usize,
  mask: usize
): void {
  const end = target + <usize>rows * width;
  while (target < end) {
    v128.store(target, f32x4.mul(v128.load(target), v128.load(mask)));
    target += 16;
    mask += 16;
  }
}

/**
 * Each sequence's row at the step that was computed last, `[batch, units]`; a sequence without steps
 * keeps its initial state.
 */
export function gatherFinal(
  s: Sequence,
  rows: usize,
  row: usize,
  initial: usize,
  target: usize
): void {
  const width = (<usize>s.units) << 2;
  let first = 0;
  if (s.reverse) {
    first = s.steps > 0 ? countAt(s, 0) : 0;
    for (let b = 0; b < first; b++) {
      memory.copy(target + <usize>b * width, rows + <usize>b * row, width);
    }
  } else {
    let offset = 0;
    for (let t = 0; t < s.steps; t++) {
      const count = countAt(s, t);
      const next = t + 1 < s.steps ? countAt(s, t + 1) : 0;
      for (let b = next; b < count; b++) {
        memory.copy(
          target + <usize>b * width,
          rows + <usize>(offset + b) * row,
          width
        );
      }
      first = max(first, count);
      offset += count;
    }
  }
  const rest = <usize>first * width;
  memory.copy(target + rest, initial + rest, <usize>s.batch * width - rest);
}

/**
 * `dU += Σ_t h_{t−1}ᵀ δ_t` over `columns` of the gate gradients beginning at `gradients`. Under a
 * mask h_{t−1} has rows of its own; else it is found in the outputs, and runs of steps that follow
 * one another are taken together.
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
      rowsOf(s),
      s.masked,
      s.stateRow,
      gradients,
      s.gateRow,
      target
    );
    return;
  }
  const width = (<usize>units) << 2;
  let runBefore = 0;
  let runNow = 0;
  let runLength = 0;
  let offset = 0;
  for (let t = 0; t < s.steps; t++) {
    const count = countAt(s, t);
    const next = t + 1 < s.steps ? countAt(s, t + 1) : 0;
    const known = s.reverse ? next : t > 0 ? count : 0;
    const before = s.reverse
      ? offset + count
      : t > 0
        ? offset - countAt(s, t - 1)
        : 0;
    if (known > 0) {
      if (
        runLength > 0 &&
        runBefore + runLength == before &&
        runNow + runLength == offset
      ) {
        runLength += known;
      } else {
        if (runLength > 0) {
          multiplyTransposed(
            units,
            columns,
            runLength,
            s.output + <usize>runBefore * s.outputRow,
            s.outputRow,
            gradients + <usize>runNow * s.gateRow,
            s.gateRow,
            target
          );
        }
        runBefore = before;
        runNow = offset;
        runLength = known;
      }
    }
    if (!s.fromZero && known < count) {
      multiplyTransposed(
        units,
        columns,
        count - known,
        s.initialHidden + <usize>known * width,
        width,
        gradients + <usize>(offset + known) * s.gateRow,
        s.gateRow,
        target
      );
    }
    offset += count;
  }
  if (runLength > 0) {
    multiplyTransposed(
      units,
      columns,
      runLength,
      s.output + <usize>runBefore * s.outputRow,
      s.outputRow,
      gradients + <usize>runNow * s.gateRow,
      s.gateRow,
      target
    );
  }
}
