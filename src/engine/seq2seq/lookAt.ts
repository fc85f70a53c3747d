import { requireList, requireNumber } from '../base/check';
import { Tensor } from '../tensor/tensor';
import type { Encoded } from './network';
import type { TwoNetworks } from './twoNetworks';

/**
 * Where a step of the decoder is made to look: given the weights that it has of its own, one for each
 * source token, and the step, counted from 0, returns those to use in their place. They sum to 1.
 */
export type LookAt = (
  weights: readonly number[],
  step: number
) => readonly number[];

/** A sum of 1, as exactly as anybody writes it. */
const TOLERANCE = 1e-6;

/**
 * What the decoder is given when it is made to look elsewhere; unchanged without `lookAt`.
 *
 * @throws Error when the model has no attention
 */
export function looking(
  who: string,
  model: TwoNetworks,
  encoded: Encoded,
  lookAt: LookAt | undefined
): Encoded {
  if (lookAt === undefined) {
    return encoded;
  }
  if (model.attention === 'none') {
    throw new Error(
      `${who}: lookAt changes where the decoder looks, and this model has no attention`
    );
  }
  return {
    ...encoded,
    held: (weights, mask, firstStep) =>
      heldWeights(who, lookAt, weights, mask, firstStep)
  };
}

/**
 * Weights `[B, Q, S]` as `lookAt` returns them, row by row; padding is neither given nor looked at.
 *
 * @param mask `[B, S]`: 1 where a source token is real
 * @param firstStep the step of the first query
 */
function heldWeights(
  who: string,
  lookAt: LookAt,
  weights: Tensor,
  mask: Tensor,
  firstStep: number
): Tensor {
  const [batch, queries, sources] = weights.shape;
  const held = new Float64Array(weights.size);
  for (let row = 0; row < batch; row++) {
    const real = mask.at(row).sum().item();
    for (let query = 0; query < queries; query++) {
      const from = (row * queries + query) * sources;
      const own = [...weights.values.subarray(from, from + real)];
      const step = firstStep + query;
      held.set(requireWeights(who, lookAt(own, step), real, step), from);
    }
  }
  return new Tensor(held, weights.shape);
}

function requireWeights(
  who: string,
  given: readonly number[],
  count: number,
  step: number
): readonly number[] {
  const name = `what lookAt returns at step ${step}`;
  const weights = requireList(who, name, given);
  weights.forEach(weight => requireNumber(who, name, weight, { least: 0 }));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (weights.length !== count || Math.abs(sum - 1) > TOLERANCE) {
    throw new RangeError(
      `${who}: ${name} must be ${count} weights that sum to 1, one for each source token, got [${weights.join(', ')}]`
    );
  }
  return weights;
}
