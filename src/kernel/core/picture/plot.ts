import { stepAxis, valueAxis } from '../../../scene/marks/axes';
import { area, line } from '../../../scene/marks/line';
import { type Mark } from '../../../scene/marks/mark';
import { markup } from '../../../scene/marks/markup';
import { stepScale, type Box } from '../../../scene/marks/plane';
import { rule } from '../../../scene/marks/rule';
import { text } from '../../../scene/marks/text';
import { extentOf, linearScale } from '../../../scene/marks/valueScale';
import { ink } from './svg';

/** One line of a plot. */
export interface PlotLine {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly stroke: string;
  readonly dash?: string;
  /** The area that the values lie in, drawn behind all lines. */
  readonly band?: {
    readonly lower: ArrayLike<number>;
    readonly upper: ArrayLike<number>;
  };
  /** Where the first value stands on the horizontal axis. */
  readonly from?: number;
}

/** Where a plot stands in its picture, and what its axes say. */
export interface PlotFrame extends Box {
  readonly across: string;
  readonly up: string;
  /** The step that the picture speaks of. */
  readonly cursor?: number;
}

const words = { fill: ink.second };
const small = { ...words, 'font-size': 11 };

/** Lines over a shared horizontal axis of steps or epochs, with axes, grid and a name for each. */
export function plot(
  lines: readonly PlotLine[],
  { across, up, cursor, ...box }: PlotFrame
): string {
  const { x, y, width, height } = box;
  const lists = lines.flatMap(({ values, band }) =>
    band ? [values, band.lower, band.upper] : [values]
  );
  const scale = linearScale(extentOf(lists), box);
  const longest = Math.max(
    2,
    ...lines.map(({ values, from = 0 }) => from + values.length)
  );
  const steps = stepScale(longest, box);
  return [
    ...valueAxis(scale, box, { grid: { stroke: ink.grid }, words: small }),
    ...stepAxis(steps, y + height + 1, { measure, words: small }).map(
      ({ mark }) => mark
    ),
    text(across, x + width, y + height + 30, { anchor: 'end', ...words }),
    text(up, x, y - 8, words),
    ...lines.flatMap(({ band, from = 0, stroke }) =>
      band
        ? [
            area(
              band.lower,
              band.upper,
              { x: index => steps.center(from + index), y: scale },
              { fill: stroke, 'fill-opacity': 0.16 }
            )
          ]
        : []
    ),
    ...(cursor === undefined
      ? []
      : [
          rule({
            x1: steps.center(cursor),
            x2: steps.center(cursor),
            y1: y,
            y2: y + height,
            stroke: ink.text
          })
        ]),
    ...lines.map(({ values, from = 0, ...look }) =>
      line(
        values,
        { x: index => steps.center(from + index), y: scale },
        strokeOf(look)
      )
    ),
    ...lines.flatMap((each, index) =>
      legend(each, x + width + 12, y + 8 + index * 16)
    )
  ]
    .map(markup)
    .join('');
}

/** About how wide small words are: nothing measures them here. */
function measure(label: string): number {
  return label.length * 6.2;
}

function strokeOf({
  stroke,
  dash
}: Pick<PlotLine, 'stroke' | 'dash'>): Readonly<
  Record<string, string | number | undefined>
> {
  return { stroke, 'stroke-width': 1.75, 'stroke-dasharray': dash };
}

function legend({ name, ...look }: PlotLine, x: number, y: number): Mark[] {
  const line = { x1: x, x2: x + 20, y1: y - 4, y2: y - 4 };
  return [rule({ ...line, ...strokeOf(look) }), text(name, x + 26, y)];
}
