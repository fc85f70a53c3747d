import { niceStep } from '../../scene/words/timeLabels';
import { stepScale, type StepScale } from '../../scene/marks/plane';
import {
  logScale,
  type Decades,
  type ValueScale
} from '../../scene/marks/valueScale';

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
/** Of the picture without what is beside it. */
const PLOT = 252;
/** From the plot to the first bar of memory: marks and step numbers. */
const TO_MEMORY = 42;
/** From the last number beside the plot to the first beside the bars: other numbers begin there. */
const ABOVE_MEMORY = 24;

export function flowLayout(
  width: number,
  narrow: boolean,
  {
    networks,
    steps,
    names = 0,
    isFollowed = true
  }: {
    networks: number;
    steps: number;
    /** Whether memory and factors stand below the lines. */
    isFollowed?: boolean;
    /** Width of what tells the networks apart, which stands in the gutter of a narrow picture. */
    names?: number;
  },
  decades: Decades
): FlowLayout {
  const left = narrow ? Math.max(40, Math.min(names + 10, width / 5)) : 98;
  const railWidth = narrow || width < 640 ? 0 : RAIL;
  const plotWidth = Math.max(
    80,
    width - left - (railWidth > 0 ? railWidth + 14 : 8)
  );
  const span = decades.high - decades.low;
  // A line each factor of 100, at most nine of them.
  const every = 2 * niceStep(span / 2 / 9);
  const top = 22;
  const bottom =
    top +
    (narrow
      ? 200
      : Math.max(PLOT, railWidth > 0 ? plotBeside(networks, top) : 0));
  const plot = { x: left, y: top, width: plotWidth, height: bottom - top };
  const axisY = bottom + 18;
  return {
    left,
    plotWidth,
    top,
    bottom,
    axisY,
    ...(isFollowed
      ? measuresBelow(bottom + TO_MEMORY, networks, narrow)
      : nothingBelow(bottom + TO_MEMORY)),
    railLeft: left + plotWidth + 14,
    railWidth,
    steps: stepScale(steps, plot),
    y: logScale(decades, plot, { every }),
    every
  };
}

type Below = Pick<
  FlowLayout,
  'memory' | 'definitionY' | 'strips' | 'stripHeight' | 'legendY' | 'height'
>;

/** The bars of memory, and the strips of factors below them. */
function measuresBelow(top: number, networks: number, narrow: boolean): Below {
  const each = Array.from({ length: networks }, (_, index) => index);
  const definitionY = top + networks * (MEMORY + 8) + 12;
  const stripHeight = isDense(networks) ? 18 : 22;
  const stripTop = definitionY + 16;
  const legendY = stripTop + networks * (stripHeight + 4) + 10;
  return {
    memory: each.map(index => top + index * (MEMORY + 8)),
    definitionY,
    strips: each.map(index => stripTop + index * (stripHeight + 4)),
    stripHeight,
    legendY,
    height: legendY + (narrow ? 44 : 26)
  };
}

/** What is not followed back from a step has neither memory nor factors. */
function nothingBelow(top: number): Below {
  return {
    memory: [],
    definitionY: top,
    strips: [],
    stripHeight: 0,
    legendY: top,
    height: top
  };
}

/** How high the plot must be for the numbers beside it to end above the bars of memory. */
function plotBeside(networks: number, top: number): number {
  const row = isDense(networks) ? 17 : 21;
  // Three groups, each below a line of 16 px, two rules between them.
  const groups = 8 + 3 * (16 + networks * row) + 2 * 11;
  return groups + ABOVE_MEMORY - top - TO_MEMORY;
}

/** With many networks their numbers stand closer. */
export function isDense(networks: number): boolean {
  return networks > 3;
}

export { MEMORY as MEMORY_HEIGHT };
