import { niceStep } from '../base/timeLabels';
import { stepScale, type StepScale } from '../marks/plane';
import { logScale, type Decades, type ValueScale } from '../marks/valueScale';

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
  readonly steps: StepScale;
  /** The norms' log axis; what is below its range has no place. */
  readonly y: ValueScale;
  /** One row of the grid is a factor of this many powers of ten. */
  readonly every: number;
}

const RAIL = 218;
const MEMORY = 11;

export function flowLayout(
  width: number,
  narrow: boolean,
  { networks, steps }: { networks: number; steps: number },
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
  const top = 22;
  const bottom = top + (narrow ? 200 : 252);
  const plot = { x: left, y: top, width: plotWidth, height: bottom - top };
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
    height: legendY + (narrow ? 44 : 26),
    railLeft: left + plotWidth + 14,
    railWidth,
    steps: stepScale(steps, plot),
    y: logScale(decades, plot, { every }),
    every
  };
}

export { MEMORY as MEMORY_HEIGHT };
