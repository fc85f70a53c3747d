import type { Search, SearchRow } from '../../trace';

/** Whether a row has a mean: one of which a training did not give a number has none. */
export const hasMean = ({ mean }: SearchRow): boolean => Number.isFinite(mean);

/** The rows, the best first; of equal ones the one that was tried first. */
export function bestFirst({ rows }: Search): SearchRow[] {
  return [...rows].sort((a, b) => a.rank - b.rank);
}

/** Standard deviation of a row's scores, divided by their number; null for one score, or without a mean. */
export function spreadOf({
  scores: { values },
  mean
}: SearchRow): number | null {
  return values.length < 2 || !Number.isFinite(mean)
    ? null
    : Math.sqrt(
        Array.from(values).reduce(
          (sum, score) => sum + (score - mean) ** 2,
          0
        ) / values.length
      );
}

/**
 * By how much the best row leads the mean of all rows that have one: where it was chosen, and on fresh
 * data, where there are any. Greater is better for both.
 */
export function leadOfBest(search: Search): {
  readonly chosen: number;
  readonly fresh: number | null;
} {
  const [best] = bestFirst(search);
  const sign = search.metric.greaterIsBetter ? 1 : -1;
  const meanOf = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const rows = search.rows.filter(hasMean);
  const fresh = rows.flatMap(row =>
    row.fresh === undefined ? [] : [row.fresh]
  );
  return {
    chosen: sign * (best.mean - meanOf(rows.map(({ mean }) => mean))),
    fresh:
      best.fresh === undefined ? null : sign * (best.fresh - meanOf(fresh)) + 0
  };
}
