import { family } from '../base/family';
import { attention } from './attention';
import { bidirectional } from './bidirectional';
import { conv1d } from './conv1d';
import { recurrent } from './customRecurrent';
import { dense } from './dense';
import { dropout } from './dropout';
import { embedding } from './embedding';
import { gru } from './gru';
import { layerNormalization } from './layerNormalization';
import { lstm } from './lstm';
import { masking } from './masking';
import {
  activation,
  flatten,
  globalAveragePooling1D,
  leakyReLU
} from './shaping';
import {
  deltaNet,
  linearAttention,
  minGru,
  minLstm,
  mLstm,
  selectiveStateSpace,
  sLstm
} from './plainRecurrent';
import { positionEncoding } from './positionEncoding';
import { residual } from './residual';
import { selfAttention } from './selfAttention';
import { simpleRNN } from './simpleRNN';
import { timeDistributed } from './timeDistributed';
import type { Layer } from './layer';

/** The layers of `sequential`, by their Keras names in camelCase. */
export const layers = family('layers', {
  activation,
  attention,
  bidirectional,
  conv1d,
  deltaNet,
  dense,
  dropout,
  embedding,
  flatten,
  globalAveragePooling1D,
  gru,
  layerNormalization,
  leakyReLU,
  linearAttention,
  lstm,
  masking,
  minGru,
  minLstm,
  mLstm,
  positionEncoding,
  recurrent,
  residual,
  selectiveStateSpace,
  selfAttention,
  simpleRNN,
  sLstm,
  timeDistributed
});

/** By the type that a layer says it is. */
export const layerMakers: Readonly<Record<string, (options: never) => Layer>> =
  {
    Activation: layers.activation,
    Attention: layers.attention,
    Bidirectional: layers.bidirectional,
    Conv1D: layers.conv1d,
    DeltaNet: layers.deltaNet,
    Dense: layers.dense,
    Dropout: layers.dropout,
    Embedding: layers.embedding,
    Flatten: layers.flatten,
    GlobalAveragePooling1D: layers.globalAveragePooling1D,
    GRU: layers.gru,
    LayerNormalization: layers.layerNormalization,
    LeakyReLU: layers.leakyReLU,
    LinearAttention: layers.linearAttention,
    LSTM: layers.lstm,
    Masking: layers.masking,
    MinGRU: layers.minGru,
    MinLSTM: layers.minLstm,
    MLSTM: layers.mLstm,
    PositionEncoding: layers.positionEncoding,
    Residual: layers.residual,
    SelectiveStateSpace: layers.selectiveStateSpace,
    SelfAttention: layers.selfAttention,
    SimpleRNN: layers.simpleRNN,
    SLSTM: layers.sLstm,
    TimeDistributed: layers.timeDistributed
  };
