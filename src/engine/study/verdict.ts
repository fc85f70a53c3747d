import { standardError } from '../../trace';

/** What became of a sentence with the trainings of one place. */
export interface ClaimVerdict {
  readonly verdict: 'holds' | 'partly' | 'fails';
  /** What decided it. */
  readonly words: string;
}

/** So many standard errors apart, two means differ by more than chance. */
const CHANCE = 2;

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

/**
 * How many of its own standard errors the mean of one is above that of the other.
 *
 * @param one at least two numbers, as the other
 */
export function errorsApart(
  one: readonly number[],
  other: readonly number[]
): number {
  const error = Math.hypot(standardError(one), standardError(other));
  const apart = meanOf(one) - meanOf(other);
  return apart === 0 ? 0 : apart / error;
}

/** What a distance in standard errors says of a sentence that one is above the other. */
export const byErrors = (apart: number, words: () => string): ClaimVerdict =>
  apart > CHANCE
    ? { verdict: 'holds', words: words() }
    : apart < -CHANCE
      ? { verdict: 'fails', words: 'the other way round' }
      : { verdict: 'partly', words: 'within chance' };

/** A difference of means: one is above the other by more than twice its standard error, or not. */
export const above = (
  one: readonly number[],
  other: readonly number[],
  words: (one: number, other: number) => string
): ClaimVerdict =>
  byErrors(errorsApart(one, other), () => words(meanOf(one), meanOf(other)));
