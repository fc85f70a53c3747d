import {
  anything,
  callable,
  integer,
  options as reader,
  text
} from '../base/options';
import { madeNow, revised } from '../base/revised';
import type { Tensor, TensorLike } from '../tensor/tensor';
import { noGradient } from '../tensor/recording';
import { decode } from './decode';
import { AttentionView } from '../models/attentionView';
import { weightsNow } from '../models/weightsNow';
import type { LookAt } from '../layers/lookAt';
import { looking } from './lookAt';
import type { TwoNetworks } from './twoNetworks';
import { encode, forcedLogits, ofTokens } from './network';
import { requireSequence } from './tokens';
import { wordsOfIds, writtenIds, type WrittenIds } from './writtenIds';

export interface AttentionViewOptions extends WrittenIds {
  /** What is to be written `[T]`: adds the decoding that is fed with it. */
  target?: TensorLike;
  maxLength?: number;
  /** Makes each step look elsewhere than it does of its own, in both decodings. */
  lookAt?: LookAt;
  title?: string;
}

const read = reader('model.attentionOf', {
  target: anything<TensorLike | undefined>(),
  ...writtenIds,
  maxLength: integer().or(50),
  lookAt: callable<LookAt>().optional(),
  title: text.optional()
});

/** What `model.attentionOf` does; see there. */
export function attentionView(
  model: TwoNetworks,
  source: TensorLike,
  options: AttentionViewOptions
): AttentionView {
  const who = 'model.attentionOf';
  const { target: given, maxLength, lookAt, title, ...written } = read(options);
  const { sourceWord, targetWord } = wordsOfIds(model, source, given, written);
  if (model.attention === 'none') {
    throw new Error(
      `${who}: this model has no attention (encoderDecoder({ attention: 'dot' }))`
    );
  }
  const ids = requireSequence(who, 'source', source, model.sourceSize);
  const free = decode(
    model,
    source,
    { maxLength, ...(lookAt && { lookAt }) },
    who
  );
  const encoded = looking(
    who,
    model,
    noGradient(() => encode(model, ids)),
    lookAt
  );
  const contextOf = (weights: Tensor): Tensor =>
    noGradient(() => weights.matmul(encoded.keys.at(0)));
  const decodings = [
    {
      name: 'free-running',
      tokens: free.tokens.map(targetWord),
      weights: free.weights!,
      context: contextOf(free.weights!),
      probabilities: free.probabilities
    }
  ];
  if (given !== undefined) {
    const target = requireSequence(who, 'target', given, model.targetSize);
    const { logits, weights } = noGradient(() =>
      forcedLogits(model, target, encoded)
    );
    const shares = logits.softmax(-1).at(0);
    const likeliest = [...ofTokens(logits).argMax(-1).values];
    decodings.unshift({
      name: 'teacher-forced',
      tokens: likeliest.map(targetWord),
      weights: weights!.at(0),
      context: contextOf(weights!.at(0)),
      probabilities: likeliest.map((token, at) => shares.at(at).values[token]),
      ...{ expected: [...target.values].map(targetWord) }
    });
  }
  return revised(
    new AttentionView(
      [...ids.values].map(sourceWord),
      model.attention,
      decodings,
      { title }
    ),
    madeNow(weightsNow(model))
  );
}
