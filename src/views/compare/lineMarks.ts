import { hasNumberAt, meanAt, type Trace } from '../../trace';
import { line } from '../../scene/marks/line';
import type { Mark, MarkAttributes } from '../../scene/marks/mark';
import type { NetworkLook } from '../../scene/marks/networkLook';
import { stepScale, type StepScale } from '../../scene/marks/plane';
import { linearScale, type ValueScale } from '../../scene/marks/valueScale';
import { rowRanges, type CompareRow } from './compareRows';

/** Of each plot, in CSS pixels. */
export const LINES_HEIGHT = 150;
/** Above and below the lines, so that one at an end of the scale is whole. */
const MARGIN = 4;

/** The mean of a row's channel over the units of each network; NaN where a network has no number. */
export function lineValues(
  { channels }: CompareRow,
  traces: readonly Trace[]
): readonly Float64Array[] {
  return traces.map(({ time }, network) => {
    const channel = channels[network];
    return Float64Array.from({ length: time.steps }, (_, step) =>
      channel && hasNumberAt(time, channel, step) ? meanAt(channel, step) : NaN
    );
  });
}

/**
 * One scale for all lines: that of their channels, of which the lower half goes where no number is
 * below zero. So it stays as it is while networks come and go.
 */
export function lineScaleOf(
  row: CompareRow,
  values: readonly ArrayLike<number>[],
  height: number
): ValueScale {
  const [low, high] = rowRanges(row, true).find(range => range !== null) ?? [
    0, 1
  ];
  const below = values.some(each => Array.from(each).some(value => value < 0));
  return linearScale(
    [below ? low : Math.max(0, low), high],
    { y: MARGIN, height: height - 2 * MARGIN },
    { nice: false }
  );
}

/** One channel of all networks as lines in one plot. */
export interface LinePlot {
  readonly now: readonly Float64Array[];
  readonly y: ValueScale;
  readonly steps: StepScale;
  /** What was before an edit is pale behind what is, and the last network in front. */
  readonly marks: readonly Mark[];
}

export function linePlot(
  row: CompareRow,
  was: CompareRow | undefined,
  {
    traces,
    before,
    looks,
    width
  }: {
    readonly traces: readonly Trace[];
    readonly before: readonly Trace[];
    readonly looks: readonly NetworkLook[];
    readonly width: number;
  }
): LinePlot {
  const height = LINES_HEIGHT;
  const now = lineValues(row, traces);
  const old = was ? lineValues(was, before) : [];
  const y = lineScaleOf(row, [...now, ...old], height);
  const steps = stepScale(Math.max(...traces.map(({ time }) => time.steps)), {
    ...{ x: 0, y: 0, width, height }
  });
  const lines = (values: readonly Float64Array[], more: MarkAttributes) =>
    values.map((each, network) =>
      line(
        each,
        { x: step => steps.center(step), y },
        { ...lineLook(looks, network), ...more }
      )
    );
  return {
    ...{ now, y, steps },
    marks: [...lines(old, { 'stroke-opacity': 0.35 }), ...lines(now, {})]
  };
}

/** How the line of a network looks, in the plot and beside its name; the last is in front of the others. */
export function lineLook(
  looks: readonly NetworkLook[],
  network: number
): MarkAttributes {
  const { color, dash } = looks[network];
  return {
    fill: 'none',
    stroke: color,
    'stroke-dasharray': dash === '' ? undefined : dash,
    'stroke-width': network === looks.length - 1 ? 3.25 : 1.75,
    'stroke-linejoin': 'round'
  };
}
