import { momentsOf } from '../data/moments';

/** Mean, spread and ends of the scores of several seeds. */
export interface ScoreSummary {
  readonly mean: number;
  /** Sample standard deviation (n − 1); absent for a single score. */
  readonly deviation?: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Sums up scores; there must be at least one. */
export function summarize(scores: readonly number[]): ScoreSummary {
  const { mean, deviation } = momentsOf(scores, 1);
  return {
    mean,
    ...(scores.length > 1 && { deviation }),
    lowest: Math.min(...scores),
    highest: Math.max(...scores)
  };
}

/** `0.123 ± 0.012 °C (5 seeds)` */
export function formatStudyScore({
  mean,
  deviation,
  seeds,
  unit
}: {
  readonly mean: number;
  readonly deviation?: number;
  readonly seeds?: number;
  readonly unit?: string;
}): string {
  return [
    mean.toPrecision(4),
    ...(deviation === undefined ? [] : [`± ${deviation.toPrecision(2)}`]),
    ...(unit === undefined ? [] : [unit]),
    ...(seeds === undefined ? [] : [`(${seeds} seeds)`])
  ].join(' ');
}
