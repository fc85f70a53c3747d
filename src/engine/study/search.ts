import { requireFunction, requireInteger, requirePath } from '../base/check';
import { described } from '../base/described';
import { host } from '../base/host';
import {
  anything,
  callable,
  flag,
  integer,
  object,
  options as reader,
  text
} from '../base/options';
import type { Fold, Folds } from '../data/folds';
import { kFold } from '../data/kFold';
import { requireExamples, rowsOf } from '../models/dataset';
import type { FitOptions } from '../models/fit';
import { Sequential } from '../models/sequential';
import type { Tensor, TensorLike } from '../tensor/tensor';
import type { MetricName } from '../training/metrics';
import { requireBaseline, type Baseline } from './baseline';
import {
  combinations,
  sampled,
  type ParameterDistributions,
  type ParameterGrid,
  type Parameters
} from './parameterGrid';
import { Pipeline, pipeline } from './pipeline';
import { requireSeeds } from './requireSeeds';
import { requireScoring, type Scoring } from './scoring';
import { searchFile, type KnownScores } from './searchFile';
import { searchResult, type SearchResult } from './searchResult';
import { requireNotScaled, requireSeparate } from './searchLeaks';

/** How far a search is. */
export interface SearchProgress {
  /** How many of the trainings are done. */
  readonly done: number;
  readonly of: number;
  /** The one that was done last. */
  readonly params: Parameters;
  readonly seed: number;
  readonly score: number;
}

interface SearchOptions {
  /** Makes a new pipeline, or a compiled network, from settings and a seed. */
  estimator: (params: never, seed: number) => Pipeline | Sequential;
  /** Unscaled: each training fits its own scaler, in its pipeline. */
  x: TensorLike;
  y: TensorLike;
  /** How the examples are split: `timeSeriesSplit()`, `kFold()`, a number of parts, or the splits themselves. Default 5. */
  cv?: number | Folds | readonly Fold[];
  /** What is compared. Default `meanSquaredError`. */
  scoring?: MetricName | Scoring;
  /** A number (seeds 1, 2, …) or the seeds themselves. Default 1. */
  seeds?: number | readonly number[];
  /** Fits the best settings on all examples. Default true. */
  refit?: boolean;
  /** How networks are trained, beside what their pipelines say. */
  fit?: FitOptions;
  baseline?: Baseline;
  /** A file that keeps each score as soon as it is there: the same search goes on from it. */
  file?: string;
  /** Called after each training. */
  progress?: (now: SearchProgress) => void;
  title?: string;
}

export interface GridSearchOptions extends SearchOptions {
  paramGrid: ParameterGrid;
}

export interface RandomSearchOptions extends SearchOptions {
  paramDistributions: ParameterDistributions;
  /** How many combinations are drawn. Default 10. */
  iterations?: number;
  /** Of the drawing. Default 0. */
  seed?: number;
}

const fields = {
  estimator: callable<SearchOptions['estimator']>(),
  x: anything<TensorLike>(),
  y: anything<TensorLike>(),
  cv: anything<NonNullable<SearchOptions['cv']>>().or(5),
  scoring: anything<MetricName | Scoring>().or('meanSquaredError'),
  seeds: anything<number | readonly number[]>().or(1),
  refit: flag.or(true),
  fit: object<FitOptions>().or({}),
  baseline: anything<Baseline | undefined>(),
  file: text.optional(),
  progress: callable<(now: SearchProgress) => void>().optional(),
  title: text.optional()
};
const readGrid = reader('gridSearch', {
  ...fields,
  paramGrid: anything<ParameterGrid>()
});
const readRandom = reader('randomSearch', {
  ...fields,
  paramDistributions: anything<ParameterDistributions>(),
  iterations: integer().or(10),
  seed: integer(0).or(0)
});

/**
 * Tries every combination of settings on every split. As scikit-learn's `GridSearchCV`, with errors
 * that stay errors: the smallest is the best.
 *
 * @throws TypeError on a wrong option; RangeError when shapes do not fit; Error on a leak between
 *   preparation and validation, which it names
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
export function gridSearch(options: GridSearchOptions): Promise<SearchResult> {
  return attempted('gridSearch', () => {
    const { paramGrid, ...rest } = readGrid(options);
    return [combinations('gridSearch', 'paramGrid', paramGrid), rest];
  });
}

/**
 * Tries combinations of settings that are drawn at random. As scikit-learn's `RandomizedSearchCV`.
 *
 * @throws TypeError on a wrong option; RangeError when shapes do not fit; Error on a leak between
 *   preparation and validation, which it names
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
export function randomSearch(
  options: RandomSearchOptions
): Promise<SearchResult> {
  return attempted('randomSearch', () => {
    const { paramDistributions, iterations, seed, ...rest } =
      readRandom(options);
    return [
      sampled('randomSearch', paramDistributions, iterations, seed),
      rest
    ];
  });
}

type Settled = Omit<ReturnType<typeof readGrid>, 'paramGrid'>;

/** One training of a search. */
interface Attempt {
  readonly params: Parameters;
  readonly seed: number;
  readonly fold: Fold;
  /** Under which name the file keeps its score. */
  readonly key: string;
}

async function attempted(
  who: string,
  settle: () => [readonly Parameters[], Settled]
): Promise<SearchResult> {
  const [candidates, settled] = settle();
  const x = requireExamples(who, 'x', settled.x);
  const y = requireExamples(who, 'y', settled.y);
  if (x.shape[0] !== y.shape[0]) {
    throw new RangeError(
      `${who}: x holds ${x.shape[0]} examples, but y ${y.shape[0]}`
    );
  }
  requireNotScaled(who, 'x', x);
  requireNotScaled(who, 'y', y);
  const folds = requireFolds(who, settled.cv, x);
  const seeds = requireSeeds(who, settled.seeds);
  const scoring = requireScoring(who, settled.scoring);
  const { baseline, file, progress, refit } = settled;
  const against =
    baseline === undefined || baseline === null
      ? undefined
      : requireBaseline(who, baseline);
  const known = await searchFile(
    who,
    file === undefined ? null : requirePath(`${who}: file`, file)
  );
  const made = new Set<unknown>();
  const fitted = async (
    { params, seed }: Pick<Attempt, 'params' | 'seed'>,
    inputs: Tensor,
    answers: Tensor
  ) => {
    const pipe = requirePipeline(
      who,
      settled.estimator(params as never, seed),
      made
    );
    await pipe.fit(
      inputs,
      answers,
      pipe.network ? { verbose: 0, ...settled.fit } : {}
    );
    return pipe;
  };
  const of = candidates.length * folds.length * seeds.length;
  // Scores of other examples under the same settings are not taken for these.
  const print = [...x.shape, checksum(x), checksum(y)];
  let done = 0;
  const scored = async (attempt: Attempt): Promise<KnownScores[string]> => {
    const { params, seed, fold, key } = attempt;
    let found = known.scores[key];
    if (!found) {
      const start = host().now();
      const pipe = await fitted(
        attempt,
        rowsOf(x, fold.training),
        rowsOf(y, fold.training)
      );
      const score = scoring.of(
        rowsOf(y, fold.validation),
        pipe.predict(rowsOf(x, fold.validation))
      );
      if (!Number.isFinite(score)) {
        throw new RangeError(
          `${who}: the score of ${JSON.stringify(params)} with seed ${seed} is ${described(score)}`
        );
      }
      found = { score, seconds: (host().now() - start) / 1000 };
      await known.keep(key, found);
    }
    done++;
    progress?.({ done, of, params, seed, score: found.score });
    await host().pause();
    if (host().interrupted()) {
      throw new Error(
        `${who}: interrupted after ${done} of ${of} trainings; ${file === undefined ? "with file: 'search.json' the scores would be kept" : `the scores are kept in ${file}, the same search goes on from there`}`
      );
    }
    return found;
  };

  const rows = [];
  for (const params of candidates) {
    const found: KnownScores[string][] = [];
    for (const [at, fold] of folds.entries()) {
      for (const seed of seeds) {
        const key = JSON.stringify([params, at, seed, scoring.name, of, print]);
        found.push(await scored({ params, seed, fold, key }));
      }
    }
    rows.push({
      params,
      scores: found.map(({ score }) => score),
      seconds: found.reduce((sum, { seconds }) => sum + seconds, 0)
    });
  }
  const { name, unit, greaterIsBetter } = scoring;
  const parts = {
    scoring: { name, ...(unit !== undefined && { unit }), greaterIsBetter },
    rows,
    ...(against && { baseline: against }),
    ...(settled.title !== undefined && { title: settled.title })
  };
  const { bestParams } = searchResult({ ...parts, bestEstimator: null });
  return searchResult({
    ...parts,
    bestEstimator: refit
      ? await fitted({ params: bestParams, seed: seeds[0] }, x, y)
      : null
  });
}

/** Differs where numbers differ or stand elsewhere. */
function checksum({ values }: Tensor): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) {
    sum = (sum * 0.999 + values[at]) % 1e12;
  }
  return sum;
}

function requirePipeline(
  who: string,
  given: unknown,
  made: Set<unknown>
): Pipeline {
  const known = given instanceof Pipeline ? (given.network ?? given) : given;
  if (made.has(known)) {
    throw new Error(
      `${who}: a leak: estimator gave the same model twice, which has seen the validation of other splits; make a new one at each call`
    );
  }
  made.add(known);
  if (given instanceof Pipeline) {
    if (given.fitted) {
      throw new Error(
        `${who}: a leak: estimator gave a pipeline that was fitted already; make a new one at each call`
      );
    }
    return given;
  }
  if (given instanceof Sequential) {
    return pipeline({ model: given });
  }
  throw new TypeError(
    `${who}: estimator must return a pipeline or a compiled network, got ${described(given)}`
  );
}

function requireFolds(who: string, cv: unknown, x: Tensor): readonly Fold[] {
  const count = x.shape[0];
  if (typeof cv === 'number') {
    const splits = requireInteger(who, 'cv', cv, 2);
    return kFold({ splits }).split(count);
  }
  if (Array.isArray(cv) && cv.length > 0) {
    cv.forEach((fold, at) => requireSeparate(who, at, fold, count));
    return cv as readonly Fold[];
  }
  if (typeof cv !== 'object' || cv === null || !('split' in cv)) {
    throw new TypeError(
      `${who}: cv must be timeSeriesSplit(), kFold(), a number of parts or a list of { training, validation }, got ${described(cv)}`
    );
  }
  requireFunction(who, 'cv.split', cv.split);
  const found = (cv as Folds).split(count);
  found.forEach((fold, at) => requireSeparate(who, at, fold, count));
  return found;
}
