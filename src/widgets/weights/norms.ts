import type { GateParameter } from '../../trace';
import type { Quantity } from './weightsChoice';

/** The norms of a parameter over the epochs; none where training kept none. */
export function normsOf(
  { norms, gradientNorms }: GateParameter,
  quantity: Quantity
): ArrayLike<number> {
  return (quantity === 'weights' ? norms : gradientNorms)?.values ?? [];
}

/**
 * The epoch (from 0) from which on a norm is infinite or NaN, to the last; null where the last one is
 * a number, or there is none.
 */
export function brokenFrom(norms: ArrayLike<number>): number | null {
  let from: number | null = null;
  let anyBefore = false;
  for (let epoch = 0; epoch < norms.length; epoch++) {
    const isNumber = Number.isFinite(norms[epoch]);
    // A training whose first epochs were not recorded has NaN there.
    const unknown = Number.isNaN(norms[epoch]) && !anyBefore;
    anyBefore ||= isNumber;
    from = isNumber ? null : (from ?? (unknown ? null : epoch));
  }
  return norms.length > 0 && !anyBefore ? (from ?? 0) : from;
}
