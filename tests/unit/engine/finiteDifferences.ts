import type { Tensor } from '../../../src/engine';
import { gradients } from '../../../src/engine';

/**
 * The largest error of the tape's gradients against central differences, over all numbers of all
 * leaves, relative to the largest slope.
 *
 * @param loss computes one number from the leaves' present values
 */
export function gradientError(
  loss: () => Tensor,
  leaves: readonly Tensor[],
  step = 1e-5
): number {
  const found = gradients(loss(), leaves);
  let difference = 0;
  let largest = 0;
  leaves.forEach((leaf, which) => {
    for (let at = 0; at < leaf.size; at++) {
      const before = leaf.values[at];
      leaf.values[at] = before + step;
      const above = loss().item();
      leaf.values[at] = before - step;
      const below = loss().item();
      leaf.values[at] = before;
      const slope = (above - below) / (2 * step);
      difference = Math.max(
        difference,
        Math.abs(slope - found[which].values[at])
      );
      largest = Math.max(largest, Math.abs(slope));
    }
  });
  return largest === 0 ? difference : difference / largest;
}
