import { number, options as reader, seed as seedOption } from '../base/options';
import { shipped } from './shippedData';
import { shippedRows, split, type Split } from './shippedRows';

export interface NamesOptions {
  /** Share held out for the test. Default 0.1. */
  testSplit?: number;
  /** Of the shuffling before the split. Default 1. */
  seed?: number;
}

/** First names, and others held out for the test. */
export interface NamesData {
  readonly texts: readonly string[];
  readonly test: { readonly texts: readonly string[] };
}

const read = reader('data.names', {
  testSplit: number({ least: 0, most: 0.9 }).or(0.1),
  seed: seedOption
});

/**
 * English first names in small letters: 8,422, each once (Ward 2002, public domain), shuffled and
 * split.
 *
 * @throws TypeError on a wrong option
 * @example
 * ```ts
 * const { texts, test } = await data.names();
 * texts.length; // 7580
 * texts.includes(test.texts[0]); // false
 * ```
 */
export async function names(options: NamesOptions = {}): Promise<NamesData> {
  const rows = await shippedRows('names.csv');
  const { training, test } = split(rows, 'names', read(options));
  const part = (some: Split['test']) => ({ texts: some.map(row => row.name) });
  return shipped('names', { ...part(training), test: part(test) });
}
