import Papa from 'papaparse';
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

/** What stands in the columns of a row, by their names. */
export type NamedRow = Readonly<Record<string, string>>;

/**
 * The rows of a shipped table, by the names in its first line.
 *
 * @throws Error when the file is missing
 */
export async function shippedRows(file: string): Promise<NamedRow[]> {
  return Papa.parse<NamedRow>(await shippedText(file), {
    header: true,
    skipEmptyLines: true
  }).data;
}

/** Rows to learn from, and those held out for the test. */
export interface Split {
  readonly training: readonly NamedRow[];
  readonly test: readonly NamedRow[];
}

/** Shuffles rows, with numbers that are the set's own, and holds a share of them out. */
export function split(
  rows: readonly NamedRow[],
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
