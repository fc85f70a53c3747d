import type { Variable } from '../tensor/variable';
import { nonFinite } from '../tensor/variable';

/** What can be done about it. */
export const lessenSteps =
  'lower the learning rate or clip the gradients (clipNorm)';

/** Thrown where a training came to a loss, or ended with a weight, that is no number. */
export class Diverged extends Error {
  override readonly name = 'Error';
}

/**
 * The last step of a training can break the weights without another loss that would show it.
 *
 * @throws Diverged when a weight is NaN or infinite
 */
export function requireConverged(variables: readonly Variable[]): void {
  const bad = nonFinite(variables);
  if (bad) {
    throw new Diverged(
      `fit: the weight ${bad.name} became ${bad.value} in the last step; ${lessenSteps}`
    );
  }
}
