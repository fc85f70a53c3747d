import { described } from '../base/described';
import type { Fold } from '../data/folds';
import { selectedRows } from '../models/dataset';
import type { Tensor } from '../tensor/tensor';
import { Diverged, requireConverged } from '../training/diverged';
import type { Parameters } from './parameterGrid';
import type { NetworkTraining } from './pipeline';
import { Pipeline, pipeline } from './pipeline';
import type { requireScoring } from './scoring';
import type { KnownScore } from './searchFile';
import type { SettledSearch } from './searchOptions';
import { Sequential } from '../models/sequential';

/** One training of a search. */
export interface Attempt {
  readonly params: Parameters;
  readonly seed: number;
  readonly fold: Fold;
  /** Under which name the file keeps its score. */
  readonly key: string;
}

/** What came of a training. */
export interface Trained {
  readonly pipe: Pipeline;
  /** Why it diverged; null where it did not. */
  readonly failure: string | null;
}

/**
 * Makes pipelines from settings and fits them, each new. That one diverges is a result of its
 * settings; what else is thrown is the caller's to hear.
 */
export function fittingOf(
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
  ): Promise<Trained> => {
    const pipe = requirePipeline(who, make(params, seed), made);
    const options = pipe.network ? { verbose: 0 as const, ...fit } : {};
    try {
      await (train
        ? pipe.fitBy(train, x, y, options)
        : pipe.fit(x, y, options));
      requireConverged(pipe.network?.variables ?? []);
    } catch (error) {
      if (error instanceof Diverged) {
        return { pipe, failure: error.message };
      }
      throw error;
    }
    return { pipe, failure: null };
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

/**
 * Scores trainings on the examples that they did not learn from. A score that is NaN or infinite is kept
 * as it is, with what it comes from.
 *
 * @throws RangeError when a scoring of one's own gives something else than a number
 */
export const scoringOf =
  (
    who: string,
    scoring: ReturnType<typeof requireScoring>,
    { x, y }: { readonly x: Tensor; readonly y: Tensor }
  ) =>
  (
    { params, seed, fold: { validation } }: Attempt,
    { pipe, failure }: Trained
  ): Omit<KnownScore, 'seconds'> => {
    if (failure !== null) {
      return { score: NaN, failure };
    }
    const score: unknown = scoring.of(
      pipe.answered(
        who,
        selectedRows(x, validation),
        selectedRows(y, validation)
      ),
      pipe.network?.compiled?.answer
    );
    if (typeof score !== 'number') {
      throw new RangeError(
        `${who}: the score of ${JSON.stringify(params)} with seed ${seed} is ${described(score)}`
      );
    }
    return Number.isFinite(score)
      ? { score }
      : { score, failure: `the score is ${score}` };
  };

/**
 * What the estimator of a search gave, as a pipeline that nothing has fitted.
 *
 * @param made what it gave before
 * @throws TypeError when it is something else; Error when it has seen examples already
 */
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

/** Makes a pipeline, or a compiled network, from settings and a seed. */
type Estimator = (params: never, seed: number) => Pipeline | Sequential;

/**
 * The estimator of a search, which refuses a setting that it never reads: all rows of it would be
 * one training under several names. What the first call leaves unread, the settings of other rows may
 * have read, so those are tried before anything is trained.
 *
 * @param candidates the settings of all rows
 */
function requireSettingsRead(
  who: string,
  make: Estimator,
  candidates: readonly Parameters[]
): (params: Parameters, seed: number) => Pipeline | Sequential {
  let checked = false;
  return (params, seed) => {
    if (checked) {
      return make(params as never, seed);
    }
    const unread = new Set(Object.keys(params));
    const noted = (some: Parameters) =>
      make(noting(some, name => unread.delete(name)) as never, seed);
    const made = noted(params);
    for (const other of candidates) {
      if (unread.size > 0 && other !== params) {
        noted(other);
      }
    }
    const [name] = unread;
    if (name !== undefined) {
      throw new Error(
        `${who}: estimator never reads '${name}', so its values would change nothing: read it from the settings (({ ${name} }) => …), or leave it out of the search`
      );
    }
    checked = true;
    return made;
  };
}

/** The settings, with a note of each that is read. Plain properties, so that a copy reads them all. */
function noting(params: Parameters, note: (name: string) => void): Parameters {
  const settings = {};
  for (const [name, value] of Object.entries(params)) {
    Object.defineProperty(settings, name, {
      enumerable: true,
      get() {
        note(name);
        return value;
      }
    });
  }
  return settings;
}
