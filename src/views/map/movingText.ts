import type { Mark } from '../../scene/marks/mark';

/** Words that follow the cursor, at a place that stands. */
export interface MovingText {
  /** Where they stand, and how they look. */
  readonly mark: Mark;
  /** At a step of the run and a unit; '' where there is nothing to say. */
  words(step: number | null, unit: number): string;
}

/** Them at one place, for a picture in which nothing moves. */
export const wordsAt = (
  { mark, words }: MovingText,
  step: number | null,
  unit: number
): Mark => ({ ...mark, children: [words(step, unit)] });
