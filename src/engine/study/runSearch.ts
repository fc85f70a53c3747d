import {
  requireKnown,
  requirePath,
  requireFunction,
  requireInteger,
  requireList
} from '../base/check';
import { host } from '../base/host';
import { progressLine } from '../base/progressLine';
import type { Fold, Folds } from '../data/folds';
import { requireExamples, selectedRows } from '../models/dataset';
import { fitNames } from '../models/fit';
import type { Tensor } from '../tensor/tensor';
import { requireBaseline } from './baseline';
import type { Parameters } from './parameterGrid';
import type { Pipeline } from './pipeline';
import { requireSeeds } from './requireSeeds';
import { requireScoring } from './scoring';
import {
  fittingOf,
  scoringOf,
  type Attempt,
  type Trained
} from './searchAttempts';
import { searchFile, type KnownScore, type SearchFile } from './searchFile';
import { requireNotScaled, requireSeparate } from './searchLeaks';
import { digestOf } from '../tensor/digest';
import type { SettledSearch } from './searchOptions';
import {
  searchResult,
  settingsText,
  type SearchParts,
  type SearchResult
} from './searchResult';
import { SearchInterrupted, trainingsOf } from './searchTrainings';
import { described } from '../base/described';
import { kFold } from '../data/kFold';

/** What both searches do with their combinations of settings. */
export async function runSearch(
  who: string,
  candidates: readonly Parameters[],
  settled: SettledSearch
): Promise<SearchResult> {
  const { x, y } = requireTables(who, settled);
  requireKnown(`${who}: fit`, settled.fit, fitNames);
  const folds = requireFolds(who, settled.cv, x.shape[0]);
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
  const fitted = fittingOf(who, settled, candidates, seeds[0]);
  const scoreOf = scoringOf(who, scoring, { x, y });
  const of = candidates.length * folds.length * seeds.length;
  const keysOf = searchKeys(settled, { x, y }, scoring.name, of);
  const splits = folds.map(fold => ({ fold, keyOf: keysOf(fold) }));
  const attempts = candidates.map(params =>
    splits.flatMap(({ fold, keyOf }) =>
      seeds.map(seed => ({ params, seed, fold, key: keyOf(params, seed) }))
    )
  );
  const waiting = untrained(attempts.flat(), known, file !== undefined);
  const line = progressLine(who, settled.verbose !== 0);
  let done = 0;
  let failed = 0;
  let last = '';
  const howFar = (): string =>
    [
      `${done} of ${of} trainings`,
      ...(trainings.how === null ? [] : [` ${trainings.how}`]),
      ...(failed === 0 ? [] : [`, ${failed} of them without a number`]),
      ...(file === undefined ? [] : [`, kept in ${file}`]),
      ...(done === of || last === '' ? [] : [`; last ${last}`])
    ].join('');
  const trainings = trainingsOf(
    waiting.map(
      attempt => train =>
        fitted(
          attempt,
          selectedRows(x, attempt.fold.training),
          selectedRows(y, attempt.fold.training),
          train
        )
    ),
    settled.threads,
    () => line.at(howFar())
  );
  const interruption = () =>
    new Error(
      `${who}: interrupted after ${done} of ${of} trainings; ${file === undefined ? "with file: 'search.json' the scores would be kept" : `the scores are kept in ${file}, the same search goes on from there`}`
    );
  const scored = async (attempt: Attempt): Promise<KnownScore> => {
    const { params, seed, key } = attempt;
    let found = known.scores[key];
    if (!found) {
      const start = host().now();
      const trained = await trainings.next();
      found = {
        ...scoreOf(attempt, trained),
        seconds: (trainings.before(trained) + host().now() - start) / 1000
      };
      await known.keep(key, found);
    }
    done++;
    failed += Number(found.failure !== undefined);
    last = `${settingsText(params)}, seed ${seed}: ${found.failure ?? `${scoring.name} ${Number(found.score.toPrecision(4))}`}`;
    line.at(howFar());
    progress?.({ done, of, params, seed, score: found.score });
    await host().pause();
    if (host().interrupted()) {
      throw new SearchInterrupted();
    }
    return found;
  };
  /** Scores what other threads had finished before its turn: it would be trained again. */
  const keepFinished = async (): Promise<void> => {
    for (const [at, trained] of file === undefined
      ? []
      : trainings.finished()) {
      const seconds = trainings.before(trained) / 1000;
      const score = scoreOf(waiting[at], trained);
      await known.keep(waiting[at].key, { ...score, seconds });
      done++;
    }
  };

  const rows: SearchParts['rows'][number][] = [];
  try {
    for (const [at, params] of candidates.entries()) {
      const found: KnownScore[] = [];
      for (const attempt of attempts[at]) {
        found.push(await scored(attempt));
      }
      rows.push({
        params,
        scores: found.map(({ score }) => score),
        seconds: found.reduce((sum, { seconds }) => sum + seconds, 0),
        ...firstFailure(found)
      });
    }
  } catch (error) {
    if (!(error instanceof SearchInterrupted)) {
      throw error;
    }
    trainings.end();
    await keepFinished();
    throw interruption();
  } finally {
    trainings.end();
  }
  line.end(howFar(), trainings.stayed || failed > 0);
  requireSomeNumber(who, rows);
  const { name, unit, greaterIsBetter } = scoring;
  const parts = {
    scoring: { name, ...(unit !== undefined && { unit }), greaterIsBetter },
    rows,
    ...(against && { baseline: against }),
    ...(settled.title !== undefined && { title: settled.title }),
    ...(trainings.how !== null && { how: trainings.how })
  };
  const { bestParams } = searchResult({ ...parts, bestEstimator: null });
  return searchResult({
    ...parts,
    bestEstimator: refit
      ? await refitted(who, bestParams, () =>
          fitted({ params: bestParams, seed: seeds[0] }, x, y)
        )
      : null
  });
}

/** The first of the reasons why scores are no numbers, where some are none. */
function firstFailure(found: readonly KnownScore[]): {
  readonly failure?: string;
} {
  const failure = found.find(each => each.failure !== undefined)?.failure;
  return failure === undefined ? {} : { failure };
}

/** @throws Error when there is no combination of settings of which all scores are numbers */
function requireSomeNumber(who: string, rows: SearchParts['rows']): void {
  if (rows.every(({ failure }) => failure !== undefined)) {
    const [{ params, failure }] = rows;
    throw new Error(
      `${who}: ${rows.length === 1 ? 'the only combination of settings did not give a number' : `none of the ${rows.length} combinations of settings gave a number on every split and seed`}. ` +
        `${rows.length === 1 ? 'It is' : 'The first is'} ${JSON.stringify(params)}: ${failure}. ` +
        'Look at the learning rate (a lower one), at clipNorm of the optimizer, at the scaling of x and y (standardScaler in a pipeline), and at scoring if it is your own'
    );
  }
}

/** @throws Error when the training with the best settings diverges on all examples */
async function refitted(
  who: string,
  params: Parameters,
  fitted: () => Promise<Trained>
): Promise<Pipeline> {
  const { pipe, failure } = await fitted();
  if (failure !== null) {
    throw new Error(
      `${who}: the best settings, ${JSON.stringify(params)}, gave a number on every split, but not on all examples together: ${failure}. With refit: false the search gives its scores`
    );
  }
  return pipe;
}

/** @throws RangeError when there are unlike numbers of them; Error when they were scaled together */
function requireTables(
  who: string,
  given: Pick<SettledSearch, 'x' | 'y'>
): { readonly x: Tensor; readonly y: Tensor } {
  const x = requireExamples(who, 'x', given.x);
  const y = requireExamples(who, 'y', given.y);
  if (x.shape[0] !== y.shape[0]) {
    throw new RangeError(
      `${who}: x holds ${x.shape[0]} examples, but y ${y.shape[0]}`
    );
  }
  requireNotScaled(who, x, y);
  return { x, y };
}

/** Attempts without a score; those under one name are tried once where a file keeps the first. */
function untrained(
  attempts: readonly Attempt[],
  known: SearchFile,
  keeps: boolean
): readonly Attempt[] {
  const seen = new Set<string>();
  return attempts.filter(({ key }) => {
    const isNew = !known.scores[key] && !(keeps && seen.has(key));
    seen.add(key);
    return isNew;
  });
}

/** Options of training that show it, or say where it is from, and change nothing about it. */
const shown: readonly string[] = ['shipped', 'verbose', 'title'];

/**
 * Under which name a file keeps the score of a training: it holds what decides a score, so that the
 * scores of another search are not taken for those of this one. What an estimator makes shows only in
 * its settings.
 *
 * @param scored what the score is called
 * @param of how many trainings the search has
 */
function searchKeys(
  { scoring, fit }: SettledSearch,
  { x, y }: { readonly x: Tensor; readonly y: Tensor },
  scored: string,
  of: number
): (fold: Fold) => (params: Parameters, seed: number) => string {
  const learned = Object.fromEntries(
    Object.entries(fit).filter(([name]) => !shown.includes(name))
  );
  const search = digestOf([scoring, learned, x, y]);
  return ({ training, validation }) => {
    const places = digestOf([training, validation]);
    return (params, seed) =>
      JSON.stringify([
        params,
        seed,
        scored,
        of,
        digestOf([search, places, params])
      ]);
  };
}

/**
 * The splits of so many examples, as the option `cv` says.
 *
 * @throws TypeError on another `cv`; Error where a split trains on what it validates
 */
function requireFolds(
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
