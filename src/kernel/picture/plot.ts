import { scaleLinear, scaleLog } from 'd3-scale';
import { element, ink, label, linePath } from './svg';

/** One line of a plot. */
export interface PlotLine {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly stroke: string;
  readonly dash?: string;
  /** Where the first value stands on the horizontal axis. */
  readonly from?: number;
}

/** Where a plot stands in its picture, and what its axes say. */
export interface PlotFrame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly across: string;
  readonly up: string;
  /** Powers of ten up the side; zero and below are not drawn. */
  readonly logarithmic?: boolean;
}

/** Lines over a shared horizontal axis of steps or epochs, with axes, grid and a name for each. */
export function plot(
  lines: readonly PlotLine[],
  { x, y, width, height, across, up, logarithmic = false }: PlotFrame
): string {
  const finite = lines
    .flatMap(({ values }) => Array.from(values))
    .filter(value => Number.isFinite(value) && (!logarithmic || value > 0));
  const [low, high] =
    finite.length === 0
      ? [0, 1]
      : [
          finite.reduce((a, b) => Math.min(a, b)),
          finite.reduce((a, b) => Math.max(a, b))
        ];
  const longest = Math.max(
    2,
    ...lines.map(({ values, from = 0 }) => from + values.length)
  );
  const toX = scaleLinear()
    .domain([0, longest - 1])
    .range([x, x + width]);
  const toY = (logarithmic ? scaleLog() : scaleLinear())
    .domain(low === high ? [low, low === 0 ? 1 : low * 1.1] : [low, high])
    .range([y + height, y])
    .nice();
  const upTicks = toY.ticks(4);
  const acrossTicks = toX
    .ticks(Math.min(8, longest))
    .filter(tick => Number.isInteger(tick));
  const format = (value: number) =>
    logarithmic ? value.toExponential(0) : String(Number(value.toPrecision(4)));
  return [
    ...upTicks.flatMap(tick => [
      element('line', {
        x1: x,
        x2: x + width,
        y1: toY(tick),
        y2: toY(tick),
        stroke: ink.grid
      }),
      label(x - 6, toY(tick) + 4, format(tick), {
        'text-anchor': 'end',
        'font-size': 11,
        fill: ink.second
      })
    ]),
    ...acrossTicks.map(tick =>
      label(toX(tick), y + height + 16, String(tick), {
        'text-anchor': 'middle',
        'font-size': 11,
        fill: ink.second
      })
    ),
    label(x + width, y + height + 30, across, {
      'text-anchor': 'end',
      fill: ink.second
    }),
    label(x, y - 8, up, { fill: ink.second }),
    ...lines.map(({ values, stroke, dash, from = 0 }) =>
      element('path', {
        d: linePath(
          Array.from(values, (value, index) => [
            toX(from + index),
            logarithmic && value <= 0 ? NaN : toY(value)
          ])
        ),
        fill: 'none',
        stroke,
        'stroke-width': 1.75,
        'stroke-dasharray': dash
      })
    ),
    ...lines.flatMap(({ name, stroke, dash }, index) => {
      const top = y + 8 + index * 16;
      return [
        element('line', {
          x1: x + width + 12,
          x2: x + width + 32,
          y1: top - 4,
          y2: top - 4,
          stroke,
          'stroke-width': 1.75,
          'stroke-dasharray': dash
        }),
        label(x + width + 38, top, name)
      ];
    })
  ].join('');
}
