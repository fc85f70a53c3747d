import { number, options as reader, seed as seedOption } from '../base/options';
import { shipped } from './shippedData';
import { shippedRows, split, type Split } from './shippedRows';

export interface TaggedOptions {
  /** Share held out for the test. Default 0.3. */
  testSplit?: number;
  /** Of the shuffling before the split. Default 1. */
  seed?: number;
}

/** Sentences and their tags, in the same order. */
export interface TaggedSentences {
  /** Words, numbers and marks of punctuation of each sentence. */
  readonly tokens: readonly (readonly string[])[];
  /** Of each token a place in `tagNames`. */
  readonly tags: readonly (readonly number[])[];
  /** Of the address in which the sentence was said. */
  readonly years: readonly number[];
}

/** Sentences in which names are marked, and others held out for the test. */
export interface TaggedData extends TaggedSentences {
  readonly tagNames: readonly string[];
  readonly test: TaggedSentences;
}

/** The letters of the file, and what they say. */
const TAGS: Readonly<Record<string, string>> = {
  o: 'other',
  p: 'place',
  b: 'body',
  h: 'person'
};
const letters = Object.keys(TAGS);

const read = reader('data.tagged', {
  testSplit: number({ least: 0, most: 0.9 }).or(0.3),
  seed: seedOption
});

/**
 * Sentences of the State of the Union addresses of 1790 to 2021 in which the names of places, bodies
 * and persons are marked: 434 (public domain), shuffled and split. Their page says by which rules.
 *
 * @throws TypeError on a wrong option
 * @example
 * ```ts
 * const { tokens, tags, tagNames, test } = await data.tagged();
 * tagNames; // ['other', 'place', 'body', 'person']
 * tags[0].length === tokens[0].length; // true
 * tokens.length + test.tokens.length; // 434
 * ```
 */
export async function tagged(options: TaggedOptions = {}): Promise<TaggedData> {
  const rows = await shippedRows('tagged.csv');
  const { training, test } = split(rows, 'tagged', read(options));
  const part = (some: Split['test']): TaggedSentences => ({
    tokens: some.map(row => row.tokens.split(' ')),
    tags: some.map(row =>
      Array.from(row.tags, letter => letters.indexOf(letter))
    ),
    years: some.map(row => Number(row.year))
  });
  return shipped('tagged', {
    ...part(training),
    tagNames: Object.values(TAGS),
    test: part(test)
  });
}
