import { host } from '../base/host';
import { integer, options as reader } from '../base/options';
import { range, verbose, type BatchOptions } from '../models/dataset';
import { noGradient } from '../tensor/recording';
import type { TensorLike } from '../tensor/tensor';
import { encode, writeFreely } from './network';
import { pairs, somePairs } from './pairs';
import { scoresOfPairs } from './scorePairs';
import type { TwoNetworks } from './twoNetworks';

export interface Seq2seqEvaluateOptions extends BatchOptions {
  /** Longest sequence that is written; the targets' length by default. */
  maxLength?: number;
}

const read = reader('model.evaluate', {
  batchSize: integer().or(32),
  maxLength: integer().optional(),
  verbose
});

/** What `model.evaluate` does. */
export async function evaluateEncoderDecoder(
  model: TwoNetworks,
  source: TensorLike,
  target: TensorLike,
  options: Seq2seqEvaluateOptions
): Promise<Readonly<Record<string, number>>> {
  const who = 'model.evaluate';
  const { batchSize, maxLength: longest } = read(options);
  const data = pairs(who, model, source, target);
  const [count, steps] = data.target.shape;
  const maxLength = longest ?? steps;
  let right = 0;
  for (let start = 0; start < count; start += batchSize) {
    const batch = somePairs(
      data,
      range(start, Math.min(start + batchSize, count))
    );
    const written = noGradient(() =>
      writeFreely(model, encode(model, batch.source), maxLength)
    );
    written.forEach((tokens, row) => {
      const expected = [...batch.target.at(row).values].filter(id => id !== 0);
      right += Number(
        tokens.length === expected.length &&
          tokens.every((token, at) => token === expected[at])
      );
    });
    await host().pause();
  }
  return {
    ...(await scoresOfPairs(model, data, batchSize)),
    exact: right / count
  };
}
