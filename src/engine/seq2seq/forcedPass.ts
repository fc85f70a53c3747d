import type { SequenceRequest, SequenceResult } from '../recurrence/sequence';
import type { Tensor } from '../tensor/tensor';
import { seenLayer, type SeenLayer } from '../training/seenLayer';
import { nextTokenLoss } from './compileEncoderDecoder';
import { encode, forcedLogits } from './network';
import type { Pairs } from './pairs';
import { realTokens } from './pairs';
import type { TwoNetworks } from './twoNetworks';

/** What each cell did over some pairs, the decoder fed with the right tokens, and the loss. */
export function forcedPass(
  model: TwoNetworks,
  { source, target }: Pairs
): { readonly layers: readonly SeenLayer[]; readonly loss: Tensor } {
  const layers: SeenLayer[] = [];
  const kept = (
    request: SequenceRequest,
    name: string,
    mask = request.mask
  ): SequenceResult => {
    const { layer, result } = seenLayer(name, request, true);
    layers.push({ ...layer, mask });
    return result;
  };
  const encoded = encode(model, source, kept);
  // Padding of the target comes after all that is written: only what looks at the gates must know.
  const { logits } = forcedLogits(model, target, encoded, request =>
    kept(request, 'decoder', realTokens(target))
  );
  return { layers, loss: nextTokenLoss.of(target, logits) };
}
