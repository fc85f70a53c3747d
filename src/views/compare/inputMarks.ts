import { extent } from 'd3-array';
import type { Trace } from '../../trace';
import { svg } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { bars } from '../../scene/marks/bars';
import { drawn } from '../scene/drawn';
import type { Mark } from '../../scene/marks/mark';
import { stepScale } from '../../scene/marks/plane';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { linearScale, type ValueScale } from '../../scene/marks/valueScale';

/** The scale of the bars of the input: from the least to the greatest number, and zero. */
export interface InputScale extends ValueScale {
  readonly height: number;
}

/** One scale for all traces; with room above for the numbers of marked steps. */
export function inputScale(
  traces: readonly Trace[],
  feature: number,
  height: number
): InputScale {
  const values = traces.flatMap(trace => featureOf(trace, feature));
  const [low = 0, high = 0] = extent([0, ...values.filter(Number.isFinite)]);
  const marked = traces.some(({ time }) => (time.marks?.length ?? 0) > 0);
  const y = marked ? 15 : 3;
  const box = { y, height: height - y };
  return Object.assign(linearScale([low, high], box, { nice: false }), {
    height
  });
}

function featureOf({ input, time }: Trace, feature: number): number[] {
  return Array.from(
    { length: time.steps },
    (_, step) => input.array.values[step * input.names.length + feature]
  );
}

/**
 * The input as bars, one a step; the marked steps dark, with their numbers. Where it was edited, what
 * stood there before is an outline.
 */
export function inputBars({
  trace,
  before,
  feature,
  width,
  scale
}: {
  readonly trace: Trace;
  /** The same run before the edits; absent where nothing was edited. */
  readonly before?: Trace;
  readonly feature: number;
  readonly width: number;
  readonly scale: InputScale;
}): SVGSVGElement {
  const { height } = scale;
  const steps = stepScale(trace.time.steps, { x: 0, y: 0, width, height });
  const now = featureOf(trace, feature);
  const was = featureOf(before ?? trace, feature);
  const marked = new Set(trace.time.marks?.map(({ step }) => step));
  const lookOf = (step: number): string =>
    !Object.is(was[step], now[step])
      ? 'edited'
      : marked.has(step)
        ? 'marked'
        : 'bars';
  const base = scale(0);
  const of = (
    values: readonly number[],
    look: string,
    name: string = look
  ): Mark =>
    bars(
      values.map((value, step) => (lookOf(step) === look ? value : NaN)),
      { steps, y: scale, base, share: 1 - Math.min(1 / steps.column, 0.2) },
      { class: `jp-gatescope-compare-${name}` }
    );
  return svg(
    'svg',
    {
      class: 'jp-gatescope-compare-input',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'aria-hidden': 'true'
    },
    [
      of(now, 'bars'),
      of(now, 'marked'),
      of(now, 'edited'),
      of(was, 'edited', 'was'),
      rule({
        class: 'jp-gatescope-grid-line',
        x1: 0,
        x2: width,
        y1: base,
        y2: base
      }),
      ...markWords(trace, now, steps.center, width)
    ].map(drawn)
  );
}

/** The numbers of the marked steps, as many as stand beside each other. */
function markWords(
  { time: { marks = [] } }: Trace,
  values: readonly number[],
  center: (step: number) => number,
  width: number
): Mark[] {
  return marks
    .filter(({ step }, index) => {
      const last = marks[index - 1];
      return !last || center(step) - center(last.step) > 28;
    })
    .map(({ step }) =>
      text(
        formatFixed(values[step]),
        Math.max(14, Math.min(width - 14, center(step))),
        10,
        { anchor: 'middle', class: 'jp-gatescope-compare-mark' }
      )
    );
}
