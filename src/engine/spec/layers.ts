import type { OptionsReader, Settled } from '../base/options';
import {
  anything,
  convention,
  flag,
  integer,
  list,
  number,
  oneOf,
  Option,
  options,
  seed
} from '../base/options';
import { described } from '../base/described';
import * as fields from './fields';

/** How well a query fits a key. */
export type AttentionScore =
  'dot' | 'scaled' | 'general' | 'additive' | 'uniform';

export const attentionScores: readonly AttentionScore[] = [
  'dot',
  'scaled',
  'general',
  'additive',
  'uniform'
];

const { layer, activation, initializer, rate, regularizer, constraint } =
  fields;

/** Extents of a dropout mask: null as the input has it, else a whole number. */
const noiseShape = new Option<readonly (number | null)[]>(
  (who, name, value, all) =>
    list<unknown>('[null, 1, null]')
      .read(who, name, value, all)
      .map((extent, axis): number | null => {
        if (
          extent !== null &&
          !(Number.isSafeInteger(extent) && Number(extent) > 0)
        ) {
          throw new TypeError(
            `${who}: ${name}[${axis}] must be null or a whole number of at least 1, got ${described(extent)}`
          );
        }
        return extent as number | null;
      })
);

/** What a recurrent layer does with its sequence, whichever cell it runs. */
const overTime = {
  returnSequences: flag.or(false),
  goBackwards: flag.or(false),
  stateful: flag.or(false),
  dropout: rate.or(0),
  recurrentDropout: rate.or(0)
};

/** Those of a layer whose cell has no choices of its own. */
const plainRecurrent = {
  ...layer,
  ...overTime,
  units: integer(),
  convention: convention.or('keras'),
  activityRegularizer: regularizer,
  seed
};

/** Those of a layer whose state is a matrix. */
const matrixRecurrent = { ...plainRecurrent, keyDim: integer().or(4) };

const recurrent = {
  ...layer,
  ...fields.recurrent,
  activation: activation.or('tanh'),
  ...overTime,
  ...fields.regularizedWeights,
  recurrentRegularizer: regularizer,
  recurrentConstraint: constraint
};

/** Readers of each layer's options, by the type that it says it is. */
export const layerOptions = {
  Activation: options('layers.activation', { ...layer, activation }),
  Attention: options('layers.attention', {
    ...layer,
    score: oneOf(attentionScores).or('scaled'),
    units: integer().optional(),
    seed
  }),
  Bidirectional: options('layers.bidirectional', {
    ...layer,
    layer: anything<unknown>(),
    mergeMode: oneOf(['concat', 'sum', 'ave', 'mul']).or('concat')
  }),
  Conv1D: options('layers.conv1d', {
    ...layer,
    filters: integer(),
    kernelSize: integer(),
    padding: oneOf(['valid', 'same', 'causal']).or('valid'),
    dilationRate: integer().or(1),
    convention: convention.or('keras'),
    activation: activation.or('linear'),
    useBias: flag.or(true),
    kernelInitializer: initializer,
    biasInitializer: initializer,
    ...fields.regularizedWeights,
    seed
  }),
  Dense: options('layers.dense', {
    ...layer,
    units: integer(),
    convention: convention.or('keras'),
    activation: activation.or('linear'),
    useBias: flag.or(true),
    kernelInitializer: initializer,
    biasInitializer: initializer,
    ...fields.regularizedWeights,
    seed
  }),
  DeltaNet: options('layers.deltaNet', {
    ...matrixRecurrent,
    gated: flag.or(false),
    negativeEigenvalues: flag.or(false)
  }),
  Dropout: options('layers.dropout', {
    ...layer,
    rate,
    noiseShape: noiseShape.optional()
  }),
  Embedding: options('layers.embedding', {
    ...layer,
    inputDim: integer(),
    outputDim: integer(),
    maskZero: flag.or(false),
    inputLength: integer().optional(),
    embeddingsInitializer: initializer,
    embeddingsRegularizer: regularizer,
    activityRegularizer: regularizer,
    embeddingsConstraint: constraint,
    seed
  }),
  Flatten: options('layers.flatten', layer),
  GlobalAveragePooling1D: options('layers.globalAveragePooling1D', layer),
  GRU: options('layers.gru', { ...recurrent, ...fields.gru }),
  LayerNormalization: options('layers.layerNormalization', {
    ...layer,
    epsilon: number({ least: 0 }).or(1e-3)
  }),
  LeakyReLU: options('layers.leakyReLU', {
    ...layer,
    negativeSlope: number({ least: 0 }).or(0.3)
  }),
  LinearAttention: options('layers.linearAttention', matrixRecurrent),
  LSTM: options('layers.lstm', { ...recurrent, ...fields.lstm }),
  Masking: options('layers.masking', { ...layer, maskValue: number().or(0) }),
  MinGRU: options('layers.minGru', plainRecurrent),
  MinLSTM: options('layers.minLstm', plainRecurrent),
  MLSTM: options('layers.mLstm', matrixRecurrent),
  PositionEncoding: options('layers.positionEncoding', {
    ...layer,
    kind: oneOf(['sine', 'learned']).or('sine'),
    maxLength: integer().optional(),
    seed
  }),
  Residual: options('layers.residual', {
    ...layer,
    layers: anything<readonly unknown[]>()
  }),
  RNN: options('layers.recurrent', { ...recurrent, cell: anything<unknown>() }),
  SelectiveStateSpace: options('layers.selectiveStateSpace', {
    ...plainRecurrent,
    states: integer().or(4)
  }),
  SelfAttention: options('layers.selfAttention', {
    ...layer,
    heads: integer().or(1),
    keyDim: integer(),
    causal: flag.or(false),
    rotary: flag.or(false),
    useBias: flag.or(true),
    seed
  }),
  SimpleRNN: options('layers.simpleRNN', recurrent),
  SLSTM: options('layers.sLstm', plainRecurrent),
  TimeDistributed: options('layers.timeDistributed', {
    ...layer,
    layer: anything<unknown>()
  })
};

type Readers = typeof layerOptions;
export type LayerType = keyof Readers;

/** A layer with every default filled in; the layers inside it have specs of their own. */
export type LayerSpec<T extends LayerType = LayerType> = {
  [K in T]: { readonly type: K } & (Readers[K] extends OptionsReader<infer F>
    ? Omit<Settled<F>, 'layer' | 'layers' | 'cell'>
    : never);
}[T];

/** A recurrent layer whose cell's weights, activation and biases can be chosen. */
export type ChosenRecurrentSpec = LayerSpec<
  'SimpleRNN' | 'LSTM' | 'GRU' | 'RNN'
>;

/** One whose cell has no choices of its own. */
export type PlainRecurrentSpec = LayerSpec<
  | 'DeltaNet'
  | 'LinearAttention'
  | 'MinGRU'
  | 'MinLSTM'
  | 'MLSTM'
  | 'SLSTM'
  | 'SelectiveStateSpace'
>;

/** A recurrent layer, whichever cell it runs. */
export type RecurrentLayerSpec = ChosenRecurrentSpec | PlainRecurrentSpec;
