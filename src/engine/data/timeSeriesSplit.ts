import { integer, options as reader } from '../base/options';
import { exampleCount, places, type Folds } from './folds';

export interface TimeSeriesSplitOptions {
  /** How many splits. Default 5. */
  splits?: number;
  /** Examples that are left out between training and validation: windows that overlap both. Default 0. */
  gap?: number;
  /** Examples in each validation. Default: all of them, divided by one more than the splits. */
  testSize?: number;
  /** The training is never longer; without it, it has all that came before. */
  maxTrainSize?: number;
}

const read = reader('timeSeriesSplit', {
  splits: integer(2).or(5),
  gap: integer(0).or(0),
  testSize: integer().optional(),
  maxTrainSize: integer().optional()
});

/**
 * Splits examples that stand in the order of time: each validation comes after its training, and
 * from split to split both move on. As scikit-learn's `TimeSeriesSplit`.
 *
 * @throws TypeError on a wrong option
 * @example
 * ```ts
 * const [first, second] = timeSeriesSplit({ splits: 2 }).split(6);
 * first.training; // [0, 1]
 * first.validation; // [2, 3]
 * second.training; // [0, 1, 2, 3]
 * ```
 */
export function timeSeriesSplit(options: TimeSeriesSplitOptions = {}): Folds {
  const who = 'timeSeriesSplit';
  const { splits, gap, testSize, maxTrainSize } = read(options);
  return {
    splits,
    split(x) {
      const count = exampleCount(`${who}.split`, x);
      if (count < splits + 1) {
        throw new RangeError(
          `${who}.split: ${splits} splits need at least ${splits + 1} examples, got ${count}`
        );
      }
      const size = testSize ?? Math.floor(count / (splits + 1));
      const first = count - splits * size;
      if (first - gap < 1) {
        throw new RangeError(
          `${who}.split: ${splits} validations of ${size} and a gap of ${gap} leave nothing to learn from of ${count} examples`
        );
      }
      return places(0, splits).map(part => {
        const start = first + part * size;
        const end = start - gap;
        return {
          training: places(Math.max(0, end - (maxTrainSize ?? end)), end),
          validation: places(start, start + size)
        };
      });
    }
  };
}
