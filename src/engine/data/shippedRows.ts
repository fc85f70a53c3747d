import { csvParse, type DSVRowArray, type DSVRowString } from 'd3-dsv';
import { host } from '../base/host';
import { random } from '../base/random';

declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}

/**
 * The text of a file that ships with the install.
 *
 * @throws Error when the file is missing
 */
export async function shippedText(file: string): Promise<string> {
  return new TextDecoder().decode(await host().readData(file));
}

/**
 * The rows of a shipped table, by the names in its first line.
 *
 * @throws Error when the file is missing
 */
export async function shippedRows(file: string): Promise<DSVRowArray> {
  return csvParse(await shippedText(file));
}

/** Rows to learn from, and those held out for the test. */
export interface Split {
  readonly training: readonly DSVRowString[];
  readonly test: readonly DSVRowString[];
}

/** Shuffles rows, with numbers that are the set's own, and holds a share of them out. */
export function split(
  rows: DSVRowArray,
  name: string,
  {
    testSplit,
    seed = 1
  }: { readonly testSplit: number; readonly seed?: number }
): Split {
  const order = random(seed, name).permutation(rows.length);
  const shuffled = Array.from(order, at => rows[at]);
  const kept = rows.length - Math.round(rows.length * testSplit);
  return { training: shuffled.slice(0, kept), test: shuffled.slice(kept) };
}
