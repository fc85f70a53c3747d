import { range, selectedRows, trainedCount } from '../models/dataset';
import type { HeldOut } from '../models/examples';
import { Tensor } from '../tensor/tensor';
import type { TensorLike } from '../tensor/tensor';
import { requireTokens } from './tokens';
import type { TwoNetworks } from './twoNetworks';

/** Token ids of sources and what is to be written, row by row. */
export interface Pairs {
  /** `[N, S]` */
  readonly source: Tensor;
  /** `[N, T]` */
  readonly target: Tensor;
}

/** Checked pairs. */
export function pairs(
  who: string,
  model: TwoNetworks,
  source: TensorLike,
  target: TensorLike
): Pairs {
  const s = requireTokens(who, 'source', source, model.sourceSize);
  const t = requireTokens(who, 'target', target, model.targetSize);
  if (s.shape[0] !== t.shape[0]) {
    throw new RangeError(
      `${who}: source holds ${s.shape[0]} sequences, but target ${t.shape[0]}`
    );
  }
  return { source: s, target: t };
}

/** Some of the pairs, in this order. */
export function somePairs(
  { source, target }: Pairs,
  rows: ArrayLike<number>
): Pairs {
  return {
    source: selectedRows(source, rows),
    target: selectedRows(target, rows)
  };
}

/** What is learned from, and what is held out. */
export function splitPairs(
  who: string,
  model: TwoNetworks,
  all: Pairs,
  options: HeldOut
): { training: Pairs; validation: Pairs | null } {
  if (options.validationData !== undefined) {
    const pair: unknown = options.validationData;
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new TypeError(`${who}: validationData must be [source, target]`);
    }
    const [source, target] = options.validationData;
    return {
      training: all,
      validation: pairs(`${who}: validationData`, model, source, target)
    };
  }
  const count = all.source.shape[0];
  const kept = trainedCount(who, options.validationSplit, count);
  return kept === count
    ? { training: all, validation: null }
    : {
        training: somePairs(all, range(0, kept)),
        validation: somePairs(all, range(kept, count))
      };
}

/** `[N, T]`: 1 where a token is to be written. */
export function realTokens(target: Tensor): Tensor {
  return new Tensor(
    Float64Array.from(target.values, id => Number(id !== 0)),
    target.shape
  );
}
