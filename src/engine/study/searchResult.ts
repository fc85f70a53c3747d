import { float64, TRACE_VERSION, type Search } from '../../trace';
import { freshId, type Showable } from '../base/showable';
import { momentsOf } from '../data/moments';
import type { Baseline } from './baseline';
import type { Parameters, ParameterValue } from './parameterGrid';
import type { Pipeline } from './pipeline';
import { formatStudyScore } from './scores';

/** What one combination of settings scored. */
export interface SearchRow {
  readonly params: Parameters;
  /**
   * On the validation of each split, for each seed: the seeds of the first split first. NaN where the
   * training diverged.
   */
  readonly scores: readonly number[];
  /** NaN where one of the scores is NaN or infinite: such a combination is never the best. */
  readonly mean: number;
  /** Over the scores, divided by their number, as scikit-learn's `std_test_score`; NaN where the mean is. */
  readonly deviation: number;
  /** 1 is the best; equal means have the same. Those without a mean share the last one, as in scikit-learn. */
  readonly rank: number;
  /** Of all its trainings together. */
  readonly seconds: number;
  /** Why the first of its scores that is NaN or infinite is so; absent where none is. */
  readonly failure?: string;
}

/** What a search found. Made by `gridSearch` and `randomSearch`; `show` draws it. */
export interface SearchResult extends Showable<Search> {
  readonly scoring: {
    readonly name: string;
    readonly unit?: string;
    readonly greaterIsBetter: boolean;
  };
  /** In the order in which they were tried. */
  readonly cvResults: readonly SearchRow[];
  readonly bestIndex: number;
  readonly bestParams: Parameters;
  /** Mean over splits and seeds. It was chosen for being the best: on fresh data expect less. */
  readonly bestScore: number;
  /** Fitted on all examples with the best settings; null without `refit`. */
  readonly bestEstimator: Pipeline | null;
  /**
   * Settings of which no value changed any score, all others alike: perhaps the estimator reads them
   * and never uses them.
   */
  readonly withoutEffect: readonly string[];
  /** For `table`: the best first. */
  readonly rows: readonly Readonly<Record<string, ParameterValue>>[];
  /**
   * The same with the score of each combination on data by which nothing was chosen, to look at. One
   * without a mean may be without a number here, too: NaN.
   */
  withFresh(scores: readonly number[]): SearchResult;
}

export interface SearchParts extends Pick<SearchResult, 'scoring'> {
  readonly rows: readonly Omit<SearchRow, 'mean' | 'deviation' | 'rank'>[];
  readonly bestEstimator: Pipeline | null;
  readonly baseline?: Baseline;
  readonly title?: string;
  readonly fresh?: readonly number[];
  /** How its networks were trained, where threads were asked for. */
  readonly how?: string;
}

/** Sums the scores up and ranks the combinations. */
export function searchResult(parts: SearchParts): SearchResult {
  const { scoring, bestEstimator, baseline, title, fresh, how } = parts;
  const cvResults = ranked(parts.rows, scoring.greaterIsBetter);
  const bestIndex = cvResults.findIndex(({ rank }) => rank === 1);
  const best = cvResults[bestIndex];
  const names = Object.keys(best.params);
  const column = scoring.unit
    ? `${scoring.name}, ${scoring.unit}`
    : scoring.name;
  const id = freshId('search');
  const withoutEffect = names.filter(name => changesNothing(name, cvResults));
  return {
    id,
    scoring,
    cvResults,
    bestIndex,
    bestParams: best.params,
    bestScore: best.mean,
    bestEstimator,
    withoutEffect,
    rows: cvResults
      .map(({ rank, params, mean, deviation }, at) => ({
        rank,
        ...params,
        [column]: mean,
        '±': deviation,
        ...(fresh && { fresh: fresh[at] })
      }))
      .sort((a, b) => a.rank - b.rank),
    withFresh(scores) {
      const who = 'search.withFresh';
      if (
        !Array.isArray(scores) ||
        scores.length !== cvResults.length ||
        !scores.every(
          (score: unknown, at) =>
            Number.isFinite(score) ||
            (Number.isNaN(score) && Number.isNaN(cvResults[at].mean))
        )
      ) {
        throw new RangeError(
          `${who}: scores must be one finite number for each of the ${cvResults.length} combinations, in their order${cvResults.some(hasFailed) ? ', or NaN for one whose mean is NaN' : ''}`
        );
      }
      return searchResult({ ...parts, fresh: scores });
    },
    toBundle: () => ({
      version: TRACE_VERSION,
      kind: 'search',
      id,
      ...(title !== undefined && { title }),
      metric: scoring,
      parameters: names,
      rows: cvResults.map(({ params, scores, mean, rank }, at) => ({
        values: names.map(name => settingText(params[name])),
        scores: float64([...scores], [scores.length]),
        mean,
        rank,
        ...(fresh && Number.isFinite(fresh[at]) && { fresh: fresh[at] })
      })),
      ...(baseline && { baseline })
    }),
    toString: () =>
      [
        `${cvResults.length} combinations, ${best.scores.length} scores each`,
        `best ${scoring.name} ${formatStudyScore({ mean: best.mean, deviation: best.deviation, unit: scoring.unit })}: ${settingsText(best.params)}`,
        ...(baseline
          ? [
              `${baseline.name}: ${formatStudyScore({ mean: baseline.value, unit: scoring.unit })}`
            ]
          : []),
        ...(how === undefined ? [] : [`trained ${how}`]),
        ...failureLines(cvResults),
        ...withoutEffect.map(
          name =>
            `${name} changed no score: does the estimator use it, or only read it?`
        )
      ].join('\n')
  };
}

const hasFailed = ({ failure }: SearchRow): boolean => failure !== undefined;

/** How many combinations gave no number, and why the first of them did not. */
function failureLines(rows: readonly SearchRow[]): readonly string[] {
  const failed = rows.filter(hasFailed);
  if (failed.length === 0) {
    return [];
  }
  const [{ params, failure }] = failed;
  return [
    `${failed.length} of ${rows.length} combinations did not give a number; ${settingsText(params)}: ${failure}`
  ];
}

/**
 * Whether rows that differ in one setting alone, of which there are some, have the same scores. Of two
 * that both gave no number at all, nothing can be said.
 */
function changesNothing(name: string, rows: readonly SearchRow[]): boolean {
  const first = new Map<string, SearchRow>();
  let pairs = 0;
  for (const row of rows) {
    const others = JSON.stringify({ ...row.params, [name]: null });
    const before = first.get(others);
    if (!before) {
      first.set(others, row);
    } else if (before.params[name] !== row.params[name]) {
      if (
        row.scores.some((score, at) => !Object.is(score, before.scores[at]))
      ) {
        return false;
      }
      pairs += Number(row.scores.some(Number.isFinite));
    }
  }
  return pairs > 0;
}

/**
 * Ranks as scikit-learn does (`BaseSearchCV._format_results`, `error_score=nan`): who has no mean shares
 * the rank behind all others. An infinite score is treated as NaN here, so that it is never the best.
 */
function ranked(
  rows: SearchParts['rows'],
  greaterIsBetter: boolean
): SearchRow[] {
  const moments = rows.map(({ scores }) =>
    scores.every(Number.isFinite)
      ? momentsOf(scores)
      : { mean: NaN, deviation: NaN }
  );
  const isBetter = (one: number, other: number): boolean =>
    Number.isNaN(other)
      ? !Number.isNaN(one)
      : greaterIsBetter
        ? one > other
        : one < other;
  return rows.map((row, at) => ({
    ...row,
    mean: moments[at].mean,
    deviation: moments[at].deviation,
    rank:
      1 + moments.filter(({ mean }) => isBetter(mean, moments[at].mean)).length
  }));
}

/** `units 9, cell gru`. */
export const settingsText = (params: Parameters): string =>
  Object.entries(params)
    .map(([name, value]) => `${name} ${settingText(value)}`)
    .join(', ');

/** `0.00316`, `gru`: short enough for a column. */
function settingText(value: ParameterValue): string {
  return typeof value === 'number'
    ? String(Number(value.toPrecision(3)))
    : String(value);
}
