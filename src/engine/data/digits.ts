import { csvParse } from 'd3-dsv';
import { number, options as reader, seed as seedOption } from '../base/options';
import { host } from '../base/host';
import { random } from '../base/random';
import { Tensor } from '../tensor/tensor';

declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}

export interface DigitsOptions {
  /** Share held out for the test. Default 0.2. */
  testSplit?: number;
  /** Of the shuffling before the split. Default 1. */
  seed?: number;
}

/** Pictures of digits as sequences of rows, and others held out for the test. */
export interface DigitsData {
  /** `[N, 8, 8]`: rows from above, ink from 0 to 1. */
  readonly x: Tensor;
  /** `[N]`: 0 to 9. */
  readonly y: Tensor;
  readonly test: { readonly x: Tensor; readonly y: Tensor };
}

const SIDE = 8;
/** The ink of a pixel that is all black, in the file. */
const MOST = 16;

const read = reader('data.digits', {
  testSplit: number({ least: 0, most: 0.9 }).or(0.2),
  seed: seedOption
});

/**
 * Handwritten digits of 8 by 8 pixels: 1,797 (Alpaydin and Kaynak 1998, CC BY 4.0), shuffled and
 * split. A row is a step, so that a network can read them from above.
 *
 * @throws TypeError on a wrong option
 * @example
 * ```ts
 * const { x, test } = await data.digits();
 * x.shape; // [1438, 8, 8]
 * test.y.shape; // [359]
 * ```
 */
export async function digits(options: DigitsOptions = {}): Promise<DigitsData> {
  const { testSplit, seed } = read(options);
  const bytes = await host().readData('digits.csv');
  const rows = csvParse(new TextDecoder().decode(bytes));
  const order = random(seed ?? 1, 'digits').permutation(rows.length);
  const shuffled = Array.from(order, at => rows[at]);
  const kept = rows.length - Math.round(rows.length * testSplit);
  const pair = (some: typeof shuffled) => ({
    x: new Tensor(
      Float64Array.from(
        some.flatMap(({ pixels }) =>
          Array.from(pixels, letter => (letter.charCodeAt(0) - 97) / MOST)
        )
      ),
      [some.length, SIDE, SIDE]
    ),
    y: new Tensor(
      Float64Array.from(some, ({ digit }) => Number(digit)),
      [some.length]
    )
  });
  return { ...pair(shuffled.slice(0, kept)), test: pair(shuffled.slice(kept)) };
}
