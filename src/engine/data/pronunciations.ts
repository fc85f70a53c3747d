import { number, options as reader, seed as seedOption } from '../base/options';
import { shipped } from './shippedData';
import { shippedRows, split, type Split } from './shippedRows';

export interface PronunciationsOptions {
  /** Share held out for the test. Default 0.2. */
  testSplit?: number;
  /** Of the shuffling before the split. Default 1. */
  seed?: number;
}

/** Words and how they are said, in the same order. */
export interface SpokenWords {
  /** In small letters. */
  readonly words: readonly string[];
  /** Of each word the sounds in the ARPAbet, without stress: `['K', 'IY']`. */
  readonly sounds: readonly (readonly string[])[];
}

/** Words and how they are said, and others held out for the test. */
export interface PronunciationsData extends SpokenWords {
  readonly test: SpokenWords;
}

const read = reader('data.pronunciations', {
  testSplit: number({ least: 0, most: 0.9 }).or(0.2),
  seed: seedOption
});

/**
 * English words of three to eight letters and their sounds, of which there are 39: 5,000 frequent words
 * of the Carnegie Mellon Pronouncing Dictionary (BSD-2-Clause), shuffled and split.
 *
 * @throws TypeError on a wrong option
 * @example
 * ```ts
 * const { words, sounds, test } = await data.pronunciations();
 * words.length; // 4000
 * sounds[words.indexOf('payment')].join(' '); // 'P EY M AH N T'
 * words.includes(test.words[0]); // false
 * ```
 */
export async function pronunciations(
  options: PronunciationsOptions = {}
): Promise<PronunciationsData> {
  const rows = await shippedRows('pronunciations.csv');
  const { training, test } = split(rows, 'pronunciations', read(options));
  const part = (some: Split['test']): SpokenWords => ({
    words: some.map(row => row.word),
    sounds: some.map(row => row.sounds.split(' '))
  });
  return shipped('pronunciations', { ...part(training), test: part(test) });
}
