// The GRU over whole sequences, in both of its conventions:
//
//     z, r = σ(W x_t + U h_{t−1} + b)            h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}
//     n = tanh(W x_t + b + r ⊙ q),  q = U h_{t−1} + b′      reset after the product
//     n = tanh(W x_t + b + U q),    q = r ⊙ h_{t−1}         reset before it
//
// A row of gates holds n, z, r, q: what comes from x lies side by side (n, z, r), and so does what
// comes from h when the reset follows the product (z, r, q).
import { ones, sigmoidValues, tanhValues } from './activation';
import { multiply, multiplyTransposed } from './multiply';
import { addValues } from './rows';
import {
  blocksOfState,
  countAt,
  gatherFinal,
  maskStep,
  multiplyByMask,
  recurrentGradient,
  rowsOf,
  Sequence
} from './sequence';
import { multiplyAdd, multiplySubtract } from './vector';

/** One step of some rows, reset after the product: n, z, r whole but for r ⊙ q, and q whole. */
function stepRows(
  rows: i32,
  width: usize,
  gates: usize,
  gateRow: usize,
  before: usize,
  beforeRow: usize,
  output: usize,
  outputRow: usize,
  blocks: usize,
  blockStride: usize
): void {
  for (let row = 0; row < rows; row++) {
    sigmoidValues(gates + width, gates + width * 3, gates + width);
    let a = gates;
    for (let j: usize = 0; j < width; j += 16) {
      v128.store(
        a,
        multiplyAdd(
          v128.load(a + width * 2),
          v128.load(a + width * 3),
          v128.load(a)
        )
      );
      a += 16;
    }
    mixRow(width, gates, before, output, blocks, blockStride);
    gates += gateRow;
    before += beforeRow;
    output += outputRow;
    if (blocks != 0) {
      blocks += 16;
    }
  }
}

/** n = tanh of what stands there, and h_t = n + z ⊙ (h_{t−1} − n). */
@inline
function mixRow(
  width: usize,
  gates: usize,
  before: usize,
  output: usize,
  blocks: usize,
  blockStride: usize
): void {
  tanhValues(gates, gates + width, gates);
  const z = gates + width;
  let block = blocks;
  for (let j: usize = 0; j < width; j += 16) {
    const n = v128.load(gates + j);
    const h = multiplyAdd(
      v128.load(z + j),
      f32x4.sub(v128.load(before + j), n),
      n
    );
    v128.store(output + j, h);
    if (block != 0) {
      v128.store(block, h);
      block += blockStride;
    }
  }
}

/** Reset before the product, first half: z and r, and q = r ⊙ h_{t−1} for the product. */
function resetRows(
  rows: i32,
  width: usize,
  gates: usize,
  gateRow: usize,
  before: usize,
  beforeRow: usize,
  blocks: usize,
  blockStride: usize
): void {
  for (let row = 0; row < rows; row++) {
    sigmoidValues(gates + width, gates + width * 3, gates + width);
    let a = gates;
    let block = blocks;
    for (let j: usize = 0; j < width; j += 16) {
      const q = f32x4.mul(v128.load(a + width * 2), v128.load(before + j));
      v128.store(a + width * 3, q);
      v128.store(block, q);
      block += blockStride;
      a += 16;
    }
    gates += gateRow;
    before += beforeRow;
    blocks += 16;
  }
}

/** Reset before the product, second half: the candidate and h_t. */
function candidateRows(
  rows: i32,
  width: usize,
  gates: usize,
  gateRow: usize,
  before: usize,
  beforeRow: usize,
  output: usize,
  outputRow: usize,
  blocks: usize,
  blockStride: usize
): void {
  for (let row = 0; row < rows; row++) {
    mixRow(width, gates, before, output, blocks, blockStride);
    gates += gateRow;
    before += beforeRow;
    output += outputRow;
    if (blocks != 0) {
      blocks += 16;
    }
  }
}

/** h_{t−1} of a part of a step's rows: in the outputs, or the initial state of those that begin. */
@inline
function carriedOf(s: Sequence, part: i32, before: i32, first: i32): usize {
  return part == 0
    ? s.output + <usize>before * s.outputRow
    : s.initialHidden + <usize>first * ((<usize>s.units) << 2);
}

@inline
function carriedRowOf(s: Sequence, part: i32): usize {
  return part == 0 ? s.outputRow : (<usize>s.units) << 2;
}

function forward(s: Sequence, resetAfter: bool): void {
  const width = (<usize>s.units) << 2;
  const blockStride = (<usize>s.batch) << 4;
  const masked = s.mask != 0;
  // The panels of U hold z and r first, then the candidate.
  const candidate = s.recurrent + <usize>(s.units << 1) * width;
  if (!masked) {
    blocksOfState(s, s.initialHidden);
  }
  let offset = s.reverse ? rowsOf(s) : 0;
  for (let index = 0; index < s.steps; index++) {
    const t = s.reverse ? s.steps - 1 - index : index;
    const count = countAt(s, t);
    if (s.reverse) {
      offset -= count;
    }
    const known = index == 0 ? 0 : s.reverse ? countAt(s, t + 1) : count;
    const before = s.reverse
      ? offset + count
      : index == 0
        ? 0
        : offset - countAt(s, t - 1);
    const gates = s.gates + <usize>offset * s.gateRow;
    if (masked) {
      maskStep(
        s,
        count,
        known,
        s.output + <usize>before * s.outputRow,
        s.masked + <usize>offset * s.stateRow
      );
    }
    multiply(
      count,
      s.units << 1,
      s.units,
      s.hiddenBlocks,
      16,
      blockStride,
      s.recurrent,
      gates + width,
      s.gateRow,
      0
    );
    if (resetAfter) {
      multiply(
        count,
        s.units,
        s.units,
        s.hiddenBlocks,
        16,
        blockStride,
        candidate,
        gates + width * 3,
        s.gateRow,
        s.candidateBias
      );
    } else {
      for (let part = 0; part < 2; part++) {
        const first = part == 0 ? 0 : known;
        const rows = part == 0 ? known : count - known;
        if (rows > 0) {
          resetRows(
            rows,
            width,
            s.gates + <usize>(offset + first) * s.gateRow,
            s.gateRow,
            masked
              ? s.masked + <usize>(offset + first) * s.stateRow
              : carriedOf(s, part, before, first),
            masked ? s.stateRow : carriedRowOf(s, part),
            s.hiddenBlocks + ((<usize>first) << 4),
            blockStride
          );
        }
      }
      multiply(
        count,
        s.units,
        s.units,
        s.hiddenBlocks,
        16,
        blockStride,
        candidate,
        gates,
        s.gateRow,
        0
      );
    }
    for (let part = 0; part < 2; part++) {
      const first = part == 0 ? 0 : known;
      const rows = part == 0 ? known : count - known;
      if (rows > 0) {
        const at = <usize>(offset + first);
        const from = carriedOf(s, part, before, first);
        const fromRow = carriedRowOf(s, part);
        const blocks: usize = masked
          ? 0
          : s.hiddenBlocks + ((<usize>first) << 4);
        if (resetAfter) {
          stepRows(
            rows,
            width,
            s.gates + at * s.gateRow,
            s.gateRow,
            from,
            fromRow,
            s.output + at * s.outputRow,
            s.outputRow,
            blocks,
            blockStride
          );
        } else {
          candidateRows(
            rows,
            width,
            s.gates + at * s.gateRow,
            s.gateRow,
            from,
            fromRow,
            s.output + at * s.outputRow,
            s.outputRow,
            blocks,
            blockStride
          );
        }
      }
    }
    if (!s.reverse) {
      offset += count;
    }
  }
  gatherFinal(s, s.output, s.outputRow, s.initialHidden, s.finalHidden);
}

/** Back through one step, reset after the product; blocks hold z, r, q for the product with Uᵀ. */
function stepRowsBackward(
  rows: i32,
  width: usize,
  gates: usize,
  gateGradients: usize,
  gateRow: usize,
  before: usize,
  beforeRow: usize,
  outputGradient: usize,
  outputGradientRow: usize,
  hiddenGradient: usize,
  hiddenTrace: usize,
  stateRow: usize,
  blocks: usize,
  blockStride: usize
): void {
  const one = ones();
  const gateBlock = (width >> 4) * blockStride;
  for (let row = 0; row < rows; row++) {
    let a = gates;
    let d = gateGradients;
    let block = blocks;
    for (let j: usize = 0; j < width; j += 16) {
      const n = v128.load(a);
      const z = v128.load(a + width);
      const r = v128.load(a + width * 2);
      const q = v128.load(a + width * 3);
      const dh = f32x4.add(
        v128.load(hiddenGradient + j),
        v128.load(outputGradient + j)
      );
      if (hiddenTrace != 0) {
        v128.store(hiddenTrace + j, dh);
      }
      const dhz = f32x4.mul(dh, z);
      v128.store(hiddenGradient + j, dhz);
      const dn = f32x4.sub(dh, dhz);
      const dN = multiplySubtract(f32x4.mul(dn, n), n, dn);
      const dZ = f32x4.mul(
        f32x4.mul(dhz, f32x4.sub(v128.load(before + j), n)),
        f32x4.sub(one, z)
      );
      const dq = f32x4.mul(dN, r);
      const dR = f32x4.mul(f32x4.mul(dq, q), f32x4.sub(one, r));
      v128.store(d, dN);
      v128.store(d + width, dZ);
      v128.store(d + width * 2, dR);
      v128.store(d + width * 3, dq);
      v128.store(block, dZ);
      v128.store(block + gateBlock, dR);
      v128.store(block + gateBlock * 2, dq);
      block += blockStride;
      a += 16;
      d += 16;
    }
    gates += gateRow;
    gateGradients += gateRow;
    before += beforeRow;
    outputGradient += outputGradientRow;
    hiddenGradient += width;
    if (hiddenTrace != 0) {
      hiddenTrace += stateRow;
    }
    blocks += 16;
  }
}

/** Reset before the product, first half: z and the candidate; blocks hold the candidate. */
function candidateRowsBackward(
  rows: i32,
  width: usize,
  gates: usize,
  gateGradients: usize,
  gateRow: usize,
  before: usize,
  beforeRow: usize,
  outputGradient: usize,
  outputGradientRow: usize,
  hiddenGradient: usize,
  hiddenTrace: usize,
  stateRow: usize,
  blocks: usize,
  blockStride: usize
): void {
  const one = ones();
  for (let row = 0; row < rows; row++) {
    let a = gates;
    let d = gateGradients;
    let block = blocks;
    for (let j: usize = 0; j < width; j += 16) {
      const n = v128.load(a);
      const z = v128.load(a + width);
      const dh = f32x4.add(
        v128.load(hiddenGradient + j),
        v128.load(outputGradient + j)
      );
      if (hiddenTrace != 0) {
        v128.store(hiddenTrace + j, dh);
      }
      const dhz = f32x4.mul(dh, z);
      v128.store(hiddenGradient + j, dhz);
      const dn = f32x4.sub(dh, dhz);
      const dN = multiplySubtract(f32x4.mul(dn, n), n, dn);
      v128.store(d, dN);
      v128.store(
        d + width,
        f32x4.mul(
          f32x4.mul(dhz, f32x4.sub(v128.load(before + j), n)),
          f32x4.sub(one, z)
        )
      );
      v128.store(block, dN);
      block += blockStride;
      a += 16;
      d += 16;
    }
    gates += gateRow;
    gateGradients += gateRow;
    before += beforeRow;
    outputGradient += outputGradientRow;
    hiddenGradient += width;
    if (hiddenTrace != 0) {
      hiddenTrace += stateRow;
    }
    blocks += 16;
  }
}

/** Second half, given dq: r, and dq ⊙ r, which goes on to h_{t−1}; blocks hold z and r. */
function resetRowsBackward(
  rows: i32,
  width: usize,
  gates: usize,
  gateGradients: usize,
  gateRow: usize,
  before: usize,
  beforeRow: usize,
  resetGradient: usize,
  blocks: usize,
  blockStride: usize
): void {
  const one = ones();
  const gateBlock = (width >> 4) * blockStride;
  for (let row = 0; row < rows; row++) {
    let a = gates;
    let d = gateGradients;
    let block = blocks;
    for (let j: usize = 0; j < width; j += 16) {
      const r = v128.load(a + width * 2);
      const dq = v128.load(resetGradient + j);
      const dqr = f32x4.mul(dq, r);
      const dR = f32x4.mul(
        f32x4.mul(dqr, v128.load(before + j)),
        f32x4.sub(one, r)
      );
      v128.store(resetGradient + j, dqr);
      v128.store(d + width * 2, dR);
      v128.store(block, v128.load(d + width));
      v128.store(block + gateBlock, dR);
      block += blockStride;
      a += 16;
      d += 16;
    }
    gates += gateRow;
    gateGradients += gateRow;
    before += beforeRow;
    resetGradient += width;
    blocks += 16;
  }
}

function backward(s: Sequence, resetAfter: bool): void {
  const width = (<usize>s.units) << 2;
  const blockStride = (<usize>s.batch) << 4;
  const masked = s.mask != 0;
  const traced = s.hiddenTrace != 0;
  const outside = s.outputGradient != 0;
  let offset = s.reverse ? 0 : rowsOf(s);
  for (let index = s.steps - 1; index >= 0; index--) {
    const t = s.reverse ? s.steps - 1 - index : index;
    const count = countAt(s, t);
    if (!s.reverse) {
      offset -= count;
    }
    const known = index == 0 ? 0 : s.reverse ? countAt(s, t + 1) : count;
    const before = s.reverse
      ? offset + count
      : index == 0
        ? 0
        : offset - countAt(s, t - 1);
    for (let part = 0; part < 2; part++) {
      const first = part == 0 ? 0 : known;
      const rows = part == 0 ? known : count - known;
      if (rows > 0) {
        const at = <usize>(offset + first);
        const gates = s.gates + at * s.gateRow;
        const gateGradients = s.gateGradients + at * s.gateRow;
        const from = carriedOf(s, part, before, first);
        const fromRow = carriedRowOf(s, part);
        const later = outside
          ? s.outputGradient + at * s.outputGradientRow
          : s.zeros;
        const laterRow = outside ? s.outputGradientRow : 0;
        const hidden = s.hiddenGradient + <usize>first * width;
        const trace = traced ? s.hiddenTrace + at * s.stateRow : 0;
        const blocks = s.gateBlocks + ((<usize>first) << 4);
        if (resetAfter) {
          stepRowsBackward(
            rows,
            width,
            gates,
            gateGradients,
            s.gateRow,
            from,
            fromRow,
            later,
            laterRow,
            hidden,
            trace,
            s.stateRow,
            blocks,
            blockStride
          );
        } else {
          candidateRowsBackward(
            rows,
            width,
            gates,
            gateGradients,
            s.gateRow,
            from,
            fromRow,
            later,
            laterRow,
            hidden,
            trace,
            s.stateRow,
            blocks,
            blockStride
          );
        }
      }
    }
    if (!resetAfter) {
      multiply(
        count,
        s.units,
        s.units,
        s.gateBlocks,
        16,
        blockStride,
        s.transposedCandidate,
        s.resetGradient,
        width,
        s.zeros
      );
      for (let part = 0; part < 2; part++) {
        const first = part == 0 ? 0 : known;
        const rows = part == 0 ? known : count - known;
        if (rows > 0) {
          const at = <usize>(offset + first);
          resetRowsBackward(
            rows,
            width,
            s.gates + at * s.gateRow,
            s.gateGradients + at * s.gateRow,
            s.gateRow,
            masked
              ? s.masked + at * s.stateRow
              : carriedOf(s, part, before, first),
            masked ? s.stateRow : carriedRowOf(s, part),
            s.resetGradient + <usize>first * width,
            s.gateBlocks + ((<usize>first) << 4),
            blockStride
          );
        }
      }
    }
    // What entered products goes back under the mask, what z carried does not.
    const aside = masked || !resetAfter;
    if (index > 0 || s.toInitial) {
      multiply(
        count,
        s.units,
        resetAfter ? s.units * 3 : s.units << 1,
        s.gateBlocks,
        16,
        blockStride,
        s.transposed,
        aside ? s.resetGradient : s.hiddenGradient,
        width,
        masked && resetAfter ? s.zeros : 0
      );
      if (masked) {
        multiplyByMask(count, width, s.resetGradient, s.mask);
      }
      if (aside) {
        addValues(
          count * s.units,
          s.hiddenGradient,
          s.resetGradient,
          s.hiddenGradient
        );
      }
    }
    if (s.reverse) {
      offset += count;
    }
  }
  if (resetAfter) {
    recurrentGradient(
      s,
      s.units * 3,
      s.gateGradients + width,
      s.recurrentGradient
    );
  } else {
    recurrentGradient(
      s,
      s.units << 1,
      s.gateGradients + width,
      s.recurrentGradient
    );
    // The candidate's product took r ⊙ h_{t−1}, which the rows of gates have kept.
    multiplyTransposed(
      s.units,
      s.units,
      rowsOf(s),
      s.gates + width * 3,
      s.gateRow,
      s.gateGradients,
      s.gateRow,
      s.recurrentGradient + <usize>(s.units << 1) * width
    );
  }
}

export function gruForward(s: Sequence): void {
  forward(s, true);
}

export function gruBackward(s: Sequence): void {
  backward(s, true);
}

export function gruResetBeforeForward(s: Sequence): void {
  forward(s, false);
}

export function gruResetBeforeBackward(s: Sequence): void {
  backward(s, false);
}
