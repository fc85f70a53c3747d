import { requireInteger } from '../base/check';
import { described } from '../base/described';
import { asTensor, type TensorLike } from '../tensor/tensor';

/** Which examples one training learns from, and which it is scored on: their places along the first axis. */
export interface Fold {
  readonly training: readonly number[];
  readonly validation: readonly number[];
}

/** A way to split examples several times. Made by `kFold` and `timeSeriesSplit`. */
export interface Folds {
  /** How many splits it makes. */
  readonly splits: number;
  /**
   * The splits of some examples.
   *
   * @param x the examples, along the first axis, or how many there are
   * @throws RangeError when there are too few
   */
  split(x: TensorLike): Fold[];
}

/** Their numbers lie in lists, one for each fold. */
const MOST_EXAMPLES = 1e7;

/** How many examples `split` was given. */
export function exampleCount(who: string, x: unknown): number {
  if (typeof x === 'number') {
    const count = requireInteger(who, 'x', x);
    if (count > MOST_EXAMPLES) {
      throw new RangeError(
        `${who}: x must be at most ${MOST_EXAMPLES} examples, got ${count}`
      );
    }
    return count;
  }
  if (x === null || x === undefined || typeof x === 'boolean') {
    throw new TypeError(
      `${who}: x must hold examples along its first axis, or be their number, got ${described(x)}`
    );
  }
  const { shape, size } = asTensor(x as TensorLike, `${who}: x`);
  if (size === 0) {
    throw new RangeError(`${who}: x holds no examples`);
  }
  return shape[0] ?? 1;
}

/** The whole numbers from `from` (included) to `to` (excluded). */
export function places(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}
