import type { ModelOfGates } from '../models/weightsByGate';
import type { Named } from '../recurrence/definition';
import type { TensorLike } from '../tensor/tensor';
import { tensor } from '../tensor/making';
import { noGradient } from '../tensor/recording';
import { differentiated } from '../training/weightStatistics';
import { nextTokenLoss } from './compileEncoderDecoder';
import { forcedPass } from './forcedPass';
import { pairs } from './pairs';
import type { TwoNetworks } from './twoNetworks';

/**
 * The recurrent layers of an encoder–decoder by the names that its runs give them, with the loss of
 * some pairs and its derivatives by their weights when there are any.
 */
export function gateWeightsOf(
  who: string,
  model: TwoNetworks,
  source: TensorLike | undefined,
  target: TensorLike | undefined
): ReturnType<ModelOfGates['gateWeights']> {
  if (source === undefined || target === undefined) {
    const one = tensor([[model.startToken]]);
    const { layers } = noGradient(() =>
      forcedPass(model, { source: tensor([[1]]), target: one })
    );
    const gradients: Named = {};
    return { layers: layers.map(record => ({ ...record, gradients })) };
  }
  const { loss, layers } = forcedPass(model, pairs(who, model, source, target));
  return {
    loss: { name: nextTokenLoss.name, value: loss.item() },
    layers: differentiated(loss, layers).map(({ record, gradients }) => ({
      ...record,
      gradients
    }))
  };
}
