import { requireKnown } from '../base/check';
import { RunOfNetwork } from '../run/run';
import type { Showable } from '../base/showable';
import type { TensorLike } from '../tensor/tensor';
import { described } from '../base/described';
import type { MetricName } from '../training/metrics';
import type { Metric } from '../tensor/metric';
import { requireMetric } from '../training/requireMetric';
import type { Baseline } from './baseline';
import { requireBaseline } from './baseline';
import type { RowMetric } from './comparisonOfRuns';
import { summarize } from './scores';
import type { Study } from './studyResult';

/** Scores that were measured elsewhere. */
export interface Scores {
  /** What was measured: `mean error`. */
  readonly name: string;
  readonly unit?: string;
  /** For each run a number, or one number for each seed. */
  readonly values: readonly (number | readonly number[])[];
}

/** Where the held-out scores of a comparison come from: `testData`, `study` or `scores`. */
export interface HeldOutOptions {
  /** Examples `[x, y]` that no network learned from: each run's own network is scored on them. */
  readonly testData?: readonly [TensorLike, TensorLike];
  /** With `testData`: which score. Default: the first metric of `compile`, else the loss. */
  readonly metric?: MetricName | Metric | 'loss';
  /** The same networks trained from several seeds: mean and spread of each. */
  readonly study?: Study;
  readonly scores?: Scores;
  /** The score of a simple answer: `{ name: 'same as yesterday', value: 2.2 }`. */
  readonly baseline?: Baseline;
}

export const heldOutNames = [
  'testData',
  'metric',
  'study',
  'scores',
  'baseline'
] as const satisfies readonly (keyof HeldOutOptions)[];

/**
 * One held-out score a run, or null when none is asked for.
 *
 * @throws TypeError when two sources are named, or an option is wrong; RangeError when the scores
 *   are not one a run
 */
export function heldOutMetrics(
  who: string,
  runs: readonly Showable[],
  options: HeldOutOptions
): readonly RowMetric[] | null {
  requireKnown(who, options, heldOutNames);
  const { testData, metric, study, scores } = options;
  const sources = (['testData', 'study', 'scores'] as const).filter(
    name => options[name] !== undefined
  );
  if (sources.length > 1) {
    throw new TypeError(
      `${who}: held-out scores come from one place, got ${sources.join(' and ')}`
    );
  }
  if (metric !== undefined && !testData) {
    throw new TypeError(
      `${who}: metric says which score on testData, but there is no testData`
    );
  }
  const baseline =
    options.baseline === undefined
      ? study?.baseline
      : requireBaseline(who, options.baseline);
  if (sources.length === 0) {
    if (baseline) {
      throw new TypeError(
        `${who}: a baseline needs scores to be compared with; give testData: [x, y], study or scores too`
      );
    }
    return null;
  }
  const found = testData
    ? fromTestData(who, runs, testData, metric)
    : study
      ? fromStudy(who, runs, study)
      : fromScores(who, runs, scores!);
  return found.map(row => ({ ...row, ...(baseline && { baseline }) }));
}

function fromTestData(
  who: string,
  runs: readonly Showable[],
  testData: unknown,
  metric: HeldOutOptions['metric']
): RowMetric[] {
  if (!Array.isArray(testData) || testData.length !== 2) {
    throw new TypeError(
      `${who}: testData must be [x, y], got ${described(testData)}`
    );
  }
  const [x, y] = testData as [TensorLike, TensorLike];
  const wanted =
    metric === undefined
      ? null
      : metric === 'loss'
        ? 'loss'
        : requireMetric(who, metric);
  return runs.map((run, index) => {
    const score = run instanceof RunOfNetwork ? run.record.score : undefined;
    if (!score) {
      throw new TypeError(
        `${who}: testData scores a network, but element ${index} is a run of a bare cell; trace a model (model.trace), or give scores`
      );
    }
    const { name, value } = score(`${who}: testData`, x, y, wanted);
    return { name, mean: value };
  });
}

function fromStudy(
  who: string,
  runs: readonly Showable[],
  study: Study
): RowMetric[] {
  if (!Array.isArray(study?.networks)) {
    throw new TypeError(
      `${who}: study must be what study({ … }) gives (with await before it), got ${described(study)}`
    );
  }
  const { networks } = study;
  return runs.map((run, index) => {
    const title = run instanceof RunOfNetwork ? run.title : undefined;
    const network =
      networks.find(({ name }) => name === title) ??
      (networks.length === runs.length ? networks[index] : undefined);
    if (!network) {
      throw new RangeError(
        `${who}: element ${index} has no scores in the study; give it one of its names as title: ${networks.map(({ name }) => name).join(', ')}`
      );
    }
    return rowOf(study.metric.name, study.metric.unit, network.scores);
  });
}

function fromScores(
  who: string,
  runs: readonly Showable[],
  scores: Scores
): RowMetric[] {
  requireKnown(`${who}: scores`, scores, ['name', 'unit', 'values']);
  const { name, unit, values } = scores;
  if (typeof name !== 'string' || name === '') {
    throw new TypeError(
      `${who}: scores.name must be text, got ${described(name)}`
    );
  }
  if (!Array.isArray(values) || values.length !== runs.length) {
    throw new RangeError(
      `${who}: scores.values must be one a run (${runs.length}), got ${Array.isArray(values) ? values.length : described(values)}`
    );
  }
  return values.map((given: unknown, index) => {
    const list: readonly unknown[] = Array.isArray(given) ? given : [given];
    const wrong = list.find(value => !Number.isFinite(value));
    if (list.length === 0 || wrong !== undefined) {
      throw new TypeError(
        `${who}: scores.values[${index}] must be a number, or one for each seed, got ${list.length === 0 ? 'an empty list' : described(wrong)}`
      );
    }
    return rowOf(name, unit, list as readonly number[]);
  });
}

function rowOf(
  name: string,
  unit: string | undefined,
  scores: readonly number[]
): RowMetric {
  const { mean, deviation } = summarize(scores);
  return {
    name,
    ...(unit !== undefined && { unit }),
    mean,
    ...(deviation !== undefined && {
      deviation,
      seeds: scores.length,
      scores
    })
  };
}
