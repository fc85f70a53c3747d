import { number, options as reader, seed as seedOption } from '../base/options';
import { shipped } from './shippedData';
import { shippedRows, split, type Split } from './shippedRows';

export interface NumbersOptions {
  /** Share held out for the test. Default 0.4. */
  testSplit?: number;
  /** Of the shuffling before the split. Default 1. */
  seed?: number;
}

/** Numbers and how they are said, in the same order. */
export interface NumberWords {
  readonly numbers: readonly number[];
  /** Words stand apart: `twenty one`. */
  readonly english: readonly string[];
  /** The parts of the one word stand apart: `ein und zwanzig`. */
  readonly german: readonly string[];
  /** Words stand apart: `vingt et un`. */
  readonly french: readonly string[];
}

/** Numbers in words, and others held out for the test. */
export interface NumbersData extends NumberWords {
  readonly test: NumberWords;
}

const read = reader('data.numbers', {
  testSplit: number({ least: 0, most: 0.9 }).or(0.4),
  seed: seedOption
});

/**
 * Numbers in words in English, German and French (n2words, MIT): 2,000, all below 1000 and as many of
 * four digits, shuffled and split by number. German turns tens and ones round.
 *
 * @throws TypeError on a wrong option
 * @example
 * ```ts
 * const { numbers, english, german, test } = await data.numbers();
 * numbers.length; // 1200
 * german[english.indexOf('thirty one')]; // 'ein und dreißig'
 * test.numbers.some(value => numbers.includes(value)); // false
 * ```
 */
export async function numbers(
  options: NumbersOptions = {}
): Promise<NumbersData> {
  const rows = await shippedRows('numbers.csv');
  const { training, test } = split(rows, 'numbers', read(options));
  const part = (some: Split['test']): NumberWords => ({
    numbers: some.map(row => Number(row.number)),
    english: some.map(row => row.english),
    german: some.map(row => row.german),
    french: some.map(row => row.french)
  });
  return shipped('numbers', { ...part(training), test: part(test) });
}
