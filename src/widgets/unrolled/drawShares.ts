import type { Trace } from '../../trace';
import { setAttributes, setText, svg } from '../base/dom';
import { formatFixed } from '../base/format';
import { shorten } from '../base/measure';
import {
  layoutLabels,
  numberLabels,
  shortDate,
  type LabelLayout
} from '../base/timeLabels';
import type { Shares } from './shares';
import { sharesLayout, type SharesLayout } from './unrolledLayout';

/** The steps that the bars stand for; what came earlier has one bar of its own. */
export interface SharesWindow {
  readonly from: number;
  readonly count: number;
}

/** The bars of what each step wrote and what is left of it. */
export interface SharesChart {
  readonly element: SVGSVGElement;
  readonly layout: SharesLayout;
  /** `scale` is the largest |value| that the unit ever writes: it stays while the cursor moves. */
  show(shares: Shares, scale: number): void;
  /** The step at a place; `before` for the bar of all that came earlier; null beside the plot. */
  stepAt(x: number): number | 'before' | null;
  /** Left and right edge of a step's column. */
  columnOf(step: number | 'before'): { left: number; right: number };
}

export interface SharesChartOptions {
  readonly trace: Trace;
  readonly width: number;
  readonly narrow: boolean;
  readonly window: SharesWindow;
  /** What the bar of all that came earlier is called; null without one. */
  readonly before: string | null;
  readonly forward: boolean;
  readonly hues: { readonly state: string; readonly write: string };
  readonly measure: (text: string) => number;
}

/** Above this many bars only the largest say their number. */
const MOST_NUMBERS = 6;

/** Draws the axis; the bars follow the cursor. */
export function drawShares(options: SharesChartOptions): SharesChart {
  const { trace, width, narrow, forward, measure, window } = options;
  const { labels } = trace.time;
  const { from, count } = window;
  const hasBefore = options.before !== null;
  const layout = sharesLayout(width, narrow, count, hasBefore);
  const { column, perColumn, left, top, middle, bottom } = layout;
  const right = left + layout.plotWidth;
  const first = hasBefore && forward ? 1 : 0;

  const columnIndex = (step: number | 'before'): number =>
    step === 'before'
      ? forward
        ? 0
        : layout.columns - 1
      : first + Math.floor((step - from) / perColumn);
  const columnLeft = (step: number | 'before'): number =>
    left + columnIndex(step) * column;

  const placed = labels
    ? layoutLabels({
        steps: count,
        labels: labels.slice(from, from + count),
        columnWidth: column / perColumn,
        measure
      })
    : windowNumbers(from, count, column / perColumn, measure);
  const turned = placed.mode === 'turned';
  const height = bottom + (turned ? 58 : 26);
  const element = svg('svg', {
    class: 'jp-gatescope-shares',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    'aria-hidden': 'true'
  });
  const tickTop = svg('text', axisText(left - 8, top + 4));
  const tickBottom = svg('text', axisText(left - 8, bottom + 4));
  const written = svg('path', {
    class: 'jp-gatescope-share-written',
    'data-jp-gatescope-hue': options.hues.write
  });
  const rest = svg('path', {
    class: 'jp-gatescope-share-left',
    'data-jp-gatescope-hue': options.hues.state
  });
  const here = svg('rect', {
    class: 'jp-gatescope-share-cursor',
    y: top - 2,
    height: bottom - top + 4
  });
  const total = svg('text', {
    class: 'jp-gatescope-share-total',
    x: narrow ? right : width,
    y: narrow ? top - 14 : middle + 5,
    'text-anchor': 'end'
  });
  const numbers = svg('g');
  const { before } = options;
  const beforeWords =
    before !== null && (column >= 34 || turned || !labels) ? before : '';
  /** Words for what came before the window need their room. */
  const isFree = (step: number, text: string): boolean =>
    beforeWords === '' ||
    Math.abs(columnLeft(step) - columnLeft('before')) >
      measure(beforeWords) / 2 + (turned ? 8 : measure(text) / 2) + 6;
  const ticks = placed.ticks.filter(({ step: tick, text }) =>
    isFree(tick + from, text)
  );
  const names = ticks.map(({ step: tick, text }) => {
    const step = tick + from;
    const x = columnLeft(step) + (placed.mode === 'dates' ? 2 : column / 2);
    return {
      step,
      x: columnLeft(step) + column / 2,
      element: svg(
        'text',
        turned
          ? {
              class: 'jp-gatescope-share-label',
              transform: `translate(${x + 3} ${bottom + 14}) rotate(-50)`,
              'text-anchor': 'end'
            }
          : {
              class: 'jp-gatescope-share-label',
              x,
              y: bottom + 20,
              'text-anchor': placed.mode === 'dates' ? 'start' : 'middle'
            },
        shorten(
          placed.mode === 'upright' && labels ? shortDate(text) : text,
          turned ? 70 : Math.max(column + 8, 60),
          measure
        )
      )
    };
  });
  const hereName = svg('text', {
    class: 'jp-gatescope-share-label jp-gatescope-current jp-gatescope-halo',
    y: bottom + 20,
    'text-anchor': 'middle'
  });
  const labelled = new Set(names.map(({ step }) => step));
  element.append(
    ...[top, bottom].map(y => gridLine(left, right, y)),
    tickTop,
    svg('text', axisText(left - 8, middle + 4), '0'),
    tickBottom,
    written,
    rest,
    svg('line', {
      class: 'jp-gatescope-share-zero',
      x1: left,
      x2: right,
      y1: middle,
      y2: middle
    }),
    here,
    numbers,
    ...names.map(({ element: text }) => text),
    ...(options.before !== null
      ? [
          svg(
            'text',
            {
              class: 'jp-gatescope-share-label jp-gatescope-second-fill',
              x: columnLeft('before') + column / 2,
              y: bottom + 20,
              'text-anchor': 'middle'
            },
            beforeWords
          )
        ]
      : []),
    hereName,
    total
  );

  return {
    element,
    layout,
    show(shares, scale) {
      const y = (value: number): number =>
        middle -
        ((middle - top) * Math.max(-scale, Math.min(scale, value))) / scale;
      setText(tickTop, formatFixed(scale, scale < 0.1 ? 2 : 1));
      setText(tickBottom, formatFixed(-scale, scale < 0.1 ? 2 : 1));

      // A column can hold several steps: their sums.
      const sums = new Map<
        number,
        { x: number; written: number; left: number }
      >();
      const add = (
        step: number | 'before',
        share: { readonly written: number; readonly left: number }
      ): void => {
        const index = columnIndex(step);
        const sum = sums.get(index);
        sums.set(index, {
          x: columnLeft(step),
          written: (sum?.written ?? 0) + share.written,
          left: (sum?.left ?? 0) + share.left
        });
      };
      if (hasBefore) {
        add('before', beforeOf(shares, window));
      }
      shares.steps
        .filter(({ step }) => isInside(step, window))
        .forEach(share => add(share.step, share));

      const inset = column < 6 ? 0 : Math.min(20, column * 0.2);
      const barWidth = Math.max(1, column - 2 * inset);
      const outline: string[] = [];
      const filled: string[] = [];
      for (const { x, written: w, left: l } of sums.values()) {
        const from = x + inset;
        outline.push(
          `M${from} ${middle}V${y(w)}H${from + barWidth}V${middle}Z`
        );
        const edge = y(l);
        if (Math.abs(edge - middle) > 0.2) {
          filled.push(`M${from} ${middle}V${edge}h${barWidth}V${middle}Z`);
        }
      }
      written.setAttribute('d', outline.join(''));
      written.setAttribute('stroke-width', column < 6 ? '0.75' : '1.75');
      rest.setAttribute('d', filled.join(''));

      const largest = layout.labelled
        ? [...sums.values()]
        : [...sums.values()]
            .filter(({ left: value }) => Math.abs(value) >= 0.005)
            .sort((a, b) => Math.abs(b.left) - Math.abs(a.left))
            .reduce<{ x: number; written: number; left: number }[]>(
              (chosen, next) =>
                chosen.length < MOST_NUMBERS &&
                chosen.every(({ x }) => Math.abs(x - next.x) >= 36)
                  ? [...chosen, next]
                  : chosen,
              []
            );
      numbers.replaceChildren(
        ...largest.map(({ x, written: w, left: value }) => {
          const up = Math.abs(w) > 1e-9 ? w > 0 : value >= 0;
          const end = up ? Math.min(y(w), y(value)) : Math.max(y(w), y(value));
          return svg(
            'text',
            {
              class: 'jp-gatescope-share-number jp-gatescope-halo',
              x: x + column / 2,
              y: numberPlace(end, up, bottom),
              'text-anchor': 'middle'
            },
            formatFixed(value)
          );
        })
      );

      const x = columnLeft(shares.step);
      setAttributes(here, {
        x: x + (column < 6 ? -1.5 : Math.min(inset, 6)),
        width: column < 6 ? column + 3 : column - 2 * Math.min(inset, 6)
      });
      for (const { step, element: text } of names) {
        const after = forward ? step > shares.step : step < shares.step;
        text.classList.toggle('jp-gatescope-after', after);
        text.classList.toggle('jp-gatescope-current', step === shares.step);
      }
      const missing = !labelled.has(shares.step) || placed.mode === 'dates';
      names.forEach(({ element: text, x: middleOfName, step }) => {
        const close =
          missing &&
          step !== shares.step &&
          Math.abs(middleOfName - (x + column / 2)) < 44;
        text.style.visibility = close ? 'hidden' : '';
      });
      setText(
        hereName,
        missing ? shortDate(labels?.[shares.step] ?? String(shares.step)) : ''
      );
      hereName.setAttribute(
        'x',
        String(Math.max(left + 16, Math.min(right - 16, x + column / 2)))
      );
      setText(total, `= ${formatFixed(shares.total)}`);
    },
    stepAt(x) {
      if (x < left || x >= right) {
        return null;
      }
      const index = Math.floor((x - left) / column);
      if (hasBefore && index === columnIndex('before')) {
        return 'before';
      }
      return Math.min(from + count - 1, from + (index - first) * perColumn);
    },
    columnOf: step => ({
      left: columnLeft(step),
      right: columnLeft(step) + column
    })
  };
}

function isInside(step: number, { from, count }: SharesWindow): boolean {
  return step >= from && step < from + count;
}

/** All that came before the window as one share: the initial state and the earlier steps. */
export function beforeOf(
  shares: Shares,
  window: SharesWindow
): { readonly written: number; readonly left: number } {
  const earlier = shares.steps.filter(({ step }) => !isInside(step, window));
  const left = earlier.reduce(
    (sum, share) => sum + share.left,
    shares.initial.left
  );
  // Several steps have no one thing that they wrote: the bar is what is left of them.
  return earlier.length === 0 ? shares.initial : { written: left, left };
}

/** Numbers of a window's steps, at round places of the whole run. */
function windowNumbers(
  from: number,
  count: number,
  columnWidth: number,
  measure: (text: string) => number
): LabelLayout {
  const { mode, ticks } = numberLabels(from + count, columnWidth, measure);
  return {
    mode,
    ticks: ticks
      .filter(({ step }) => step >= from)
      .map(({ step, text }) => ({ step: step - from, text }))
  };
}

function gridLine(left: number, right: number, y: number): SVGElement {
  return svg('line', {
    class: 'jp-gatescope-grid-line',
    x1: left,
    x2: right,
    y1: y,
    y2: y
  });
}

function axisText(
  x: number,
  y: number
): Readonly<Record<string, string | number>> {
  return { class: 'jp-gatescope-axis', x, y, 'text-anchor': 'end' };
}

/** The baseline of a bar's number: beyond the bar's end, or in it where the axis has its words there. */
export function numberPlace(
  end: number,
  isUp: boolean,
  bottom: number
): number {
  return isUp || end + 16 > bottom + 4 ? end - 6 : end + 16;
}
