import type { Layer } from '../layers/layer';
import { layers } from '../layers/layers';

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
