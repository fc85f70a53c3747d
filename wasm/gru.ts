// The GRU's own part of a step, in both of its conventions; `passes.ts` walks through the steps.
//
//     z, r = σ(W x_t + U h_{t−1} + b)            h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}
//     n = tanh(W x_t + b + r ⊙ q),  q = U h_{t−1} + b′      reset after the product
//     n = tanh(W x_t + b + U q),    q = r ⊙ h_{t−1}         reset before it
//
// A row of gates holds n, z, r, q: what comes from x lies side by side (n, z, r), and so does what
// comes from h when the reset follows the product (z, r, q).
import { hardSlope, ones, tanhValues } from './activation';
import { gateValues, Sequence, widthOf } from './sequence';
import { multiplyAdd, multiplySubtract } from './vector';

/** Reset before the product, first half of some rows: z and r, and q = r ⊙ h_{t−1} into blocks. */
export function gruResetRows(
  s: Sequence,
  rows: i32,
  at: usize,
  first: usize,
  before: usize,
  beforeRow: usize
): void {
  const width = widthOf(s);
  const blockStride = (<usize>s.batch) << 4;
  let gates = s.gates + at * s.gateRow;
  let blocks = s.hiddenBlocks + (first << 4);
  for (let row = 0; row < rows; row++) {
    gateValues(s, gates + width, gates + width * 3);
    let a = gates;
    let block = blocks;
    for (let j: usize = 0; j < width; j += 16) {
      const q = f32x4.mul(v128.load(a + width * 2), v128.load(before + j));
      v128.store(a + width * 3, q);
      v128.store(block, q);
      block += blockStride;
      a += 16;
    }
    gates += s.gateRow;
    before += beforeRow;
    blocks += 16;
  }
}

/**
 * The candidate and h_t = n + z ⊙ (h_{t−1} − n) of some rows. Reset after the product: z and r
 * first, with n whole but for r ⊙ q, and q whole. h_{t−1} lies in rows at `before`.
 */
@inline
export function gruRows(
  resetAfter: bool,
  s: Sequence,
  rows: i32,
  at: usize,
  first: usize,
  before: usize,
  beforeRow: usize
): void {
  const width = widthOf(s);
  const blockStride = (<usize>s.batch) << 4;
  let gates = s.gates + at * s.gateRow;
  let output = s.output + at * s.outputRow;
  let blocks: usize = s.mask != 0 ? 0 : s.hiddenBlocks + (first << 4);
  for (let row = 0; row < rows; row++) {
    const z = gates + width;
    if (resetAfter) {
      gateValues(s, z, gates + width * 3);
      let a = gates;
      for (let j: usize = 0; j < width; j += 16) {
        v128.store(
          a,
          multiplyAdd<f32>(
            v128.load(a + width * 2),
            v128.load(a + width * 3),
            v128.load(a)
          )
        );
        a += 16;
      }
    }
    tanhValues(gates, z, gates);
    let block = blocks;
    for (let j: usize = 0; j < width; j += 16) {
      const n = v128.load(gates + j);
      const h = multiplyAdd<f32>(
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
    gates += s.gateRow;
    before += beforeRow;
    output += s.outputRow;
    if (blocks != 0) {
      blocks += 16;
    }
  }
}

/**
 * Back through them: to n and z, and, reset after the product, to r and q. Blocks hold z, r, q for
 * the product with Uᵀ; reset before it, the candidate alone.
 *
 * @param plain whether the gates are no hard sigmoids; a constant
 */
@inline
export function gruRowsBackward(
  resetAfter: bool,
  plain: bool,
  s: Sequence,
  rows: i32,
  at: usize,
  first: usize,
  before: usize,
  beforeRow: usize
): void {
  const width = widthOf(s);
  const blockStride = (<usize>s.batch) << 4;
  const gateBlock = (width >> 4) * blockStride;
  const hard = !plain && s.hardGates != 0;
  const outside = s.outputGradient != 0;
  const outsideRow: usize = outside ? s.outputGradientRow : 0;
  let gates = s.gates + at * s.gateRow;
  let gateGradients =
    s.gateGradients + (at - <usize>s.offset) * s.gateRow;
  let later = outside ? s.outputGradient + at * outsideRow : s.zeros;
  let hiddenGradient = s.hiddenGradient + first * s.stateRow;
  let blocks = s.gateBlocks + (first << 4);
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
        v128.load(later + j)
      );
      const dhz = f32x4.mul(dh, z);
      v128.store(hiddenGradient + j, dhz);
      const dn = f32x4.sub(dh, dhz);
      const dN = multiplySubtract(f32x4.mul(dn, n), n, dn);
      const change = f32x4.sub(v128.load(before + j), n);
      const dZ = hard
        ? f32x4.mul(f32x4.mul(dh, change), hardSlope(z))
        : f32x4.mul(f32x4.mul(dhz, change), f32x4.sub(one, z));
      v128.store(d, dN);
      v128.store(d + width, dZ);
      if (resetAfter) {
        const r = v128.load(a + width * 2);
        const dq = f32x4.mul(dN, r);
        const q = v128.load(a + width * 3);
        const dR = hard
          ? f32x4.mul(f32x4.mul(dN, q), hardSlope(r))
          : f32x4.mul(f32x4.mul(dq, q), f32x4.sub(one, r));
        v128.store(d + width * 2, dR);
        v128.store(d + width * 3, dq);
        v128.store(block, dZ);
        v128.store(block + gateBlock, dR);
        v128.store(block + gateBlock * 2, dq);
      } else {
        v128.store(block, dN);
      }
      block += blockStride;
      a += 16;
      d += 16;
    }
    gates += s.gateRow;
    gateGradients += s.gateRow;
    before += beforeRow;
    later += outsideRow;
    hiddenGradient += s.stateRow;
    blocks += 16;
  }
}

/**
 * Reset before the product, given dq: r, and dq ⊙ r, which goes on to h_{t−1}. Blocks hold z and r.
 */
@inline
export function gruResetRowsBackward(
  plain: bool,
  s: Sequence,
  rows: i32,
  at: usize,
  first: usize,
  before: usize,
  beforeRow: usize
): void {
  const width = widthOf(s);
  const blockStride = (<usize>s.batch) << 4;
  const gateBlock = (width >> 4) * blockStride;
  let gates = s.gates + at * s.gateRow;
  let gateGradients =
    s.gateGradients + (at - <usize>s.offset) * s.gateRow;
  const hard = !plain && s.hardGates != 0;
  let resetGradient = s.resetGradient + first * s.stateRow;
  let blocks = s.gateBlocks + (first << 4);
  const one = ones();
  for (let row = 0; row < rows; row++) {
    let a = gates;
    let d = gateGradients;
    let block = blocks;
    for (let j: usize = 0; j < width; j += 16) {
      const r = v128.load(a + width * 2);
      const dq = v128.load(resetGradient + j);
      const dqr = f32x4.mul(dq, r);
      const hBefore = v128.load(before + j);
      const dR = hard
        ? f32x4.mul(f32x4.mul(dq, hBefore), hardSlope(r))
        : f32x4.mul(f32x4.mul(dqr, hBefore), f32x4.sub(one, r));
      v128.store(resetGradient + j, dqr);
      v128.store(d + width * 2, dR);
      v128.store(block, v128.load(d + width));
      v128.store(block + gateBlock, dR);
      block += blockStride;
      a += 16;
      d += 16;
    }
    gates += s.gateRow;
    gateGradients += s.gateRow;
    before += beforeRow;
    resetGradient += s.stateRow;
    blocks += 16;
  }
}
