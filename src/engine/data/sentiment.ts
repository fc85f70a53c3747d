import {
  integer,
  number,
  options as reader,
  seed as seedOption
} from '../base/options';
import { Tensor } from '../tensor/tensor';
import { shipped } from './shippedData';
import { shippedRows, split } from './shippedRows';
import type { PadOptions } from './padSequences';
import { padFields, padSequences } from './padSequences';
import type { Vocabulary } from './vocabulary';
import { fitVocabulary } from './vocabulary';

export interface SentimentOptions extends PadOptions {
  /** T, tokens of each sentence. Default 40. */
  maxLength?: number;
  /** At most so many ids. Default 5,000. */
  vocabularySize?: number;
  /** Share held out for the test. Default 0.2. */
  testSplit?: number;
  /** Of the shuffling before the split. Default 1. */
  seed?: number;
}

/** Sentences as ids with their labels, and the same held out for the test. */
export interface SentimentData {
  /** `[N, T]` token ids. */
  readonly x: Tensor;
  /** `[N]`: 1 praise, 0 blame. */
  readonly y: Tensor;
  readonly texts: readonly string[];
  readonly test: {
    readonly x: Tensor;
    readonly y: Tensor;
    readonly texts: readonly string[];
  };
  /** Of the training sentences only. */
  readonly vocabulary: Vocabulary;
}

const read = reader('data.sentiment', {
  ...padFields,
  maxLength: integer().or(40),
  vocabularySize: integer(2).or(5000),
  testSplit: number({ least: 0, most: 0.9 }).or(0.2),
  seed: seedOption
});

/**
 * Sentences from reviews of products, films and restaurants, with praise or blame in them: 3,000,
 * half of each (Kotzias et al. 2015, CC BY 4.0), shuffled and split. Words that occur only in the
 * test are unknown to the vocabulary.
 *
 * @throws TypeError on a wrong option
 * @example
 * ```ts
 * const { x, y, vocabulary } = await data.sentiment({ maxLength: 40 });
 * x.shape; // [2400, 40]
 * vocabulary.size <= 5000; // true
 * ```
 */
export async function sentiment(
  options: SentimentOptions = {}
): Promise<SentimentData> {
  const { maxLength, vocabularySize, testSplit, seed, ...padding } =
    read(options);
  const rows = await shippedRows('sentiment.csv');
  const { training, test } = split(rows, 'sentiment', { testSplit, seed });
  const vocabulary = fitVocabulary(
    training.map(({ text }) => text),
    { maxSize: vocabularySize }
  );
  const encoded = (some: readonly { text: string; label: string }[]) => ({
    x:
      some.length === 0
        ? new Tensor(new Float64Array(0), [0, maxLength])
        : padSequences(
            some.map(({ text }) => vocabulary.encode(text)),
            { maxLength, ...padding }
          ),
    y: new Tensor(
      Float64Array.from(some, ({ label }) => Number(label)),
      [some.length]
    ),
    texts: some.map(({ text }) => text)
  });
  const typed = (some: typeof training) =>
    some as unknown as { text: string; label: string }[];
  return shipped('sentiment', {
    ...encoded(typed(training)),
    test: encoded(typed(test)),
    vocabulary
  });
}
