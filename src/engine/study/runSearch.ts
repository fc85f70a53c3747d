import { requireKnown, requirePath } from '../base/check';
import { described } from '../base/described';
import { host } from '../base/host';
import type { Fold } from '../data/folds';
import { requireExamples, rowsOf } from '../models/dataset';
import { fitNames } from '../models/fit';
import type { Tensor } from '../tensor/tensor';
import { requireBaseline } from './baseline';
import type { Parameters } from './parameterGrid';
import type { NetworkTraining, Pipeline } from './pipeline';
import { requireFolds } from './requireFolds';
import { requirePipeline } from './requirePipeline';
import { requireSeeds } from './requireSeeds';
import { requireSettingsRead } from './requireSettingsRead';
import { requireScoring } from './scoring';
import { searchFile, type KnownScores, type SearchFile } from './searchFile';
import { requireNotScaled } from './searchLeaks';
import { searchLine } from './searchLine';
import type { SettledSearch } from './searchOptions';
import {
  searchResult,
  settingsText,
  type SearchParts,
  type SearchResult
} from './searchResult';
import { SearchInterrupted, trainingsOf } from './searchTrainings';

/** One training of a search. */
interface Attempt {
  readonly params: Parameters;
  readonly seed: number;
  readonly fold: Fold;
  /** Under which name the file keeps its score. */
  readonly key: string;
}

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
  const of = candidates.length * folds.length * seeds.length;
  // Scores of other examples under the same settings are not taken for these.
  const print = [...x.shape, checksum(x), checksum(y)];
  const attempts = candidates.map(params =>
    folds.flatMap((fold, at) =>
      seeds.map(seed => ({
        params,
        seed,
        fold,
        key: JSON.stringify([params, at, seed, scoring.name, of, print])
      }))
    )
  );
  const waiting = untrained(attempts.flat(), known, file !== undefined);
  const line = searchLine(who, settled.verbose !== 0);
  let done = 0;
  let last = '';
  const howFar = (): string =>
    [
      `${done} of ${of} trainings`,
      ...(trainings.how === null ? [] : [` ${trainings.how}`]),
      ...(file === undefined ? [] : [`, kept in ${file}`]),
      ...(done === of || last === '' ? [] : [`; last ${last}`])
    ].join('');
  const trainings = trainingsOf(
    waiting.map(
      attempt => train =>
        fitted(
          attempt,
          rowsOf(x, attempt.fold.training),
          rowsOf(y, attempt.fold.training),
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
  const scoreOf = ({ fold }: Attempt, pipe: Pipeline): number =>
    scoring.of(
      rowsOf(y, fold.validation),
      pipe.predict(rowsOf(x, fold.validation)),
      pipe.network?.compiled?.answer
    );
  const scored = async (attempt: Attempt): Promise<KnownScores[string]> => {
    const { params, seed, key } = attempt;
    let found = known.scores[key];
    if (!found) {
      const start = host().now();
      const pipe = await trainings.next();
      const score = scoreOf(attempt, pipe);
      if (!Number.isFinite(score)) {
        throw new RangeError(
          `${who}: the score of ${JSON.stringify(params)} with seed ${seed} is ${described(score)}`
        );
      }
      found = {
        score,
        seconds: (trainings.before(pipe) + host().now() - start) / 1000
      };
      await known.keep(key, found);
    }
    done++;
    last = `${settingsText(params)}, seed ${seed}: ${scoring.name} ${Number(found.score.toPrecision(4))}`;
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
    for (const [at, pipe] of file === undefined ? [] : trainings.finished()) {
      const score = scoreOf(waiting[at], pipe);
      if (Number.isFinite(score)) {
        const seconds = trainings.before(pipe) / 1000;
        await known.keep(waiting[at].key, { score, seconds });
        done++;
      }
    }
  };

  const rows: SearchParts['rows'][number][] = [];
  try {
    for (const [at, params] of candidates.entries()) {
      const found: KnownScores[string][] = [];
      for (const attempt of attempts[at]) {
        found.push(await scored(attempt));
      }
      rows.push({
        params,
        scores: found.map(({ score }) => score),
        seconds: found.reduce((sum, { seconds }) => sum + seconds, 0)
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
  line.end(howFar(), trainings.stayed);
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
      ? await fitted({ params: bestParams, seed: seeds[0] }, x, y)
      : null
  });
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
  requireNotScaled(who, 'x', x);
  requireNotScaled(who, 'y', y);
  return { x, y };
}

/** Makes pipelines from settings and fits them, each new. */
function fittingOf(
  who: string,
  { estimator, fit }: SettledSearch,
  candidates: readonly Parameters[],
  firstSeed: number
) {
  const make = requireSettingsRead(who, estimator, candidates);
  requireNetworkFor(who, fit, candidates, params =>
    requirePipeline(who, make(params, firstSeed), new Set())
  );
  const made = new Set<unknown>();
  return async (
    { params, seed }: Pick<Attempt, 'params' | 'seed'>,
    x: Tensor,
    y: Tensor,
    train?: NetworkTraining
  ): Promise<Pipeline> => {
    const pipe = requirePipeline(who, make(params, seed), made);
    const options = pipe.network ? { verbose: 0 as const, ...fit } : {};
    await (train ? pipe.fitBy(train, x, y, options) : pipe.fit(x, y, options));
    return pipe;
  };
}

/**
 * Throws on options of training where none of the settings gives a network that could take them.
 *
 * @throws TypeError that names the first of them
 */
function requireNetworkFor(
  who: string,
  fit: SettledSearch['fit'],
  candidates: readonly Parameters[],
  pipelineOf: (params: Parameters) => Pipeline
): void {
  const given = Object.entries(fit).find(([, value]) => value !== undefined);
  if (given && candidates.every(params => !pipelineOf(params).network)) {
    throw new TypeError(
      `${who}: fit: '${given[0]}' is for the training of a network, but none of these settings makes one; leave it out`
    );
  }
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

/** Differs where numbers differ or stand elsewhere. */
function checksum({ values }: Tensor): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) {
    sum = (sum * 0.999 + values[at]) % 1e12;
  }
  return sum;
}
