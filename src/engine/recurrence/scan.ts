import { add, mul } from '../tensor/functions';
import { concat } from '../tensor/joining';
import { sameShape, shapeText } from '../tensor/shape';
import type { Tensor, TensorLike } from '../tensor/tensor';
import { asTensor } from '../tensor/tensor';

/**
 * All states of `h_t = keep_t ⊙ h_{t−1} + write_t` at once, by a parallel scan (Hillis and Steele
 * 1986; Blelloch 1990). Two such steps are one: `(keep₂ ⊙ keep₁, keep₂ ⊙ write₁ + write₂)`. So
 * neighbors are joined, then stretches of 2, 4, 8 … steps: log₂ T rounds in place of T steps, each
 * round one operation on all steps. Works only where `keep` and `write` do not read h.
 *
 * @param keep `[T, …]`
 * @param write of the same shape
 * @param initial the state before the first step, of the shape of one step; 0 by default
 * @returns h, of the same shape; differentiable
 * @throws TypeError when an argument is no tensor; RangeError when shapes differ
 * @example
 * ```ts
 * scan([0.5, 0.5, 0.5], [1, 0, 2]).toArray(); // [1, 0.5, 2.25]
 * ```
 */
export function scan(
  keep: TensorLike,
  write: TensorLike,
  initial?: TensorLike
): Tensor {
  let a = asTensor(keep, 'scan: keep');
  let b = asTensor(write, 'scan: write');
  if (a.rank === 0 || !sameShape(a.shape, b.shape)) {
    throw new RangeError(
      `scan: keep and write must have one shape, time first, got ${shapeText(a.shape)} and ${shapeText(b.shape)}`
    );
  }
  const steps = a.shape[0];
  const first = initial === undefined ? null : start(initial, a);
  for (let reach = 1; reach < steps; reach *= 2) {
    const [keepBefore, writeBefore] = [a, b].map(each =>
      each.slice(0, steps - reach, { axis: 0 })
    );
    const later = a.slice(reach, steps, { axis: 0 });
    b = concat(
      [
        b.slice(0, reach, { axis: 0 }),
        add(mul(later, writeBefore), b.slice(reach, steps, { axis: 0 }))
      ],
      0
    );
    a = concat([a.slice(0, reach, { axis: 0 }), mul(later, keepBefore)], 0);
  }
  return first === null ? b : add(mul(a, first), b);
}

function start(initial: TensorLike, keep: Tensor): Tensor {
  const first = asTensor(initial, 'scan: initial');
  if (!sameShape(first.shape, keep.shape.slice(1))) {
    throw new RangeError(
      `scan: initial must have the shape of one step, ${shapeText(keep.shape.slice(1))}, got ${shapeText(first.shape)}`
    );
  }
  return first;
}
