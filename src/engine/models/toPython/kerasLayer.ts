import type { Layer } from '../../layers/layer';
import { className, kerasClass, madeOr } from '../../python/cellClass';
import type { LayerSpec, RecurrentLayerSpec } from '../../spec/layers';
import type { Activation } from '../../tensor/activations';
import type { Tensor } from '../../tensor/tensor';
import { pythonCall, pythonNumber, pythonShape } from '../../python/names';
import { layersInside } from './innerNames';
import {
  droppedNote,
  refusal,
  refuseChangedPadding,
  refuseStateful
} from './refusal';

/** Where a layer stands. */
export interface KerasPlace {
  readonly who: string;
  readonly layer: Layer;
  /** Whether steps before it are masked. */
  readonly masked: boolean;
  /** What it is called. */
  readonly name: string;
  /** What each layer is called, also those inside residual layers. */
  readonly names: ReadonlyMap<Layer, string>;
  /** Arguments that every layer has: its name, and whether it is trained. */
  readonly common: readonly (string | false)[];
}

type Writers = {
  readonly [T in LayerSpec['type']]?: (
    place: KerasPlace,
    spec: LayerSpec<T>
  ) => string;
};

const writers: Writers = {
  Activation: ({ common }, { activation }) =>
    made('Activation', [kerasActivation[activation], ...common]),
  Bidirectional: (place, { mergeMode }) => {
    const [inner] = place.layer.inner!;
    if (inner.spec && 'goBackwards' in inner.spec && inner.spec.goBackwards) {
      throw refusal(
        place.who,
        place.layer,
        'its forward layer goes backwards, which Bidirectional of Keras does not allow'
      );
    }
    return made('Bidirectional', [
      kerasLayer({
        ...place,
        layer: inner,
        common: kerasTrainable(inner),
        masked: false
      }),
      mergeMode !== 'concat' && `merge_mode="${mergeMode}"`,
      ...place.common
    ]);
  },
  Conv1D: (
    { common },
    { filters, kernelSize, padding, dilationRate, activation, useBias }
  ) =>
    made('Conv1D', [
      String(filters),
      String(kernelSize),
      padding !== 'valid' && `padding="${padding}"`,
      dilationRate !== 1 && `dilation_rate=${dilationRate}`,
      activation !== 'linear' && `activation=${kerasActivation[activation]}`,
      !useBias && 'use_bias=False',
      ...common
    ]),
  Dense: ({ common }, { units, activation, useBias }) =>
    made('Dense', [
      String(units),
      activation !== 'linear' && `activation=${kerasActivation[activation]}`,
      !useBias && 'use_bias=False',
      ...common
    ]),
  Dropout: ({ common }, { rate, noiseShape }) =>
    made('Dropout', [
      pythonNumber(rate),
      noiseShape && `noise_shape=${pythonShape(noiseShape)}`,
      ...common
    ]),
  Embedding: ({ common }, { inputDim, outputDim, maskZero }) =>
    made('Embedding', [
      String(inputDim),
      String(outputDim),
      maskZero && 'mask_zero=True',
      ...common
    ]),
  Flatten: ({ common }) => made('Flatten', common),
  GlobalAveragePooling1D: ({ common }) =>
    made('GlobalAveragePooling1D', common),
  DeltaNet: recurrent,
  GRU: recurrent,
  LayerNormalization: ({ common }, { epsilon }) =>
    made('LayerNormalization', [`epsilon=${pythonNumber(epsilon)}`, ...common]),
  LeakyReLU: ({ common }, { negativeSlope }) =>
    made('LeakyReLU', [
      `negative_slope=${pythonNumber(negativeSlope)}`,
      ...common
    ]),
  LinearAttention: recurrent,
  LSTM: recurrent,
  Masking: ({ who, layer, masked, common }, { maskValue }) => {
    if (masked) {
      throw refusal(
        who,
        layer,
        'Masking of Keras forgets what was padding before'
      );
    }
    return made('Masking', [
      `mask_value=${pythonNumber(maskValue)}`,
      ...common
    ]);
  },
  MinGRU: recurrent,
  MinLSTM: recurrent,
  MLSTM: recurrent,
  PositionEncoding: ({ layer, common }, { kind }) =>
    kind === 'sine'
      ? pythonCall('SinePositions', common)
      : pythonCall('LearnedPositions', [
          String(layer.variables[0].tensor.shape[0]),
          ...common
        ]),
  Residual: residual,
  RNN: recurrent,
  SelectiveStateSpace: recurrent,
  // MultiHeadAttention of Keras turns nothing by its place, and takes its input twice.
  SelfAttention: ({ common }, { heads, keyDim, causal, rotary, useBias }) =>
    pythonCall('SelfAttention', [
      String(heads),
      String(keyDim),
      causal && 'causal=True',
      rotary && 'rotary=True',
      !useBias && 'use_bias=False',
      ...common
    ]),
  SimpleRNN: recurrent,
  SLSTM: recurrent,
  TimeDistributed: place => {
    const [inner] = place.layer.inner!;
    if (masksAfter(inner, false) || (place.masked && inner.cells.length > 0)) {
      throw refusal(
        place.who,
        place.layer,
        'TimeDistributed of Keras loses what is padding within a step'
      );
    }
    return made('TimeDistributed', [
      kerasLayer({ ...place, layer: inner, common: kerasTrainable(inner) }),
      ...place.common
    ]);
  }
};

/**
 * One layer as Keras makes it.
 *
 * @throws Error that names the layer when Keras has none such
 */
export function kerasLayer(place: KerasPlace): string {
  const { who, layer } = place;
  const { spec } = layer;
  const write =
    spec &&
    (writers[spec.type] as
      ((place: KerasPlace, spec: LayerSpec) => string) | undefined);
  if (!write) {
    throw refusal(
      who,
      layer,
      spec ? 'Keras has no such layer' : 'it is of a type of your own'
    );
  }
  refuseStateful(who, layer);
  return write(place, spec);
}

/** The classes of a layer's cells where Keras has none such; their names are the layers'. */
export function kerasCellClasses(
  who: string,
  layer: Layer,
  names: KerasPlace['names'],
  name = names.get(layer)!
): string[] {
  const { spec, inner = [], cells } = layer;
  if (isWritten(spec)) {
    const { text } = madeOr(
      () =>
        kerasClass(cells[0], {
          name: cellName(name),
          notes: droppedNote(spec, 'this cell')
        }),
      why => refusal(who, layer, why)
    );
    return [text];
  }
  // A wrapped layer has no name of its own.
  return inner.flatMap(each =>
    kerasCellClasses(who, each, names, names.get(each) ?? name)
  );
}

/** What says that a layer stays as it is, where it does. */
export const kerasTrainable = ({ trainable }: Layer) =>
  trainable ? [] : ['trainable=False'];

/** Weights in the order of Keras's `get_weights`. */
export function kerasWeights(layer: Layer): readonly Tensor[] {
  const { cells, variables, inner } = layer;
  if (cells.length === 0) {
    return variables.map(({ tensor }) => tensor);
  }
  if (layer.spec?.type === 'Residual') {
    return layersInside(layer).flatMap(kerasWeights);
  }
  return cells.flatMap(cell =>
    Object.values(
      isWritten((inner?.[0] ?? layer).spec)
        ? cell.parameters
        : cell.getWeights({ convention: 'keras' })
    )
  );
}

const cellName = (name: string) => `${className(name)}Cell`;

/** Whether its step is written out, since Keras has no such cell. */
function isWritten(spec: LayerSpec | undefined): spec is RecurrentLayerSpec {
  switch (spec?.type) {
    case 'SimpleRNN':
    case 'GRU':
      return false;
    case 'LSTM':
      return spec.projection !== undefined;
    default:
      return spec !== undefined && 'recurrentDropout' in spec;
  }
}

/** Whether the steps after a layer are masked. */
export function masksAfter({ spec }: Layer, before: boolean): boolean {
  switch (spec?.type) {
    case 'Masking':
      return true;
    case 'Embedding':
      return spec.maskZero;
    case 'Conv1D':
      return false;
    default:
      return before;
  }
}

const made = (name: string, given: readonly (string | false | undefined)[]) =>
  pythonCall(`layers.${name}`, given);

function residual(place: KerasPlace): string {
  const { layer, common } = place;
  let { masked } = place;
  const inner = layersInside(layer).map(each => {
    refuseChangedPadding({ ...place, inner: each });
    const line = kerasLayer({
      ...{ ...place, layer: each, masked },
      ...{ name: place.names.get(each)!, common: kerasTrainable(each) }
    });
    masked = masksAfter(each, masked);
    return line;
  });
  return [
    'Residual(',
    '            [',
    ...inner.map(
      line => `                ${line.replaceAll('\n', '\n        ')},`
    ),
    '            ],',
    ...common.filter(Boolean).map(each => `            ${each},`),
    '        )'
  ].join('\n');
}

function recurrent(place: KerasPlace, spec: RecurrentLayerSpec): string {
  const turns = place.masked && spec.goBackwards && spec.returnSequences;
  const layer = recurrentLayer(place, spec);
  return turns ? `${layer},\n        TurnedMask()` : layer;
}

function recurrentLayer(place: KerasPlace, spec: RecurrentLayerSpec): string {
  // PyTorch's masked outputs are zero, Keras's repeat the one before.
  const isZero =
    place.masked && spec.returnSequences && spec.convention === 'pytorch';
  const common = [
    spec.returnSequences && 'return_sequences=True',
    spec.goBackwards && 'go_backwards=True'
  ];
  const end = [isZero && 'zero_output_for_mask=True', ...place.common];
  if (!isOfKeras(spec)) {
    return made('RNN', [`${cellName(place.name)}()`, ...common, ...end]);
  }
  const { activation, dropout, recurrentDropout } = spec;
  return made(spec.type, [
    String(spec.units),
    activation !== 'tanh' && `activation=${kerasActivation[activation]}`,
    (spec.type === 'LSTM' || spec.type === 'GRU') &&
      spec.recurrentActivation !== 'sigmoid' &&
      `recurrent_activation=${kerasActivation[spec.recurrentActivation]}`,
    !spec.useBias && 'use_bias=False',
    spec.type === 'GRU' && !spec.resetAfter && 'reset_after=False',
    ...common,
    dropout > 0 && `dropout=${pythonNumber(dropout)}`,
    recurrentDropout > 0 &&
      `recurrent_dropout=${pythonNumber(recurrentDropout)}`,
    ...end
  ]);
}

const isOfKeras = (
  spec: RecurrentLayerSpec
): spec is LayerSpec<'SimpleRNN' | 'LSTM' | 'GRU'> => !isWritten(spec);

const kerasActivation: Readonly<Record<Activation, string>> = {
  linear: '"linear"',
  sigmoid: '"sigmoid"',
  tanh: '"tanh"',
  relu: '"relu"',
  hardSigmoid: '"hard_sigmoid"',
  softmax: '"softmax"',
  softplus: '"softplus"',
  softsign: '"softsign"',
  elu: '"elu"',
  selu: '"selu"',
  swish: '"silu"',
  exponential: '"exponential"',
  gelu: '"gelu"',
  geluTanh: 'lambda x: keras.activations.gelu(x, approximate=True)',
  leakyRelu: '"leaky_relu"'
};
