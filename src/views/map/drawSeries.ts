import { nice } from 'd3-array';
import type { Translate } from '../../scene/words/translate';
import { pathThrough } from '../../scene/marks/line';
import { mark, type Mark } from '../../scene/marks/mark';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { formatFixed, tickWriter } from '../../scene/words/format';
import { shorten } from '../../scene/words/fitText';
import { linear, type Linear } from '../../scene/marks/linear';
import type { MapBand } from './mapLayout';
import { drawLegend, barRange, legendOf, wholeName } from './seriesLegend';
import { seriesLook } from './seriesLook';
import { type SeriesLine, type SeriesPanel } from './seriesPanels';

export interface PanelFrame {
  readonly band: MapBand;
  readonly plotLeft: number;
  readonly plotWidth: number;
  /** Of the whole picture: names above a chart may reach over the rail. */
  readonly width: number;
  readonly narrow: boolean;
  /** Names and ticks at the left. */
  readonly gutter: boolean;
  /** What stands for its name where there is no room for one. */
  readonly letter: string;
  /** The first step in view, the steps from there that have numbers, and the middle of each. */
  readonly from: number;
  readonly shown: readonly number[];
  readonly center: (step: number) => number;
  readonly measure: (text: string) => number;
  readonly translate: Translate;
}

/** The vertical scale of a chart of series. */
export function panelScale(panel: SeriesPanel, band: MapBand): Linear {
  const { domain, middle } = panel;
  return linear(middle === undefined ? nice(...domain, 3) : domain, [
    band.y + band.height,
    band.y
  ]);
}

/** Draws one chart above the channels: grid, gutter words, bars, lines. */
export function drawSeries(panel: SeriesPanel, frame: PanelFrame): Mark {
  const { band, plotLeft, plotWidth, narrow } = frame;
  const y = panelScale(panel, band);
  const ticks = panel.middle === undefined ? y.ticks(3) : [0, panel.middle, 1];
  const writeTick =
    panel.middle === undefined ? tickWriter(ticks) : probabilityTick;
  return mark(
    'g',
    { class: 'jp-gatescope-series' },
    ...ticks.flatMap(tick => {
      const at = Math.round(y(tick)) + 0.5;
      return [
        rule({
          class: 'jp-gatescope-grid-line',
          ...{ x1: plotLeft, x2: plotLeft + plotWidth, y1: at, y2: at },
          'stroke-dasharray': tick === panel.middle ? '3 3' : undefined
        }),
        ...(!narrow && frame.gutter
          ? [
              text(writeTick(tick), plotLeft - 6, at + 4, {
                class: 'jp-gatescope-axis',
                anchor: 'end'
              })
            ]
          : [])
      ];
    }),
    ...(frame.gutter ? gutterWords(panel, frame) : []),
    ...(panel.bars ? [drawBars(panel.bars, frame)] : []),
    ...panel.lines.map(series =>
      mark('path', {
        ...seriesLook(panel, series),
        d: seriesPath(series.values, frame, y),
        fill: 'none'
      })
    )
  );
}

/** The path of one series, broken where there is no value. */
function seriesPath(
  values: ArrayLike<number>,
  { from, shown, center }: Pick<PanelFrame, 'from' | 'shown' | 'center'>,
  y: (value: number) => number
): string {
  return pathThrough(shown.map(step => [center(step), y(values[step + from])]));
}

/** `0`, `.5`, `1`. */
function probabilityTick(value: number): string {
  return value === 0.5 ? '.5' : formatFixed(value, 0);
}

function gutterWords(panel: SeriesPanel, frame: PanelFrame): Mark[] {
  const { band, narrow, plotLeft, letter, measure, translate } = frame;
  if (narrow) {
    return [
      text(letter, 3, band.y + band.height / 2 + 5, {
        class: 'jp-gatescope-letter',
        style: 'font-size: 14px'
      }),
      ...drawLegend(panel, band.y, frame)
    ];
  }
  if (legendOf(panel, narrow, translate).length === 0) {
    const lines = nameLines(panel.name, plotLeft - TICKS, measure);
    const last = band.y + 11 + 15 * (lines.length - 1);
    return [
      ...lines.map(({ words, whole }, index) =>
        wholeName(words, whole, 0, band.y + 11 + 15 * index)
      ),
      ...unitWords(panel, last + 15)
    ];
  }
  return [
    ...unitWords(panel, band.y + 11),
    ...drawLegend(panel, band.y, frame)
  ];
}

/** A name in the gutter, in two lines where one is too short for it. */
function nameLines(
  name: string,
  width: number,
  measure: (text: string) => number
): { readonly words: string; readonly whole: string }[] {
  const words = name.split(' ');
  const fitting = words.findIndex(
    (_, index) => measure(words.slice(0, index + 1).join(' ')) > width
  );
  const lines =
    fitting > 0
      ? [words.slice(0, fitting).join(' '), words.slice(fitting).join(' ')]
      : [name];
  return lines.map(line => ({
    words: shorten(line, width, measure),
    whole: line
  }));
}

function unitWords(panel: SeriesPanel, y: number): Mark[] {
  return panel.unit === ''
    ? []
    : [text(panel.unit, 0, y, { class: 'jp-gatescope-axis' })];
}

/** Room for the numbers of the axis, left of the plot. */
const TICKS = 28;

/** Bars from zero, in the lowest third of the height, on a scale of their own. */
function drawBars(
  bars: SeriesLine,
  { band, from, shown, center }: PanelFrame
): Mark {
  const [low, high] = barRange(bars.values);
  const bottom = band.y + band.height;
  const unit = high > low ? band.height / 3 / (high - low) : 0;
  const zero = bottom + low * unit;
  const width = Math.max(1, (center(1) - center(0)) * 0.7);
  const pieces: string[] = [];
  for (const step of shown.map(each => each + from)) {
    const height = bars.values[step] * unit;
    if (Number.isFinite(height) && height !== 0) {
      const left = center(step - from) - width / 2;
      pieces.push(
        `M${left.toFixed(2)} ${zero.toFixed(2)}v${(-height).toFixed(2)}h${width.toFixed(2)}v${height.toFixed(2)}z`
      );
    }
  }
  return mark('path', { class: 'jp-gatescope-series-bar', d: pieces.join('') });
}
