import { zerosAround } from '../../layers/conv1d';
import type { Layer } from '../../layers/layer';
import { learns } from '../../layers/layer';
import type { LayerSpec, RecurrentLayerSpec } from '../../spec/layers';
import type { Tensor } from '../../tensor/tensor';
import { pythonCall, pythonNumber } from '../../python/names';
import type { NamedPiece, PytorchPiece, LayerPlace } from './pytorchPiece';
import { recurrentPiece } from './pytorchRecurrent';
import { refusal, refuseChangedPadding, refuseStateful } from './refusal';
import { calledOn, frameworks } from '../../python/frameworks';
import type { Activation } from '../../tensor/activations';

type Writers = {
  readonly [T in LayerSpec['type']]?: (
    place: LayerPlace,
    spec: LayerSpec<T>
  ) => PytorchPiece;
};

const writers: Writers = {
  Activation: (_, { activation }) => ({
    forward: [`x = ${pytorchActivation(activation, 'x')}`]
  }),
  Bidirectional: (place, { mergeMode }) =>
    recurrentPiece(place, place.layer.inner![0].spec as RecurrentLayerSpec, {
      mergeMode
    }),
  Conv1D: convolutionPiece,
  Dense: densePiece,
  Dropout: ({ self }, { rate, noiseShape }) => ({
    module: `nn.Dropout(${pythonNumber(rate)})`,
    ...(noiseShape && {
      comment: `trained with the noise shape [${noiseShape.map(extent => extent ?? 'None').join(', ')}], which nn.Dropout does not have`
    }),
    forward: [`x = ${self}(x)`]
  }),
  Embedding: ({ layer, self }, { inputDim, outputDim, maskZero }) => ({
    module: `nn.Embedding(${inputDim}, ${outputDim})`,
    forward: [...(maskZero ? ['mask = x != 0'] : []), `x = ${self}(x)`],
    weights: { weight: layer.variables[0].tensor },
    masked: maskZero
  }),
  Flatten: () => ({ forward: ['x = x.flatten(1)'], masked: false }),
  GlobalAveragePooling1D: ({ masked }) => ({
    forward: masked
      ? [
          'kept = mask[:, :, None].to(x.dtype)',
          'x = (x * kept).sum(1) / kept.sum(1).clamp(min=1)'
        ]
      : ['x = x.mean(1)'],
    masked: false
  }),
  DeltaNet: recurrentPiece,
  GRU: recurrentPiece,
  LayerNormalization: ({ layer, self }, { epsilon }) => {
    const [gamma, beta] = layer.variables;
    return {
      module: `nn.LayerNorm(${gamma.tensor.size}, eps=${pythonNumber(epsilon)})`,
      forward: [`x = ${self}(x)`],
      weights: { weight: gamma.tensor, bias: beta.tensor }
    };
  },
  LeakyReLU: (_, { negativeSlope }) => ({
    forward: [`x = nn.functional.leaky_relu(x, ${pythonNumber(negativeSlope)})`]
  }),
  LinearAttention: recurrentPiece,
  LSTM: recurrentPiece,
  Masking: ({ masked }, { maskValue }) => ({
    forward: [
      `mask = ${masked ? 'mask & ' : ''}(x != ${pythonNumber(maskValue)}).any(-1)`,
      'x = x.masked_fill(~mask[..., None], 0)'
    ],
    masked: true
  }),
  MinGRU: recurrentPiece,
  MinLSTM: recurrentPiece,
  MLSTM: recurrentPiece,
  PositionEncoding: positionPiece,
  Residual: residualPiece,
  RNN: recurrentPiece,
  SelectiveStateSpace: recurrentPiece,
  SelfAttention: selfAttentionPiece,
  SimpleRNN: recurrentPiece,
  SLSTM: recurrentPiece,
  TimeDistributed: timeDistributedPiece
};

/**
 * One layer as PyTorch has it.
 *
 * @throws Error that names the layer when PyTorch has none such
 */
export function pytorchPiece(place: LayerPlace): PytorchPiece {
  const { who, layer } = place;
  const { spec } = layer;
  const write =
    spec &&
    (writers[spec.type] as
      ((place: LayerPlace, spec: LayerSpec) => PytorchPiece) | undefined);
  if (!write) {
    throw refusal(
      who,
      layer,
      spec ? 'PyTorch has no such layer' : 'it is of a type of your own'
    );
  }
  refuseStateful(who, layer);
  return write(place, spec);
}

/** `nn.Conv1d` has the steps last, and its weights are `[filters, I, kernelSize]`. */
function convolutionPiece(
  { layer, self }: LayerPlace,
  spec: LayerSpec<'Conv1D'>
): PytorchPiece {
  const [kernel, bias] = layer.variables;
  const [before, behind] = zerosAround(spec);
  const steps =
    before + behind > 0
      ? `nn.functional.pad(x.transpose(1, 2), (${before}, ${behind}))`
      : 'x.transpose(1, 2)';
  return {
    module: pythonCall('nn.Conv1d', [
      String(kernel.tensor.shape[1]),
      String(spec.filters),
      String(spec.kernelSize),
      spec.dilationRate !== 1 && `dilation=${spec.dilationRate}`,
      !spec.useBias && 'bias=False'
    ]),
    forward: [
      `x = ${pytorchActivation(spec.activation, `${self}(${steps}).transpose(1, 2)`)}`
    ],
    weights: {
      weight: kernel.tensor.detach().transpose([2, 1, 0]),
      ...(bias && { bias: bias.tensor })
    },
    masked: false
  };
}

function densePiece(
  { layer, self }: LayerPlace,
  { units, useBias, activation }: LayerSpec<'Dense'>
): PytorchPiece {
  return {
    module: pythonCall('nn.Linear', [
      String(layer.variables[0].tensor.shape[0]),
      String(units),
      !useBias && 'bias=False'
    ]),
    forward: [`x = ${pytorchActivation(activation, `${self}(x)`)}`],
    weights: linearWeights(layer)
  };
}

/** A linear map is stored the other way around. */
function linearWeights({ variables }: Layer): Record<string, Tensor> {
  const [kernel, bias] = variables;
  return {
    weight: kernel.tensor.detach().transpose(),
    ...(bias && { bias: bias.tensor })
  };
}

/** Its layers one after another, and its input added at the end. */
function residualPiece(place: LayerPlace): PytorchPiece {
  const { layer, names } = place;
  let { masked } = place;
  const inner = layer.inner!.map((each): NamedPiece => {
    refuseChangedPadding({ ...place, inner: each });
    const name = names.get(each)!;
    const piece = pytorchPiece({
      ...place,
      ...{ layer: each, self: `self.${name}`, masked }
    });
    masked = piece.masked ?? masked;
    return { ...piece, name, trainable: learns(layer) && learns(each) };
  });
  const before = `${names.get(layer)!}_in`;
  return {
    inner,
    forward: [
      `${before} = x`,
      ...inner.flatMap(({ forward }) => forward),
      `x = ${before} + x`
    ]
  };
}

/** `nn.Linear`, `nn.LayerNorm` and functions work on the last axis, whatever stands before it. */
function timeDistributedPiece(place: LayerPlace): PytorchPiece {
  const [inner] = place.layer.inner!;
  const { spec } = inner;
  switch (spec?.type) {
    case 'Activation':
    case 'Dense':
    case 'Dropout':
    case 'LayerNormalization':
    case 'LeakyReLU':
      return pytorchPiece({ ...place, layer: inner });
    default:
      throw refusal(
        place.who,
        place.layer,
        `PyTorch repeats no ${inner.type} over steps`
      );
  }
}

/** Each function of PyTorch around an expression. */
function pytorchActivation(activation: Activation, x: string): string {
  const { torch } = frameworks;
  switch (activation) {
    case 'linear':
      return x;
    case 'softmax':
      return `${torch.softmax}(${x}, -1)`;
    case 'leakyRelu':
      return `${torch.leakyRelu}(${x}, 0.2)`;
    case 'exponential':
      return calledOn(torch, 'exp', x);
    default:
      return calledOn(torch, activation, x);
  }
}

/** PyTorch's `nn.MultiheadAttention` turns nothing by its place, and its heads share the input's width. */
function selfAttentionPiece(
  { layer, self, masked }: LayerPlace,
  { heads, keyDim, causal, rotary, useBias }: LayerSpec<'SelfAttention'>
): PytorchPiece {
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

function positionPiece(
  { layer, self }: LayerPlace,
  { kind }: LayerSpec<'PositionEncoding'>
): PytorchPiece {
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
