// The LSTM over whole sequences:
//
//     i, f, o = σ(W x_t + U h_{t−1} + b)     c_t = f ⊙ c_{t−1} + i ⊙ g
//     g = tanh(W x_t + U h_{t−1} + b)        h_t = o ⊙ tanh c_t
//
// Gates lie side by side in a row: i, f, o, g.
import { ones, sigmoidValues, tanhValues } from './activation';
import { multiply } from './multiply';
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

/** One step of some rows, given their whole pre-activations. `blocks` 0: h goes to the rows only. */
function stepRows(
  rows: i32,
  width: usize,
  gates: usize,
  gateRow: usize,
  before: usize,
  beforeRow: usize,
  memory: usize,
  squashed: usize,
  stateRow: usize,
  output: usize,
  outputRow: usize,
  blocks: usize,
  blockStride: usize
): void {
  for (let r = 0; r < rows; r++) {
    sigmoidValues(gates, gates + width * 3, gates);
    tanhValues(gates + width * 3, gates + width * 4, gates + width * 3);
    let z = gates;
    for (let j: usize = 0; j < width; j += 16) {
      v128.store(
        memory + j,
        multiplyAdd(
          v128.load(z + width),
          v128.load(before + j),
          f32x4.mul(v128.load(z), v128.load(z + width * 3))
        )
      );
      z += 16;
    }
    tanhValues(memory, memory + width, squashed);
    z = gates + width * 2;
    let block = blocks;
    for (let j: usize = 0; j < width; j += 16) {
      const h = f32x4.mul(v128.load(z + j), v128.load(squashed + j));
      v128.store(output + j, h);
      if (block != 0) {
        v128.store(block, h);
        block += blockStride;
      }
    }
    gates += gateRow;
    before += beforeRow;
    memory += stateRow;
    squashed += stateRow;
    output += outputRow;
    if (blocks != 0) {
      blocks += 16;
    }
  }
}

export function lstmForward(s: Sequence): void {
  const width = (<usize>s.units) << 2;
  const blockStride = (<usize>s.batch) << 4;
  const masked = s.mask != 0;
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
    // Rows whose sequence has begun, and where their last step lies.
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
      s.units << 2,
      s.units,
      s.hiddenBlocks,
      16,
      blockStride,
      s.recurrent,
      gates,
      s.gateRow,
      0
    );
    const blocks: usize = masked ? 0 : s.hiddenBlocks;
    const state = <usize>offset * s.stateRow;
    stepRows(
      known,
      width,
      gates,
      s.gateRow,
      s.memory + <usize>before * s.stateRow,
      s.stateRow,
      s.memory + state,
      s.squashed + state,
      s.stateRow,
      s.output + <usize>offset * s.outputRow,
      s.outputRow,
      blocks,
      blockStride
    );
    if (known < count) {
      const skip = <usize>known;
      const rest = <usize>(offset + known);
      stepRows(
        count - known,
        width,
        s.gates + rest * s.gateRow,
        s.gateRow,
        s.initialMemory + skip * width,
        width,
        s.memory + rest * s.stateRow,
        s.squashed + rest * s.stateRow,
        s.stateRow,
        s.output + rest * s.outputRow,
        s.outputRow,
        masked ? <usize>0 : blocks + (skip << 4),
        blockStride
      );
    }
    if (!s.reverse) {
      offset += count;
    }
  }
  gatherFinal(s, s.output, s.outputRow, s.initialHidden, s.finalHidden);
  gatherFinal(s, s.memory, s.stateRow, s.initialMemory, s.finalMemory);
}

/** Back through one step of some rows: from dh and dc to the gates and to c_{t−1}. */
function stepRowsBackward(
  rows: i32,
  width: usize,
  gates: usize,
  gateGradients: usize,
  gateRow: usize,
  before: usize,
  beforeRow: usize,
  squashed: usize,
  stateRow: usize,
  outputGradient: usize,
  outputGradientRow: usize,
  hiddenGradient: usize,
  memoryGradient: usize,
  hiddenTrace: usize,
  memoryTrace: usize,
  blocks: usize,
  blockStride: usize
): void {
  const one = ones();
  const gateBlock = (width >> 4) * blockStride;
  for (let r = 0; r < rows; r++) {
    let z = gates;
    let d = gateGradients;
    let block = blocks;
    for (let j: usize = 0; j < width; j += 16) {
      const i = v128.load(z);
      const f = v128.load(z + width);
      const o = v128.load(z + width * 2);
      const g = v128.load(z + width * 3);
      const t = v128.load(squashed + j);
      const dh = f32x4.add(
        v128.load(hiddenGradient + j),
        v128.load(outputGradient + j)
      );
      // dc = dc from later + dh ⊙ o ⊙ (1 − tanh² c)
      const dho = f32x4.mul(dh, o);
      const dc = f32x4.add(
        v128.load(memoryGradient + j),
        multiplySubtract(f32x4.mul(dho, t), t, dho)
      );
      if (hiddenTrace != 0) {
        v128.store(hiddenTrace + j, dh);
        v128.store(memoryTrace + j, dc);
      }
      v128.store(memoryGradient + j, f32x4.mul(dc, f));
      const dci = f32x4.mul(dc, i);
      const di = f32x4.mul(f32x4.mul(dci, g), f32x4.sub(one, i));
      const df = f32x4.mul(
        f32x4.mul(f32x4.mul(dc, f), v128.load(before + j)),
        f32x4.sub(one, f)
      );
      const dg = multiplySubtract(f32x4.mul(dci, g), g, dci);
      const dO = f32x4.mul(f32x4.mul(dho, t), f32x4.sub(one, o));
      v128.store(d, di);
      v128.store(d + width, df);
      v128.store(d + width * 2, dO);
      v128.store(d + width * 3, dg);
      v128.store(block, di);
      v128.store(block + gateBlock, df);
      v128.store(block + gateBlock * 2, dO);
      v128.store(block + gateBlock * 3, dg);
      block += blockStride;
      z += 16;
      d += 16;
    }
    gates += gateRow;
    gateGradients += gateRow;
    before += beforeRow;
    squashed += stateRow;
    outputGradient += outputGradientRow;
    hiddenGradient += width;
    memoryGradient += width;
    if (hiddenTrace != 0) {
      hiddenTrace += stateRow;
      memoryTrace += stateRow;
    }
    blocks += 16;
  }
}

export function lstmBackward(s: Sequence): void {
  const width = (<usize>s.units) << 2;
  const blockStride = (<usize>s.batch) << 4;
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
        const skip = <usize>first;
        stepRowsBackward(
          rows,
          width,
          s.gates + at * s.gateRow,
          s.gateGradients + at * s.gateRow,
          s.gateRow,
          part == 0
            ? s.memory + <usize>before * s.stateRow
            : s.initialMemory + skip * width,
          part == 0 ? s.stateRow : width,
          s.squashed + at * s.stateRow,
          s.stateRow,
          outside ? s.outputGradient + at * s.outputGradientRow : s.zeros,
          outside ? s.outputGradientRow : 0,
          s.hiddenGradient + skip * width,
          s.memoryGradient + skip * width,
          traced ? s.hiddenTrace + at * s.stateRow : 0,
          traced ? s.memoryTrace + at * s.stateRow : 0,
          s.gateBlocks + (skip << 4),
          blockStride
        );
      }
    }
    if (index > 0 || s.toInitial) {
      multiply(
        count,
        s.units,
        s.units << 2,
        s.gateBlocks,
        16,
        blockStride,
        s.transposed,
        s.hiddenGradient,
        width,
        s.zeros
      );
      if (s.mask != 0) {
        multiplyByMask(count, width, s.hiddenGradient, s.mask);
      }
    }
    if (s.reverse) {
      offset += count;
    }
  }
  recurrentGradient(s, s.units << 2, s.gateGradients, s.recurrentGradient);
}
