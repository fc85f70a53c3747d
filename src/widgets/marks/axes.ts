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
  /** The number of the first step. */
  readonly measure: (text: string) => number;
  readonly words?: MarkAttributes;
  /** Whether words may be turned where they have no room upright; else fewer of them are shown. */
  readonly turn?: boolean;
}

/** Labels of the steps below a box: as many as fit, turned where words need it, months for dates. */
export function stepAxis(
  steps: StepScale,
  y: number,
  {
    labels,
    measure,
    words = { class: 'jp-gatescope-axis' },
    turn = false
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
              transform: `translate(${x + 3} ${y + 12}) rotate(-50)`,
              'text-anchor': 'end',
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
        mark: text(written, x, y + 15, { anchor: 'middle', ...words }),
        from: x - half,
        to: x + half
      }
    ];
  });
}

/** Room between two words. */
const GAP = 8;
