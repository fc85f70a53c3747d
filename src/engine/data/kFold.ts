import { flag, integer, options as reader, seed } from '../base/options';
import { random } from '../base/random';
import { exampleCount, places, type Folds } from './folds';

export interface KFoldOptions {
  /** How many parts; each is held out once. Default 5. */
  splits?: number;
  /** Deals the examples out at random first. Default false: the parts are stretches in order. */
  shuffle?: boolean;
  /** Of the shuffling; needs `shuffle: true`. */
  seed?: number;
}

const read = reader('kFold', {
  splits: integer(2).or(5),
  shuffle: flag.or(false),
  seed
});

/**
 * Splits examples into parts of equal size; each is held out once, the others are learned from. As
 * scikit-learn's `KFold`. For series `timeSeriesSplit` is the honest one: here the training also
 * holds what came after the validation.
 *
 * @throws TypeError on a wrong option, or a seed without `shuffle`
 * @example
 * ```ts
 * const [first] = kFold({ splits: 3 }).split(7);
 * first.validation; // [0, 1, 2]
 * first.training; // [3, 4, 5, 6]
 * ```
 */
export function kFold(options: KFoldOptions = {}): Folds {
  const who = 'kFold';
  const { splits, shuffle, seed: given } = read(options);
  if (given !== undefined && !shuffle) {
    throw new TypeError(
      `${who}: a seed is of the shuffling, but shuffle is false; set shuffle: true or leave the seed out`
    );
  }
  return {
    splits,
    split(x) {
      const count = exampleCount(`${who}.split`, x);
      if (count < splits) {
        throw new RangeError(
          `${who}.split: ${splits} parts need at least as many examples, got ${count}`
        );
      }
      const order = shuffle
        ? Array.from(random(given ?? 0, 'kFold').permutation(count))
        : places(0, count);
      let from = 0;
      return places(0, splits).map(part => {
        // As in scikit-learn, the first parts have the examples that are left over.
        const size = Math.floor(count / splits) + Number(part < count % splits);
        const held = new Set(order.slice(from, from + size));
        from += size;
        const all = places(0, count);
        return {
          training: all.filter(at => !held.has(at)),
          validation: all.filter(at => held.has(at))
        };
      });
    }
  };
}
