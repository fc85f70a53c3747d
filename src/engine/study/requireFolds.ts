import { requireFunction, requireInteger, requireList } from '../base/check';
import { described } from '../base/described';
import type { Fold, Folds } from '../data/folds';
import { kFold } from '../data/kFold';
import { requireSeparate } from './searchLeaks';

/**
 * The splits of so many examples, as the option `cv` says.
 *
 * @throws TypeError on another `cv`; Error where a split trains on what it validates
 */
export function requireFolds(
  who: string,
  cv: unknown,
  count: number
): readonly Fold[] {
  if (typeof cv === 'number') {
    const splits = requireInteger(who, 'cv', cv, 2);
    return kFold({ splits }).split(count);
  }
  if (Array.isArray(cv) && cv.length > 0) {
    Array.from<unknown>(cv).forEach((fold, at) =>
      requireSeparate(who, at, fold, count)
    );
    return cv as readonly Fold[];
  }
  if (typeof cv !== 'object' || cv === null || !('split' in cv)) {
    throw new TypeError(
      `${who}: cv must be timeSeriesSplit(), kFold(), a number of parts or a list of { training, validation }, got ${described(cv)}`
    );
  }
  requireFunction(who, 'cv.split', cv.split);
  const found = requireList(
    who,
    'what cv.split returns',
    (cv as Folds).split(count)
  );
  if (found.length === 0) {
    throw new RangeError(`${who}: cv.split must return at least one split`);
  }
  found.forEach((fold, at) => requireSeparate(who, at, fold, count));
  return found;
}
