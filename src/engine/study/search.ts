import { combinations, sampled } from './parameterGrid';
import { runSearch } from './runSearch';
import {
  readGrid,
  readRandom,
  type GridSearchOptions,
  type RandomSearchOptions
} from './searchOptions';
import type { SearchResult } from './searchResult';

/**
 * Tries every combination of settings on every split. As scikit-learn's `GridSearchCV`, with errors
 * that stay errors: the smallest is the best. Settings with which a training diverges, or a score is NaN
 * or infinite, come last, as with its `error_score=nan`, and the search goes on.
 *
 * @throws TypeError on a wrong option; RangeError when shapes do not fit; Error on a leak between
 *   preparation and validation, which it names, or when no combination of settings gives a number
 * @example
 * ```ts
 * const found = await gridSearch({
 *   estimator: ({ alpha }) => pipeline({ steps: { scaler: standardScaler() }, model: ridge({ alpha }) }),
 *   paramGrid: { alpha: [0, 1, 100] },
 *   x: [[1], [2], [3], [4], [5], [6]], y: [1, 2, 3, 4, 5, 6],
 *   cv: timeSeriesSplit({ splits: 2 })
 * });
 * found.bestParams.alpha; // 0
 * ```
 */
export async function gridSearch(
  options: GridSearchOptions
): Promise<SearchResult> {
  const who = 'gridSearch';
  const { paramGrid, ...settled } = readGrid(options);
  return runSearch(who, combinations(who, 'paramGrid', paramGrid), settled);
}

/**
 * Tries combinations of settings that are drawn at random. As scikit-learn's `RandomizedSearchCV`.
 * Those with which a training diverges come last, as in `gridSearch`.
 *
 * @throws TypeError on a wrong option; RangeError when shapes do not fit; Error on a leak between
 *   preparation and validation, which it names, or when no combination of settings gives a number
 * @example
 * ```ts
 * const found = await randomSearch({
 *   estimator: ({ alpha }) => pipeline({ model: ridge({ alpha }) }),
 *   paramDistributions: { alpha: distributions.logUniform(0.001, 100) },
 *   iterations: 4,
 *   x: [[1], [2], [3], [4], [5], [6]], y: [1, 2, 3, 4, 5, 6],
 *   cv: timeSeriesSplit({ splits: 2 })
 * });
 * found.cvResults.length; // 4
 * ```
 */
export async function randomSearch(
  options: RandomSearchOptions
): Promise<SearchResult> {
  const who = 'randomSearch';
  const { paramDistributions, iterations, seed, ...settled } =
    readRandom(options);
  const drawn = sampled(who, paramDistributions, iterations, seed);
  return runSearch(who, drawn, settled);
}
