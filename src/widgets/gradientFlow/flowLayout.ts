import { niceStep } from '../base/timeLabels';
import type { Decades } from './flow';

/** Where the pieces of the gradient flow stand, in CSS pixels. */
export interface FlowLayout {
  readonly left: number;
  readonly plotWidth: number;
  readonly top: number;
  readonly bottom: number;
  /** Marks and step numbers. */
  readonly axisY: number;
  readonly memory: readonly number[];
  readonly definitionY: number;
  readonly strips: readonly number[];
  readonly stripHeight: number;
  readonly legendY: number;
  readonly height: number;
  readonly railLeft: number;
  readonly railWidth: number;
  /** Powers of ten with a grid line. */
  readonly grid: readonly number[];
}

const RAIL = 218;
const MEMORY = 11;

export function flowLayout(
  width: number,
  narrow: boolean,
  networks: number,
  decades: Decades
): FlowLayout {
  const left = narrow ? 40 : 98;
  const railWidth = narrow || width < 640 ? 0 : RAIL;
  const plotWidth = Math.max(
    80,
    width - left - (railWidth > 0 ? railWidth + 14 : 8)
  );
  const span = decades.high - decades.low;
  // A line each factor of 100, at most nine of them.
  const every = 2 * niceStep(span / 2 / 9);
  const grid: number[] = [];
  for (let power = decades.high; power >= decades.low; power -= every) {
    grid.push(power);
  }
  const top = 22;
  const bottom = top + (narrow ? 200 : 252);
  const axisY = bottom + 18;
  const memoryTop = axisY + 24;
  const memory = Array.from(
    { length: networks },
    (_, index) => memoryTop + index * (MEMORY + 8)
  );
  const definitionY = memoryTop + networks * (MEMORY + 8) + 12;
  const stripHeight = networks > 3 ? 18 : 22;
  const stripTop = definitionY + 16;
  const strips = Array.from(
    { length: networks },
    (_, index) => stripTop + index * (stripHeight + 4)
  );
  const legendY = stripTop + networks * (stripHeight + 4) + 10;
  return {
    left,
    plotWidth,
    top,
    bottom,
    axisY,
    memory,
    definitionY,
    strips,
    stripHeight,
    legendY,
    height: legendY + 26,
    railLeft: left + plotWidth + 14,
    railWidth,
    grid
  };
}

/** The middle of a step's column. */
export function stepX(layout: FlowLayout, step: number, steps: number): number {
  return layout.left + ((step + 0.5) / steps) * layout.plotWidth;
}

/** The height of a value on the log axis; below the range it is the bottom. */
export function valueY(
  layout: FlowLayout,
  { low, high }: Decades,
  value: number
): number {
  const place = (Math.log10(value) - low) / (high - low);
  return (
    layout.bottom -
    Math.max(0, Math.min(1, place)) * (layout.bottom - layout.top)
  );
}

export { MEMORY as MEMORY_HEIGHT };
