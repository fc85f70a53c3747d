import { line } from 'd3-shape';
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { svg } from '../base/dom';
import { formatFixed, formatNumber, tickWriter } from '../base/format';
import { shorten, shortenApart } from '../base/measure';
import type { Band } from './gatesLayout';
import type { SeriesLine, SeriesPanel } from './seriesPanels';

export interface PanelFrame {
  readonly band: Band;
  readonly plotLeft: number;
  readonly plotWidth: number;
  readonly narrow: boolean;
  /** Names and ticks at the left. */
  readonly gutter: boolean;
  /** The first step in view, the steps from there that have numbers, and the middle of each. */
  readonly from: number;
  readonly shown: readonly number[];
  readonly center: (step: number) => number;
  readonly measure: (text: string) => number;
}

/** The vertical scale of a chart of series. */
export function panelScale(
  panel: SeriesPanel,
  band: Band
): ScaleLinear<number, number> {
  const scale = scaleLinear(panel.domain, [band.y + band.height, band.y]);
  return panel.middle === undefined ? scale.nice(3) : scale;
}

const dashes: Readonly<Record<SeriesLine['kind'], string | undefined>> = {
  input: undefined,
  output: '4 3',
  target: '1.5 2.5'
};

/** Draws one chart above the channels: grid, gutter words, bars, lines. */
export function drawSeries(panel: SeriesPanel, frame: PanelFrame): SVGElement {
  const { band, plotLeft, plotWidth, narrow } = frame;
  const y = panelScale(panel, band);
  const group = svg('g', { class: 'jp-gatescope-series' });
  const ticks = panel.middle === undefined ? y.ticks(3) : [0, panel.middle, 1];
  const writeTick =
    panel.middle === undefined ? tickWriter(ticks) : probabilityTick;
  for (const tick of ticks) {
    const at = Math.round(y(tick)) + 0.5;
    group.append(
      svg('line', {
        class: 'jp-gatescope-grid-line',
        x1: plotLeft,
        x2: plotLeft + plotWidth,
        y1: at,
        y2: at,
        'stroke-dasharray': tick === panel.middle ? '3 3' : undefined
      })
    );
    if (!narrow && frame.gutter) {
      group.append(
        svg(
          'text',
          {
            class: 'jp-gatescope-axis',
            x: plotLeft - 6,
            y: at + 4,
            'text-anchor': 'end'
          },
          writeTick(tick)
        )
      );
    }
  }
  if (frame.gutter) {
    group.append(...gutterWords(panel, frame));
  }
  if (panel.bars) {
    group.append(drawBars(panel.bars, frame));
  }
  const several = panel.lines.length > 1;
  for (const series of panel.lines) {
    group.append(
      svg('path', {
        class: `jp-gatescope-series-line jp-gatescope-series-${several ? series.kind : 'input'}`,
        d: seriesPath(series.values, frame, y) ?? '',
        fill: 'none',
        'stroke-dasharray': several ? dashes[series.kind] : undefined
      })
    );
  }
  return group;
}

/** The path of one series, broken where there is no value. */
export function seriesPath(
  values: ArrayLike<number>,
  { from, shown, center }: Pick<PanelFrame, 'from' | 'shown' | 'center'>,
  y: (value: number) => number
): string | null {
  return line<number>(
    step => center(step - from),
    step => y(values[step])
  ).defined(step => Number.isFinite(values[step]))(
    shown.map(step => step + from)
  );
}

/** `0`, `.5`, `1`. */
function probabilityTick(value: number): string {
  return value === 0.5 ? '.5' : formatFixed(value, 0);
}

function gutterWords(
  panel: SeriesPanel,
  { band, narrow, plotLeft, plotWidth, measure }: PanelFrame
): SVGElement[] {
  if (narrow) {
    return [
      svg(
        'text',
        {
          class: 'jp-gatescope-letter',
          x: 3,
          y: band.y + band.height / 2 + 5,
          style: 'font-size: 14px'
        },
        panel.name.slice(0, 1)
      )
    ];
  }
  const legend = legendOf(panel);
  if (legend.length === 0) {
    return [
      wholeName(
        svg(
          'text',
          { x: 0, y: band.y + 11 },
          shorten(panel.name, plotLeft - TICKS, measure)
        ),
        panel.name
      ),
      ...unitWords(panel, band.y + 26)
    ];
  }
  return [
    ...unitWords(panel, band.y + 11),
    ...legendRow(panel, legend, band.y - 10, plotLeft + plotWidth, measure)
  ];
}

/** The lines and bars of a chart that have to be told apart. */
function legendOf({ lines, bars }: SeriesPanel): readonly SeriesLine[] {
  return lines.length > 1 || bars ? [...lines, ...(bars ? [bars] : [])] : [];
}

/** Height of the row of names above a chart. */
export function legendHeight(panel: SeriesPanel): number {
  return legendOf(panel).length > 0 ? 18 : 0;
}

/** Length of the piece of line before a name, and the gaps after both. */
const SAMPLE = 18;
const AFTER_SAMPLE = 5;
const BETWEEN = 14;

/** All names in one row over the whole width, where names of lessons have room. */
function legendRow(
  panel: SeriesPanel,
  legend: readonly SeriesLine[],
  y: number,
  width: number,
  measure: (text: string) => number
): SVGElement[] {
  // Names are written smaller than they are measured.
  const small = (text: string): number => (measure(text) * 11) / 12;
  const room =
    width - legend.length * (SAMPLE + AFTER_SAMPLE + BETWEEN) + BETWEEN;
  // The scale of the bars is not the one at the left of the plot.
  const labels = legend.map(series =>
    series === panel.bars
      ? `${series.name}, 0 … ${formatNumber(largestOf(series.values))}`
      : series.name
  );
  const wanted = labels.map(small);
  const all = wanted.reduce((sum, each) => sum + each, 0);
  // The longest give way first.
  let most = Math.max(...wanted);
  while (
    all > room &&
    most > 20 &&
    wanted.reduce((sum, each) => sum + Math.min(each, most), 0) > room
  ) {
    most -= 4;
  }
  const names = shortenApart(labels, most, small);
  let x = 0;
  return legend.flatMap((series, index) => {
    const left = x;
    x += SAMPLE + AFTER_SAMPLE + small(names[index]) + BETWEEN;
    return [
      series === panel.bars
        ? svg('rect', {
            class: 'jp-gatescope-series-bar',
            x: left + 5,
            y: y - 8,
            width: 9,
            height: 8
          })
        : svg('line', {
            class: `jp-gatescope-series-line jp-gatescope-series-${series.kind}`,
            x1: left,
            x2: left + SAMPLE,
            y1: y - 4,
            y2: y - 4,
            'stroke-dasharray': dashes[series.kind]
          }),
      wholeName(
        svg(
          'text',
          { class: 'jp-gatescope-axis', x: left + SAMPLE + AFTER_SAMPLE, y },
          names[index]
        ),
        labels[index]
      )
    ];
  });
}

function unitWords(panel: SeriesPanel, y: number): SVGElement[] {
  return panel.unit === ''
    ? []
    : [svg('text', { class: 'jp-gatescope-axis', x: 0, y }, panel.unit)];
}

/** Room for the numbers of the axis, left of the plot. */
const TICKS = 28;

/** A name that had to be cut is whole under the pointer. */
export function wholeName(text: SVGTextElement, name: string): SVGTextElement {
  if (text.textContent !== name) {
    text.classList.add('jp-gatescope-cut');
    text.append(svg('title', {}, name));
  }
  return text;
}

function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let step = 0; step < values.length; step += 1) {
    largest = Math.max(largest, Math.abs(values[step]) || 0);
  }
  return largest;
}

/** Bars from the bottom, up to a third of the height, on a scale of their own. */
function drawBars(
  bars: SeriesLine,
  { band, from, shown, center }: PanelFrame
): SVGElement {
  const largest = largestOf(bars.values);
  const width = Math.max(1, (center(1) - center(0)) * 0.7);
  const pieces: string[] = [];
  for (const step of shown.map(each => each + from)) {
    const height =
      largest > 0
        ? (Math.abs(bars.values[step]) / largest) * (band.height / 3)
        : 0;
    if (height > 0) {
      const left = center(step - from) - width / 2;
      const bottom = band.y + band.height;
      pieces.push(
        `M${left.toFixed(2)} ${bottom}v${(-height).toFixed(2)}h${width.toFixed(2)}v${height.toFixed(2)}z`
      );
    }
  }
  return svg('path', { class: 'jp-gatescope-series-bar', d: pieces.join('') });
}
