/** A rectangle of a picture, in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The place of a value or of a step, in CSS pixels; NaN where it has none. */
export type AxisScale = (value: number) => number;

/** What marks of data are drawn on: where the nth value stands, and how high a value. */
export interface Plane {
  readonly x: AxisScale;
  readonly y: AxisScale;
}

/** Steps side by side in columns of the same width. */
export interface StepScale {
  readonly steps: number;
  readonly box: Box;
  /** Width of a column. */
  readonly column: number;
  /** The middle of a step's column. */
  center(step: number): number;
  /** The left edge of a step's column; of the step after the last, the right edge of all. */
  left(step: number): number;
  /** The step whose column a place is in; null beside the plot. */
  stepAt(x: number): number | null;
}

/**
 * Divides a box among steps.
 *
 * @example
 * ```ts
 * stepScale(4, { x: 10, y: 0, width: 80, height: 50 }).center(1); // 40
 * ```
 */
export function stepScale(steps: number, box: Box): StepScale {
  const column = box.width / Math.max(1, steps);
  return {
    steps,
    box,
    column,
    center: step => box.x + (step + 0.5) * column,
    left: step => box.x + step * column,
    stepAt: x =>
      x < box.x || x >= box.x + box.width || steps === 0
        ? null
        : Math.min(steps - 1, Math.floor((x - box.x) / column))
  };
}
