import { intoLines, shorten } from '../words/fitText';
import { layoutLabels, shortDate, type LabelLayout } from '../words/timeLabels';
import { mark, type Mark, type MarkAttributes } from './mark';
import type { Box, StepScale } from './plane';
import { rule } from './rule';
import { text } from './text';
import type { ValueScale } from './valueScale';

export interface ValueAxisOptions {
  /** Attributes of the grid lines: a view's have a class, a saved picture's a color. */
  readonly grid?: MarkAttributes;
  readonly words?: MarkAttributes;
  /** Room between the words and the plot. */
  readonly gap?: number;
  /** Whether the ticks have words. */
  readonly labeled?: boolean;
}

/** Grid lines across a box, with their values at its left. */
export function valueAxis(
  scale: ValueScale,
  box: Pick<Box, 'x' | 'width'>,
  {
    grid = { class: 'jp-gatescope-grid-line' },
    words = { class: 'jp-gatescope-axis' },
    gap = 6,
    labeled = true
  }: ValueAxisOptions = {}
): Mark[] {
  return scale.ticks.flatMap(({ value, text: written }) => {
    // The middle of a device pixel: a line of one pixel stays sharp.
    const y = Math.round(scale(value)) + 0.5;
    return [
      rule({ x1: box.x, x2: box.x + box.width, y1: y, y2: y, ...grid }),
      ...(labeled
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
  /**
   * Whether words that have no room upright on one line may stand on several, and be turned where these
   * have none either; else fewer of them are shown.
   */
  readonly turn?: boolean;
  /** Whether the words stand above `y`, as over a map; else below it. */
  readonly above?: boolean;
}

/** How high the words of a step axis are, those on several lines and turned ones too. */
export function stepAxisHeight(
  scale: StepScale,
  options: StepAxisOptions
): number {
  const { measure, turn = false } = options;
  const layout = labelLayout(scale, options);
  const lines = stacked(layout, scale, options);
  if (lines) {
    return 16 + LINE * (Math.max(1, ...lines.map(({ length }) => length)) - 1);
  }
  const widest = Math.max(
    0,
    ...layout.ticks.map(({ text: label }) => measure(label))
  );
  return layout.mode === 'turned' && turn
    ? Math.min(HIGHEST_TURNED, widest * DOWN + 12)
    : 16;
}

/** Labels of the steps along a box: as many as fit, turned where words need it, months for dates. */
export function stepAxis(
  steps: StepScale,
  y: number,
  options: StepAxisOptions
): AxisMark[] {
  const {
    measure,
    words = { class: 'jp-gatescope-axis' },
    turn = false,
    above = false
  } = options;
  const layout = labelLayout(steps, options);
  const lines = stacked(layout, steps, options);
  if (lines) {
    return layout.ticks.flatMap(({ step }, at) =>
      lines[at].map((line, below) => {
        const x = steps.center(step);
        const half = measure(line) / 2;
        return {
          mark: text(line, x, y + 15 + LINE * below, {
            anchor: 'middle',
            ...words
          }),
          from: x - half,
          to: x + half
        };
      })
    );
  }
  const turned = layout.mode === 'turned' && turn;
  const end = steps.left(steps.steps);
  let free = -Infinity;
  return layout.ticks.flatMap(({ step, text: label }) => {
    const written = layout.mode === 'turned' ? label : shortDate(label);
    const half = measure(written) / 2;
    const x = turned
      ? steps.center(step)
      : // A long name at the end keeps within what is drawn.
        Math.min(steps.center(step), Math.max(0, end + OVER - half));
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
            above
              ? written
              : shorten(
                  written,
                  Math.min((HIGHEST_TURNED - 12) / DOWN, (x + 3) / ACROSS),
                  measure
                )
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
/** A name may reach so far beyond the last column. */
const OVER = 12;

/** Lines of words under a column: their distance, and how many there may be. */
const LINE = 14;
const MOST_LINES = 3;

/** So far words turned by 50° reach down and across, by their length; and the room they get at most. */
const DOWN = 0.77;
const ACROSS = 0.64;
const HIGHEST_TURNED = 80;

function labelLayout(
  { steps, column }: StepScale,
  { labels, measure }: StepAxisOptions
): LabelLayout {
  return layoutLabels({ steps, labels, columnWidth: column, measure });
}

/** The lines of each label, where all that would be turned fit their columns on several. */
function stacked(
  { mode, ticks }: LabelLayout,
  { column }: StepScale,
  { measure, turn = false, above = false }: StepAxisOptions
): readonly (readonly string[])[] | null {
  if (mode !== 'turned' || !turn || above) {
    return null;
  }
  const lines = ticks.flatMap(({ text: label }) => {
    const each = intoLines(label, column - GAP, MOST_LINES, measure);
    return each ? [each] : [];
  });
  return lines.length === ticks.length ? lines : null;
}
