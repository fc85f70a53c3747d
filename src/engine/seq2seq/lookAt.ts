import type { LookAt } from '../layers/lookAt';
import { requireLook } from '../layers/lookAt';
import { Tensor } from '../tensor/tensor';
import type { EncodedSource } from './network';
import type { TwoNetworks } from './twoNetworks';

/**
 * What the decoder is given when it is made to look elsewhere; unchanged without `lookAt`.
 *
 * @throws Error when the model has no attention
 */
export function looking(
  who: string,
  model: TwoNetworks,
  encoded: EncodedSource,
  lookAt: LookAt | undefined
): EncodedSource {
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
      held.set(requireLook(who, lookAt(own, step), real, step), from);
    }
  }
  return new Tensor(held, weights.shape);
}
