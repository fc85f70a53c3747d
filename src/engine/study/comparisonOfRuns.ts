import type { Comparison } from '../../trace';
import type { Revised } from '../base/revised';
import type { Showable } from '../base/showable';

/** Up to eight runs over the same data, drawn side by side or as lines. */
export interface ComparisonOfRuns extends Showable<Comparison>, Revised {
  readonly runs: readonly Showable[];
  /** Held-out scores, one a run; null without any. */
  readonly metrics: readonly RowMetric[] | null;
}

/** The held-out score of one row. */
export type RowMetric = NonNullable<Comparison['rows'][number]['metric']>;
