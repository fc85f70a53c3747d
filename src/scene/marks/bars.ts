import { mark, type Mark, type MarkAttributes } from './mark';
import type { AxisScale, StepScale } from './plane';

export interface BarsOptions {
  readonly steps: StepScale;
  readonly y: AxisScale;
  /** The height that bars start from. */
  readonly base: number;
  /** The share of a column that a bar takes. */
  readonly share?: number;
}

/** A bar a step, up or down from a base line; one path for all, so that a thousand are one element. */
export function bars(
  values: ArrayLike<number>,
  { steps, y, base, share = 0.7 }: BarsOptions,
  look: MarkAttributes = {}
): Mark {
  const width = Math.max(0.6, steps.column * share);
  let d = '';
  for (let step = 0; step < values.length; step++) {
    const end = y(values[step]);
    if (Number.isFinite(end)) {
      d += `M${(steps.center(step) - width / 2).toFixed(2)} ${base}V${end.toFixed(2)}h${width.toFixed(2)}V${base}Z`;
    }
  }
  return mark('path', { ...look, d });
}
