import { csvParse } from 'd3-dsv';
import { number, options as reader, seed as seedOption } from '../base/options';
import { host } from '../base/host';
import { random } from '../base/random';

declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}

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
  const { testSplit, seed } = read(options);
  const bytes = await host().readData('names.csv');
  const rows = csvParse(new TextDecoder().decode(bytes));
  const order = random(seed ?? 1, 'names').permutation(rows.length);
  const shuffled = Array.from(order, at => rows[at].name);
  const kept = rows.length - Math.round(rows.length * testSplit);
  return {
    texts: shuffled.slice(0, kept),
    test: { texts: shuffled.slice(kept) }
  };
}
