import { extent } from 'd3-array';
import type { Trace } from '../../trace';
import { formatFixed } from '../../scene/words/format';
import { bars } from '../../scene/marks/bars';
import type { Mark, MarkAttributes } from '../../scene/marks/mark';
import { stepScale } from '../../scene/marks/plane';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { linearScale, type ValueScale } from '../../scene/marks/valueScale';
import { gridLook } from '../../scene/placeMarks';
import type { SceneTheme } from '../../scene/theme';

/** The scale of the bars of the input: from the least to the greatest number, and zero. */
export interface InputScale extends ValueScale {
  readonly height: number;
}

/** One scale for all traces; with room above for the numbers of marked steps. */
function inputScale(
  traces: readonly Trace[],
  feature: number,
  height: number
): InputScale {
  const values = traces.flatMap(trace => featureOf(trace, feature));
  const [low = 0, high = 0] = extent([0, ...values.filter(Number.isFinite)]);
  const y = hasMarks(traces) ? 15 : 3;
  const box = { y, height: height - y };
  return Object.assign(linearScale([low, high], box, { nice: false }), {
    height
  });
}

const hasMarks = (traces: readonly Trace[]): boolean =>
  traces.some(({ time }) => (time.marks?.length ?? 0) > 0);

function featureOf({ input, time }: Trace, feature: number): number[] {
  return Array.from(
    { length: time.steps },
    (_, step) => input.array.values[step * input.names.length + feature]
  );
}

/** The chosen feature as bars, of each network on one scale. */
export interface InputPlots {
  readonly name: string;
  readonly scale: InputScale;
  readonly marks: readonly (readonly Mark[])[];
  /** Whether numbers of marked steps stand over them. */
  readonly isMarked: boolean;
}

/** Null where the input is not numbers. */
export function inputPlots(
  traces: readonly Trace[],
  before: readonly Trace[],
  {
    feature: asked,
    width,
    height
  }: {
    readonly feature: number;
    readonly width: number;
    readonly height: number;
  },
  theme: SceneTheme
): InputPlots | null {
  if (!traces.every(({ input }) => input.editable)) {
    return null;
  }
  const feature = Math.min(
    asked,
    ...traces.map(({ input }) => input.names.length - 1)
  );
  const scale = inputScale([...traces, ...before], feature, height);
  return {
    ...{ scale, isMarked: hasMarks(traces) },
    name: traces[0].input.names[feature] ?? '',
    marks: traces.map((trace, network) =>
      inputMarks(
        { trace, before: before[network], feature, width, scale },
        theme
      )
    )
  };
}

/**
 * The input as bars, one a step; the marked steps dark, with their numbers. Where it was edited, what
 * stood there before is an outline.
 */
function inputMarks(
  {
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
  },
  theme: SceneTheme
): Mark[] {
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
    paint: MarkAttributes
  ): readonly Mark[] =>
    now.some((_, step) => lookOf(step) === look)
      ? [
          bars(
            values.map((value, step) => (lookOf(step) === look ? value : NaN)),
            {
              steps,
              y: scale,
              base,
              share: 1 - Math.min(1 / steps.column, 0.2)
            },
            paint
          )
        ]
      : [];
  return [
    ...of(now, 'bars', { fill: theme.color('hatch') }),
    ...of(now, 'marked', { fill: theme.color('ink') }),
    ...of(now, 'edited', { fill: theme.color('clamp') }),
    ...of(was, 'edited', {
      fill: 'none',
      stroke: theme.color('second'),
      'stroke-dasharray': '2 2'
    }),
    rule({ x1: 0, x2: width, y1: base, y2: base, ...gridLook(theme) }),
    ...markWords(trace, now, steps.center, width, theme)
  ];
}

/** The numbers of the marked steps, as many as stand beside each other. */
function markWords(
  { time: { marks = [] } }: Trace,
  values: readonly number[],
  center: (step: number) => number,
  width: number,
  theme: SceneTheme
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
        {
          anchor: 'middle',
          'font-size': 12,
          'font-weight': 700,
          fill: theme.color('ink')
        }
      )
    );
}
