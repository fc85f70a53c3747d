import { number, options as reader, seed as seedOption } from '../base/options';
import { Tensor } from '../tensor/tensor';
import { shipped } from './shippedData';
import { shippedRows, split, type Split } from './shippedRows';

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
  const rows = await shippedRows('digits.csv');
  const { training, test } = split(rows, 'digits', read(options));
  const pair = (some: Split['test']) => ({
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
  return shipped('digits', { ...pair(training), test: pair(test) });
}
