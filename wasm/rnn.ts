// The plain recurrent layer over whole sequences: h_t = φ(W x_t + U h_{t−1} + b), φ tanh or relu.
// A row of gates holds the one pre-activation, then h_t.
import { activate, activationBackward, RELU, TANH } from './activation';
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

@inline
function stepRows(
  kind: i32,
  rows: i32,
  width: usize,
  gates: usize,
  gateRow: usize,
  output: usize,
  outputRow: usize,
  blocks: usize,
  blockStride: usize
): void {
  for (let r = 0; r < rows; r++) {
    activate(kind, <i32>(width >> 2), gates, gates);
    let block = blocks;
    for (let j: usize = 0; j < width; j += 16) {
      const h = v128.load(gates + j);
      v128.store(output + j, h);
      if (block != 0) {
        v128.store(block, h);
        block += blockStride;
      }
    }
    gates += gateRow;
    output += outputRow;
    if (blocks != 0) {
      blocks += 16;
    }
  }
}

@inline
function forward(kind: i32, s: Sequence): void {
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
    if (masked) {
      const known = index == 0 ? 0 : s.reverse ? countAt(s, t + 1) : count;
      const before = s.reverse
        ? offset + count
        : index == 0
          ? 0
          : offset - countAt(s, t - 1);
      maskStep(
        s,
        count,
        known,
        s.output + <usize>before * s.outputRow,
        s.masked + <usize>offset * s.stateRow
      );
    }
    const gates = s.gates + <usize>offset * s.gateRow;
    multiply(
      count,
      s.units,
      s.units,
      s.hiddenBlocks,
      16,
      blockStride,
      s.recurrent,
      gates,
      s.gateRow,
      0
    );
    stepRows(
      kind,
      count,
      width,
      gates,
      s.gateRow,
      s.output + <usize>offset * s.outputRow,
      s.outputRow,
      masked ? <usize>0 : s.hiddenBlocks,
      blockStride
    );
    if (!s.reverse) {
      offset += count;
    }
  }
  gatherFinal(s, s.output, s.outputRow, s.initialHidden, s.finalHidden);
}

@inline
function stepRowsBackward(
  kind: i32,
  rows: i32,
  width: usize,
  gates: usize,
  gateGradients: usize,
  gateRow: usize,
  outputGradient: usize,
  outputGradientRow: usize,
  hiddenGradient: usize,
  hiddenTrace: usize,
  stateRow: usize,
  blocks: usize,
  blockStride: usize
): void {
  for (let r = 0; r < rows; r++) {
    let block = blocks;
    for (let j: usize = 0; j < width; j += 16) {
      const dh = f32x4.add(
        v128.load(hiddenGradient + j),
        v128.load(outputGradient + j)
      );
      if (hiddenTrace != 0) {
        v128.store(hiddenTrace + j, dh);
      }
      const d = activationBackward(kind, v128.load(gates + j), dh);
      v128.store(gateGradients + j, d);
      v128.store(block, d);
      block += blockStride;
    }
    gates += gateRow;
    gateGradients += gateRow;
    outputGradient += outputGradientRow;
    hiddenGradient += width;
    if (hiddenTrace != 0) {
      hiddenTrace += stateRow;
    }
    blocks += 16;
  }
}

@inline
function backward(kind: i32, s: Sequence): void {
  const width = (<usize>s.units) << 2;
  const blockStride = (<usize>s.batch) << 4;
  const outside = s.outputGradient != 0;
  let offset = s.reverse ? 0 : rowsOf(s);
  for (let index = s.steps - 1; index >= 0; index--) {
    const t = s.reverse ? s.steps - 1 - index : index;
    const count = countAt(s, t);
    if (!s.reverse) {
      offset -= count;
    }
    const at = <usize>offset;
    stepRowsBackward(
      kind,
      count,
      width,
      s.gates + at * s.gateRow,
      s.gateGradients + at * s.gateRow,
      s.gateRow,
      outside ? s.outputGradient + at * s.outputGradientRow : s.zeros,
      outside ? s.outputGradientRow : 0,
      s.hiddenGradient,
      s.hiddenTrace != 0 ? s.hiddenTrace + at * s.stateRow : 0,
      s.stateRow,
      s.gateBlocks,
      blockStride
    );
    if (index > 0 || s.toInitial) {
      multiply(
        count,
        s.units,
        s.units,
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
  recurrentGradient(s, s.units, s.gateGradients, s.recurrentGradient);
}

export function rnnForward(s: Sequence): void {
  forward(TANH, s);
}

export function rnnBackward(s: Sequence): void {
  backward(TANH, s);
}

export function rnnReluForward(s: Sequence): void {
  forward(RELU, s);
}

export function rnnReluBackward(s: Sequence): void {
  backward(RELU, s);
}
