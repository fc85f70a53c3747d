// The products of a step with its states and gate gradients, for each cell. The cell is a constant, so
// that what another cell does is not compiled.
import { RELU, TANH } from './activation';
import { gruResetRows, gruResetRowsBackward } from './gru';
import { multiply } from './multiply';
import { addValues } from './rows';
import {
  isPlain,
  multiplyByMask,
  recurrentGradient,
  rowsOfChunk,
  Sequence,
  widthOf
} from './sequence';
import { multiplyTransposed } from './weightGradient';

export const LSTM: i32 = 0;
export const GRU: i32 = 1;
export const GRU_RESET_BEFORE: i32 = 2;
export const RNN: i32 = 3;
export const RNN_RELU: i32 = 4;

@inline
export function isGru(cell: i32): bool {
  return cell == GRU || cell == GRU_RESET_BEFORE;
}

@inline
export function activationOf(cell: i32): i32 {
  return cell == RNN_RELU ? RELU : TANH;
}

/** `target = start + states B` for the step's rows, the states in blocks. */
@inline
function multiplyBlocks(
  s: Sequence,
  count: i32,
  columns: i32,
  depth: i32,
  blocks: usize,
  weights: usize,
  target: usize,
  targetRow: usize,
  start: usize
): void {
  const stride = (<usize>s.batch) << 4;
  multiply(
    count,
    columns,
    depth,
    blocks,
    16,
    stride,
    weights,
    target,
    targetRow,
    start
  );
}

/** h_{t−1} of the sequences from `first` on: in the outputs, or their initial state. */
@inline
export function hiddenBefore(s: Sequence, known: bool, before: i32, first: i32): usize {
  return known
    ? s.output + <usize>before * s.outputRow
    : s.initialHidden + <usize>first * s.stateRow;
}

/** The products of a step with h_{t−1}. */
@inline
export function multiplyStep(
  cell: i32,
  s: Sequence,
  count: i32,
  offset: i32
): void {
  const width = widthOf(s);
  const gates = s.gates + <usize>offset * s.gateRow;
  const gateRow = s.gateRow;
  const h = s.hiddenBlocks;
  const u = s.units;
  if (isGru(cell)) {
    // The panels of U hold z and r first, then the candidate.
    const zr = gates + width;
    multiplyBlocks(s, count, u << 1, u, h, s.recurrent, zr, gateRow, 0);
    if (cell == GRU) {
      const weights = s.recurrent + <usize>(u << 1) * width;
      const q = gates + width * 3;
      const bias = s.candidateBias;
      multiplyBlocks(s, count, u, u, h, weights, q, gateRow, bias);
    }
  } else {
    const columns = cell == LSTM ? u << 2 : u;
    multiplyBlocks(s, count, columns, u, h, s.recurrent, gates, gateRow, 0);
  }
}

/** A GRU that resets before the product: r ⊙ h_{t−1}, and the candidate's product with it. */
@inline
export function resetStep(
  s: Sequence,
  count: i32,
  offset: i32,
  known: i32,
  before: i32
): void {
  for (let part = 0; part < 2; part++) {
    const carriesOn = part == 0;
    const first = carriesOn ? 0 : known;
    const rows = carriesOn ? known : count - known;
    if (rows > 0) {
      const at = offset + first;
      const masked = s.mask != 0;
      gruResetRows(
        s,
        rows,
        at,
        first,
        masked
          ? s.masked + <usize>at * s.stateRow
          : hiddenBefore(s, carriesOn, before, first),
        masked || !carriesOn ? s.stateRow : s.outputRow
      );
    }
  }
  multiplyBlocks(
    s,
    count,
    s.units,
    s.units,
    s.hiddenBlocks,
    s.recurrent + <usize>(s.units << 1) * widthOf(s),
    s.gates + <usize>offset * s.gateRow,
    s.gateRow,
    0
  );
}

/** Back through `resetStep`. */
@inline
export function resetStepBackward(
  s: Sequence,
  count: i32,
  offset: i32,
  known: i32,
  before: i32
): void {
  multiplyBlocks(
    s,
    count,
    s.units,
    s.units,
    s.gateBlocks,
    s.transposedCandidate,
    s.resetGradient,
    s.stateRow,
    s.zeros
  );
  for (let part = 0; part < 2; part++) {
    const carriesOn = part == 0;
    const first = carriesOn ? 0 : known;
    const rows = carriesOn ? known : count - known;
    if (rows > 0) {
      const at = offset + first;
      const masked = s.mask != 0;
      const from = masked
        ? s.masked + <usize>at * s.stateRow
        : hiddenBefore(s, carriesOn, before, first);
      const row = masked || !carriesOn ? s.stateRow : s.outputRow;
      if (isPlain(s)) {
        gruResetRowsBackward(true, s, rows, at, first, from, row);
      } else {
        gruResetRowsBackward(false, s, rows, at, first, from, row);
      }
    }
  }
}

/** From a step's gate gradients, in blocks, to h_{t−1}. */
@inline
export function multiplyStepBackward(cell: i32, s: Sequence, count: i32): void {
  const masked = s.mask != 0;
  // What entered products goes back under the mask; what a GRU's z carried does not.
  const aside = isGru(cell) && (masked || cell == GRU_RESET_BEFORE);
  const target = aside ? s.resetGradient : s.hiddenGradient;
  const depth =
    cell == LSTM
      ? s.units << 2
      : cell == GRU
        ? s.units * 3
        : cell == GRU_RESET_BEFORE
          ? s.units << 1
          : s.units;
  // A GRU adds to what is there: what z carried, or what came through the candidate.
  const adds = cell == GRU_RESET_BEFORE || (cell == GRU && !masked);
  multiplyBlocks(
    s,
    count,
    s.units,
    depth,
    s.gateBlocks,
    s.transposed,
    target,
    s.stateRow,
    adds ? 0 : s.zeros
  );
  if (masked) {
    multiplyByMask(s, count, target);
  }
  if (aside) {
    addValues(
      <i32>((<usize>count * s.stateRow) >> 2),
      s.hiddenGradient,
      s.resetGradient,
      s.hiddenGradient
    );
  }
}

/** dU of the chunk. */
@inline
export function weightGradients(cell: i32, s: Sequence): void {
  const width = widthOf(s);
  const delta = s.gateGradients;
  if (!isGru(cell)) {
    const columns = cell == LSTM ? s.units << 2 : s.units;
    recurrentGradient(s, columns, delta, s.recurrentGradient);
    return;
  }
  const columns = cell == GRU ? s.units * 3 : s.units << 1;
  recurrentGradient(s, columns, delta + width, s.recurrentGradient);
  if (cell == GRU_RESET_BEFORE) {
    // The candidate's product took r ⊙ h_{t−1}, which the rows of gates have kept.
    multiplyTransposed(
      s.units,
      s.units,
      rowsOfChunk(s),
      s.gates + <usize>s.offset * s.gateRow + width * 3,
      s.gateRow,
      delta,
      s.gateRow,
      s.recurrentGradient + <usize>(s.units << 1) * width
    );
  }
}
