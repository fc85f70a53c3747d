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
