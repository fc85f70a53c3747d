import { layoutLabels, shortDate } from '../base/timeLabels';
import { mark, type Mark, type MarkAttributes } from './mark';
import type { Box, StepScale } from './plane';
import { rule } from './rule';
import { text } from './text';
import type { ValueScale } from './valueScale';

export interface ValueAxisOptions {
  /** Attributes of the grid lines: a view's have a class, a saved picture's a colour. */
  readonly grid?: MarkAttributes;
  readonly words?: MarkAttributes;
  /** Room between the words and the plot. */
  readonly gap?: number;
  /** Whether the ticks have words. */
  readonly labelled?: boolean;
}

/** Grid lines across a box, with their values at its left. */
export function valueAxis(
  scale: ValueScale,
  box: Pick<Box, 'x' | 'width'>,
  {
    grid = { class: 'jp-gatescope-grid-line' },
    words = { class: 'jp-gatescope-axis' },
    gap = 6,
    labelled = true
  }: ValueAxisOptions = {}
): Mark[] {
  return scale.ticks.flatMap(({ value, text: written }) => {
    // The middle of a device pixel: a line of one pixel stays sharp.
    const y = Math.round(scale(value)) + 0.5;
    return [
      rule({ x1: box.x, x2: box.x + box.width, y1: y, y2: y, ...grid }),
      ...(labelled
        ? [text(written, box.x - gap, y + 4, { anchor: 'end', ...words })]
        : [])
    ];
  });
}

/** Words under a step axis, and the room that they take. */
export interface AxisMark {
  readonly mark: Mark;
  readonly from: number;
  readonly to: number;
}

export interface StepAxisOptions {
  /** Words of the steps, from the first; without them the steps are numbered. */
  readonly labels?: readonly string[];
  readonly measure: (text: string) => number;
  readonly words?: MarkAttributes;
  /** Whether words may be turned where they have no room upright; else fewer of them are shown. */
  readonly turn?: boolean;
  /** Whether the words stand above `y`, as over a map; else below it. */
  readonly above?: boolean;
}

/** How high the words of a step axis are, turned ones with their length. */
export function stepAxisHeight(
  { steps, column }: StepScale,
  { labels, measure, turn = false }: StepAxisOptions
): number {
  const { mode, ticks } = layoutLabels({
    steps,
    labels,
    columnWidth: column,
    measure
  });
  const widest = Math.max(0, ...ticks.map(({ text: label }) => measure(label)));
  return mode === 'turned' && turn ? Math.min(80, widest * 0.77 + 12) : 16;
}

/** Labels of the steps along a box: as many as fit, turned where words need it, months for dates. */
export function stepAxis(
  steps: StepScale,
  y: number,
  {
    labels,
    measure,
    words = { class: 'jp-gatescope-axis' },
    turn = false,
    above = false
  }: StepAxisOptions
): AxisMark[] {
  const layout = layoutLabels({
    steps: steps.steps,
    labels,
    columnWidth: steps.column,
    measure
  });
  const turned = layout.mode === 'turned' && turn;
  let free = -Infinity;
  return layout.ticks.flatMap(({ step, text: label }) => {
    const written = layout.mode === 'turned' ? label : shortDate(label);
    const x = steps.center(step);
    const half = measure(written) / 2;
    if (turned) {
      return [
        {
          mark: mark(
            'text',
            {
              transform: above
                ? `translate(${x + 1} ${y}) rotate(-50)`
                : `translate(${x + 3} ${y + 12}) rotate(-50)`,
              'text-anchor': above ? 'start' : 'end',
              ...words
            },
            written
          ),
          from: x - 7,
          to: x + 7
        }
      ];
    }
    if (x - half < free) {
      return [];
    }
    free = x + half + GAP;
    return [
      {
        mark: text(written, x, above ? y : y + 15, {
          anchor: 'middle',
          ...words
        }),
        from: x - half,
        to: x + half
      }
    ];
  });
}

/** Room between two words. */
const GAP = 8;
