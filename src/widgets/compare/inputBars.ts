import type { Trace } from '../../trace';
import { svg } from '../base/dom';
import { formatFixed } from '../base/format';

/** The scale of the bars of the input: pixels from the top for a number. */
export interface InputScale {
  /** The least and the greatest number, and zero. */
  readonly domain: readonly [number, number];
  readonly height: number;
  y(value: number): number;
  /** The number at a height, within the domain. */
  value(y: number): number;
}

/** One scale for all traces; with room above for the numbers of marked steps. */
export function inputScale(
  traces: readonly Trace[],
  feature: number,
  height: number
): InputScale {
  let low = 0;
  let high = 0;
  for (const { input, time } of traces) {
    const features = input.names.length;
    for (let step = 0; step < time.steps; step++) {
      const value = input.array.values[step * features + feature];
      if (Number.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  const marked = traces.some(({ time }) => (time.marks?.length ?? 0) > 0);
  const top = marked ? 15 : 3;
  const scale = (height - top) / (high - low || 1);
  return {
    domain: [low, high],
    height,
    y: value => top + (high - value) * scale,
    value: y => Math.max(low, Math.min(high, high - (y - top) / scale))
  };
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
  const { steps, marks = [] } = trace.time;
  const features = trace.input.names.length;
  const numberAt = (of: Trace, step: number): number =>
    of.input.array.values[step * features + feature];
  const at = (step: number): number => numberAt(trace, step);
  const edited = (step: number): boolean =>
    before !== undefined && !Object.is(numberAt(before, step), at(step));
  const column = width / steps;
  const inset = Math.min(0.5, column * 0.1);
  const zero = scale.y(0);
  const marked = new Set(marks.map(({ step }) => step));
  const bars = (
    which: (step: number) => boolean,
    value: (step: number) => number
  ): string => {
    let d = '';
    for (let step = 0; step < steps; step++) {
      if (which(step) && value(step) !== 0 && Number.isFinite(value(step))) {
        const x = step * column + inset;
        const end = scale.y(value(step));
        d += `M${x.toFixed(2)} ${zero.toFixed(2)}V${end.toFixed(2)}h${Math.max(0.5, column - 2 * inset).toFixed(2)}V${zero.toFixed(2)}Z`;
      }
    }
    return d;
  };
  const picture = svg('svg', {
    class: 'jp-gatescope-compare-input',
    width,
    height: scale.height,
    viewBox: `0 0 ${width} ${scale.height}`,
    'aria-hidden': 'true'
  });
  picture.append(
    svg('path', {
      class: 'jp-gatescope-compare-bars',
      d: bars(step => !marked.has(step) && !edited(step), at)
    }),
    svg('path', {
      class: 'jp-gatescope-compare-marked',
      d: bars(step => marked.has(step) && !edited(step), at)
    }),
    svg('path', {
      class: 'jp-gatescope-compare-edited',
      d: bars(edited, at)
    }),
    svg('path', {
      class: 'jp-gatescope-compare-was',
      d: bars(edited, step => numberAt(before ?? trace, step))
    }),
    svg('line', {
      class: 'jp-gatescope-grid-line',
      x1: 0,
      x2: width,
      y1: zero,
      y2: zero
    }),
    ...marks
      .filter(({ step }, index) => {
        const last = marks[index - 1];
        return !last || (step - last.step) * column > 28;
      })
      .map(({ step }) =>
        svg(
          'text',
          {
            class: 'jp-gatescope-compare-mark',
            x: Math.max(14, Math.min(width - 14, (step + 0.5) * column)),
            y: 10,
            'text-anchor': 'middle'
          },
          formatFixed(at(step))
        )
      )
  );
  return picture;
}
