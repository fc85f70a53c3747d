import type { LayerSpec } from '../../spec/layers';
import { pythonCall } from '../../python/names';
import type { Piece, Place } from './pytorchPiece';

/** PyTorch's `nn.MultiheadAttention` turns nothing by its place, and its heads share the input's width. */
export function selfAttentionPiece(
  { layer, self, masked }: Place,
  { heads, keyDim, causal, rotary, useBias }: LayerSpec<'SelfAttention'>
): Piece {
  const [{ tensor }] = layer.variables;
  return {
    module: pythonCall('SelfAttention', [
      String(tensor.shape[0]),
      `heads=${heads}`,
      `key_dim=${keyDim}`,
      causal && 'causal=True',
      rotary && 'rotary=True',
      !useBias && 'bias=False'
    ]),
    forward: [`x = ${self}(x${masked ? ', mask' : ''})`],
    weights: Object.fromEntries(
      layer.variables.map(variable => {
        const [, part, kind] = /^(.*)(Kernel|Bias)$/.exec(variable.name)!;
        return kind === 'Kernel'
          ? [`${part}.weight`, variable.tensor.detach().transpose()]
          : [`${part}.bias`, variable.tensor];
      })
    ),
    helpers: [...(rotary ? (['turned'] as const) : []), 'SelfAttention']
  };
}

export function positionPiece(
  { layer, self }: Place,
  { kind }: LayerSpec<'PositionEncoding'>
): Piece {
  if (kind === 'sine') {
    return { forward: ['x = with_sines(x)'], helpers: ['with_sines'] };
  }
  const [{ tensor }] = layer.variables;
  return {
    module: `nn.Embedding(${tensor.shape.join(', ')})`,
    forward: [`x = x + ${self}(torch.arange(x.shape[1], device=x.device))`],
    weights: { weight: tensor }
  };
}
