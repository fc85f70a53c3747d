import { line } from '../../scene/marks/line';
import type { Mark, MarkAttributes } from '../../scene/marks/mark';
import type { AxisScale, StepScale } from '../../scene/marks/plane';

/** A change of this share of all that happens, beside a stretch without any, is a step. */
const STEP = 0.4;

/**
 * The indices at which a curve jumps: it stands still before or after, and at once goes a large part
 * of its whole way. A slanted line there would say that it rose for a whole step.
 */
export function stepped(values: ArrayLike<number>): ReadonlySet<number> {
  const known = Array.from(values).filter(Number.isFinite);
  const whole = Math.max(...known) - Math.min(...known);
  const change = (index: number): number =>
    Math.abs(values[index] - values[index - 1]);
  const still = (index: number): boolean => change(index) <= whole * 1e-9;
  const found = new Set<number>();
  for (let index = 1; index < values.length; index += 1) {
    if (
      whole > 0 &&
      change(index) >= STEP * whole &&
      (still(index - 1) || still(index + 1))
    ) {
      found.add(index);
    }
  }
  return found;
}

/** A line that goes straight up or down, between two columns, where it steps. */
export function drawnSteps(
  values: ArrayLike<number>,
  jumps: ReadonlySet<number>,
  steps: StepScale,
  y: AxisScale,
  look: MarkAttributes
): Mark {
  const points = Array.from(values).flatMap((value, index) => [
    ...(jumps.has(index)
      ? [
          { x: steps.left(index), value: values[index - 1] },
          { x: steps.left(index), value }
        ]
      : []),
    { x: steps.center(index), value }
  ]);
  return line(
    points.map(({ value }) => value),
    { x: index => points[index].x, y },
    look
  );
}
