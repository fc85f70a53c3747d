import { callable, integer, options as reader } from '../base/options';
import { noGradient } from '../tensor/recording';
import type { TensorLike } from '../tensor/tensor';
import type { LookAt } from '../layers/lookAt';
import { looking } from './lookAt';
import { encode, writeFreely } from './network';
import { requireTokens } from './tokens';
import type { TwoNetworks } from './twoNetworks';

export interface Seq2seqPredictOptions {
  /** Longest sequence. Default 50. */
  maxLength?: number;
  /** Makes each step look elsewhere than it does of its own: does the answer change? */
  lookAt?: LookAt;
}

const read = reader('model.predict', {
  maxLength: integer().or(50),
  lookAt: callable<LookAt>().optional()
});

/** What `model.predict` does; see there. */
export function predictEncoderDecoder(
  model: TwoNetworks,
  source: TensorLike,
  options: Seq2seqPredictOptions
): number[][] {
  const who = 'model.predict';
  const { maxLength, lookAt } = read(options);
  const ids = requireTokens(who, 'source', source, model.sourceSize);
  return noGradient(() =>
    writeFreely(
      model,
      looking(who, model, encode(model, ids), lookAt),
      maxLength
    )
  );
}
