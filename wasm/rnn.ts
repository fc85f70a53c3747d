// The plain layer's own part of a step: h_t = φ(W x_t + U h_{t−1} + b), φ tanh or relu. A row of gates
// holds the one pre-activation, then h_t. `passes.ts` walks through the steps.
import { activate, activationBackward } from './activation';
import { Sequence, widthOf } from './sequence';

/** All rows of a step, from `at` on. */
@inline
export function rnnRows(kind: i32, s: Sequence, rows: i32, at: usize): void {
  const width = widthOf(s);
  const blockStride = (<usize>s.batch) << 4;
  let gates = s.gates + at * s.gateRow;
  let output = s.output + at * s.outputRow;
  let blocks: usize = s.mask != 0 ? 0 : s.hiddenBlocks;
  for (let r = 0; r < rows; r++) {
    activate(kind, s.units, gates, gates);
    let block = blocks;
    for (let j: usize = 0; j < width; j += 16) {
      const h = v128.load(gates + j);
      v128.store(output + j, h);
      if (block != 0) {
        v128.store(block, h);
        block += blockStride;
      }
    }
    gates += s.gateRow;
    output += s.outputRow;
    if (blocks != 0) {
      blocks += 16;
    }
  }
}

/** Back through the same rows. */
@inline
export function rnnRowsBackward(
  kind: i32,
  s: Sequence,
  rows: i32,
  at: usize
): void {
  const width = widthOf(s);
  const blockStride = (<usize>s.batch) << 4;
  const outside = s.outputGradient != 0;
  const outsideRow: usize = outside ? s.outputGradientRow : 0;
  let gates = s.gates + at * s.gateRow;
  let gateGradients =
    s.gateGradients + (at - <usize>s.offset) * s.gateRow;
  let later = outside ? s.outputGradient + at * outsideRow : s.zeros;
  let hiddenGradient = s.hiddenGradient;
  let blocks = s.gateBlocks;
  for (let r = 0; r < rows; r++) {
    let block = blocks;
    for (let j: usize = 0; j < width; j += 16) {
      const dh = f32x4.add(
        v128.load(hiddenGradient + j),
        v128.load(later + j)
      );
      const d = activationBackward(kind, v128.load(gates + j), dh);
      v128.store(gateGradients + j, d);
      v128.store(block, d);
      block += blockStride;
    }
    gates += s.gateRow;
    gateGradients += s.gateRow;
    later += outsideRow;
    hiddenGradient += s.stateRow;
    blocks += 16;
  }
}
