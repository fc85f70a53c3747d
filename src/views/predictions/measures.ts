import { sum } from 'd3-array';
import type { NumericArray, Predictions } from '../../trace';

export type PredictionsContent = Predictions['content'];
export type ForecastContent = Extract<PredictionsContent, { form: 'forecast' }>;
export type ConfusionContent = Extract<
  PredictionsContent,
  { form: 'confusion' }
>;
export type TextContent = Extract<PredictionsContent, { form: 'text' }>;
export type Forecast = ForecastContent['forecasts'][number];

/** The content of predictions that are known to be of a form. */
export function contentOf<F extends PredictionsContent['form']>(
  { content }: Predictions,
  form: F
): Extract<PredictionsContent, { form: F }> {
  if (content.form !== form) {
    throw new TypeError(
      `Predictions of the form "${form}" are expected, not "${content.form}".`
    );
  }
  return content as Extract<PredictionsContent, { form: F }>;
}

/** Forecast minus truth at a step; NaN where either is missing. */
export function errorAt(
  { truth }: ForecastContent,
  forecast: Forecast,
  step: number
): number {
  return (
    (forecast.values.values[step] ?? NaN) - (truth.values.values[step] ?? NaN)
  );
}

/** The step where a forecast is farthest from the truth; null without any. */
export function largestMiss(
  content: ForecastContent,
  forecast: Forecast
): number | null {
  let found: number | null = null;
  let largest = -1;
  for (let step = 0; step < content.time.steps; step++) {
    const size = Math.abs(errorAt(content, forecast, step));
    if (size > largest) {
      largest = size;
      found = step;
    }
  }
  return found;
}

/** How far a forecast is off on average; NaN where it never has a truth. */
export function meanMiss(content: ForecastContent, forecast: Forecast): number {
  const misses = Array.from({ length: content.time.steps }, (_, step) =>
    Math.abs(errorAt(content, forecast, step))
  ).filter(miss => !Number.isNaN(miss));
  return sum(misses) / misses.length;
}

/**
 * The forecast that comes closest: by the error that all of them have, else by how far each is off on
 * average. Null without any forecast.
 */
export function closest(content: ForecastContent): number | null {
  const { forecasts } = content;
  const names = new Set(forecasts.map(({ error }) => error?.name));
  const isAlike = names.size === 1 && !names.has(undefined);
  const misses = forecasts.map(forecast =>
    isAlike ? (forecast.error?.value ?? NaN) : meanMiss(content, forecast)
  );
  const known = misses.filter(miss => !Number.isNaN(miss));
  return forecasts.length === 0
    ? null
    : Math.max(0, misses.indexOf(Math.min(...known)));
}

/** The share of steps whose truth lies inside the band; NaN without a band. */
export function coverage(
  { truth, time }: ForecastContent,
  { band }: Forecast
): number {
  if (!band) {
    return NaN;
  }
  let inside = 0;
  let count = 0;
  for (let step = 0; step < time.steps; step++) {
    const value = truth.values.values[step];
    const low = band.lower.values[step];
    const high = band.upper.values[step];
    if (!Number.isNaN(value + low + high)) {
      count += 1;
      inside += value >= low && value <= high ? 1 : 0;
    }
  }
  return inside / count;
}

/** The sums of a confusion matrix. */
export interface ConfusionSums {
  readonly total: number;
  readonly right: number;
  /** Of each true class. */
  readonly truth: readonly number[];
  /** Of each answered class. */
  readonly answer: readonly number[];
}

/** How often a true class got an answer. */
export function countAt(
  { counts, classes }: ConfusionContent,
  truth: number,
  answer: number
): number {
  return counts.values[truth * classes.length + answer] ?? 0;
}

export function confusionSums(content: ConfusionContent): ConfusionSums {
  const { classes } = content;
  const truth = classes.map(() => 0);
  const answer = classes.map(() => 0);
  let right = 0;
  let total = 0;
  classes.forEach((_, row) => {
    classes.forEach((__, column) => {
      const count = countAt(content, row, column);
      truth[row] += count;
      answer[column] += count;
      total += count;
      right += row === column ? count : 0;
    });
  });
  return { total, right, truth, answer };
}

/** Each mistake that was made, the most frequent first: truth and answer differ. */
export function mistakesOf(
  content: ConfusionContent
): readonly { readonly truth: number; readonly answer: number }[] {
  return content.classes
    .flatMap((_, truth) =>
      content.classes.map((__, answer) => ({
        truth,
        answer,
        count: countAt(content, truth, answer)
      }))
    )
    .filter(({ truth, answer, count }) => truth !== answer && count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ truth, answer }) => ({ truth, answer }));
}

/** The most frequent mistake; null when there is none. */
export const commonestMistake = (
  content: ConfusionContent
): { readonly truth: number; readonly answer: number } | null =>
  mistakesOf(content)[0] ?? null;

/**
 * e to the mean of −log p over the generated tokens: infinite where one of them had no chance, and NaN
 * where nothing was generated.
 */
export function perplexity(content: TextContent): number {
  const { values } = content.probabilities;
  let sum = 0;
  let count = 0;
  for (let step = content.promptLength; step < values.length; step++) {
    if (!Number.isNaN(values[step])) {
      sum -= Math.log(values[step]);
      count += 1;
    }
  }
  return count === 0 ? NaN : Math.exp(sum / count);
}

/** The generated token with the smallest probability; null where nothing was generated. */
export function leastExpected(content: TextContent): number | null {
  const { values } = content.probabilities;
  let found: number | null = null;
  for (let step = content.promptLength; step < values.length; step++) {
    if (
      !Number.isNaN(values[step]) &&
      (found === null || values[step] < values[found])
    ) {
      found = step;
    }
  }
  return found;
}

/** The largest |value| of one unit over the steps. */
export function largestOfUnit(array: NumericArray, unit: number): number {
  const width = array.shape[1] ?? 1;
  let largest = 0;
  for (let index = unit; index < array.values.length; index += width) {
    largest = Math.max(largest, Math.abs(array.values[index]));
  }
  return largest;
}

/** The share of a true class that got an answer; NaN for a class that never came. */
export function shareAt(
  content: ConfusionContent,
  truth: number,
  answer: number
): number {
  const all = sum(content.classes, (_, column) =>
    countAt(content, truth, column)
  );
  return all === 0 ? NaN : countAt(content, truth, answer) / all;
}
