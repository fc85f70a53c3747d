// The LSTM's own part of a step; `passes.ts` walks through the steps.
//
//     i, f, o = σ(W x_t + U h_{t−1} + b)     c_t = f ⊙ c_{t−1} + i ⊙ g
//     g = tanh(W x_t + U h_{t−1} + b)        h_t = o ⊙ tanh c_t
//
// Gates lie side by side in a row: i, f, o, g.
import { hardSlope, ones, tanhValues } from './activation';
import { gateValues, Sequence, widthOf } from './sequence';
import { multiplyAdd, multiplySubtract } from './vector';

/**
 * Rows `at`… of a step, the sequences `first`…, given their whole pre-activations. c_{t−1} lies in
 * rows at `before`. h goes into blocks, too, unless the next step masks it first.
 */
export function lstmRows(
  s: Sequence,
  rows: i32,
  at: usize,
  first: usize,
  before: usize
): void {
  const width = widthOf(s);
  const stateRow = s.stateRow;
  const blockStride = (<usize>s.batch) << 4;
  let gates = s.gates + at * s.gateRow;
  let memory = s.memory + at * stateRow;
  let squashed = s.squashed + at * stateRow;
  let output = s.output + at * s.outputRow;
  let blocks: usize = s.mask != 0 ? 0 : s.hiddenBlocks + (first << 4);
  for (let r = 0; r < rows; r++) {
    gateValues(s, gates, gates + width * 3);
    tanhValues(gates + width * 3, gates + width * 4, gates + width * 3);
    let z = gates;
    for (let j: usize = 0; j < width; j += 16) {
      v128.store(
        memory + j,
        multiplyAdd<f32>(
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
    gates += s.gateRow;
    before += stateRow;
    memory += stateRow;
    squashed += stateRow;
    output += s.outputRow;
    if (blocks != 0) {
      blocks += 16;
    }
  }
}

/**
 * Back through the same rows: from dh and dc to the gates, into blocks, and to c_{t−1}.
 *
 * @param plain whether the gates are no hard sigmoids; a constant
 */
@inline
export function lstmRowsBackward(
  plain: bool,
  s: Sequence,
  rows: i32,
  at: usize,
  first: usize,
  before: usize
): void {
  const width = widthOf(s);
  const stateRow = s.stateRow;
  const blockStride = (<usize>s.batch) << 4;
  const gateBlock = (width >> 4) * blockStride;
  const hard = !plain && s.hardGates != 0;
  const outside = s.outputGradient != 0;
  const outsideRow: usize = outside ? s.outputGradientRow : 0;
  let gates = s.gates + at * s.gateRow;
  let gateGradients =
    s.gateGradients + (at - <usize>s.offset) * s.gateRow;
  let squashed = s.squashed + at * stateRow;
  let later = outside ? s.outputGradient + at * outsideRow : s.zeros;
  let hiddenGradient = s.hiddenGradient + first * stateRow;
  let memoryGradient = s.memoryGradient + first * stateRow;
  let blocks = s.gateBlocks + (first << 4);
  const one = ones();
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
        v128.load(later + j)
      );
      // dc = dc from later + dh ⊙ o ⊙ (1 − tanh² c)
      const dho = f32x4.mul(dh, o);
      const dc = f32x4.add(
        v128.load(memoryGradient + j),
        multiplySubtract(f32x4.mul(dho, t), t, dho)
      );
      const dci = f32x4.mul(dc, i);
      const dcf = f32x4.mul(dc, f);
      v128.store(memoryGradient + j, dcf);
      const cBefore = v128.load(before + j);
      const di = hard
        ? f32x4.mul(f32x4.mul(dc, g), hardSlope(i))
        : f32x4.mul(f32x4.mul(dci, g), f32x4.sub(one, i));
      const df = hard
        ? f32x4.mul(f32x4.mul(dc, cBefore), hardSlope(f))
        : f32x4.mul(f32x4.mul(dcf, cBefore), f32x4.sub(one, f));
      const dg = multiplySubtract(f32x4.mul(dci, g), g, dci);
      const dO = hard
        ? f32x4.mul(f32x4.mul(dh, t), hardSlope(o))
        : f32x4.mul(f32x4.mul(dho, t), f32x4.sub(one, o));
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
    gates += s.gateRow;
    gateGradients += s.gateRow;
    before += stateRow;
    squashed += stateRow;
    later += outsideRow;
    hiddenGradient += stateRow;
    memoryGradient += stateRow;
    blocks += 16;
  }
}
