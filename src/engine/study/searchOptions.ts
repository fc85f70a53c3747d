import { described } from '../base/described';
import {
  anything,
  callable,
  flag,
  integer,
  object,
  Option,
  options as reader,
  text
} from '../base/options';
import type { Fold, Folds } from '../data/folds';
import { verbose, type Verbose } from '../models/dataset';
import type { FitOptions } from '../models/fit';
import type { Sequential } from '../models/sequential';
import type { TensorLike } from '../tensor/tensor';
import type { MetricName } from '../training/metrics';
import type { Baseline } from './baseline';
import type {
  ParameterDistributions,
  ParameterGrid,
  Parameters
} from './parameterGrid';
import type { Pipeline } from './pipeline';
import type { Scoring } from './scoring';

/** How far a search is. */
export interface SearchProgress {
  /** How many of the trainings are done. */
  readonly done: number;
  readonly of: number;
  /** The one that was done last. */
  readonly params: Parameters;
  readonly seed: number;
  /** NaN where the training diverged. */
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
  /** How networks are trained, beside what their pipelines say; of other models among them nothing is asked. */
  fit?: FitOptions;
  baseline?: Baseline;
  /**
   * A file that keeps each score as soon as it is there: the same search goes on from it. One with other
   * settings, seeds, examples, splits, scoring or options of `fit` starts over, and keeps its scores
   * beside those. A scoring of your own and callbacks are known by their source text, which does not show
   * what they read from around them, such as the options of `callbacks.earlyStopping`; what `estimator`
   * makes is not looked at. Name another file when you change one of these alone.
   */
  file?: string;
  /**
   * How many networks are trained at once, each in a thread of its own: a number, of which no more
   * start than the machine has cores, or `'auto'` for its cores less one. The scores are those of one
   * after the other, to the last digit. Your `estimator` and `scoring` stay in the notebook; the
   * networks that they make are sent. What cannot be sent is trained in the notebook, and the search
   * says why: layers, losses and metrics of your own, callbacks, models other than networks, and
   * everything in a web page, where there are no threads. Threads take some tenths of a second to warm
   * up, so a search of one second gets slower and one of many seconds faster. Default 1: one after the
   * other, in the notebook.
   */
  threads?: number | 'auto';
  /** Called after each training, in the order of the settings. */
  progress?: (now: SearchProgress) => void;
  /** 0 shows no line of how far a long search is. Default 1. */
  verbose?: Verbose;
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

const threadCount = new Option<number | 'auto'>((who, name, value) => {
  if (value === 'auto' || (Number.isSafeInteger(value) && Number(value) > 0)) {
    return value as number | 'auto';
  }
  throw new TypeError(
    `${who}: ${name} must be a whole number of at least 1, or 'auto' for the cores of the machine less one, got ${described(value)}`
  );
});

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
  threads: threadCount.or(1),
  progress: callable<(now: SearchProgress) => void>().optional(),
  verbose,
  title: text.optional()
};

export const readGrid = reader('gridSearch', {
  ...fields,
  paramGrid: anything<ParameterGrid>()
});

export const readRandom = reader('randomSearch', {
  ...fields,
  paramDistributions: anything<ParameterDistributions>(),
  iterations: integer().or(10),
  seed: integer(0).or(0)
});

/** What both searches share, every default filled in. */
export type SettledSearch = Omit<ReturnType<typeof readGrid>, 'paramGrid'>;
