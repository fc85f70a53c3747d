import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import { formatNumber } from '../../scene/words/format';
import { shorten } from '../../scene/words/fitText';
import type { Translate } from '../../scene/words/translate';
import { seriesLook } from './seriesLook';
import { MOST_NAMED, type SeriesLine, type SeriesPanel } from './seriesPanels';

/** Length of the piece of line before a name, and the gaps after both. */
export const SAMPLE = 18;
export const AFTER_SAMPLE = 5;
const BETWEEN = 14;
const ROW = 16;

interface LegendEntry {
  readonly series: SeriesLine;
  readonly words: string;
  /** What the words are cut from, where they are. */
  readonly whole: string;
  readonly x: number;
  readonly row: number;
}

/**
 * The lines and bars of a chart that have to be told apart; many outputs are one entry.
 *
 * @param narrow the gutter has room for a letter alone, so that a single line is named here, too
 */
export function legendOf(
  { lines, bars, outputCount }: SeriesPanel,
  narrow: boolean,
  translate: Translate
): readonly SeriesLine[] {
  if (lines.length <= 1 && !bars && !narrow) {
    return [];
  }
  const outputs = lines.filter(({ kind }) => kind === 'output');
  const others = lines.filter(({ kind }) => kind !== 'output');
  return [
    ...(outputs.length > MOST_NAMED
      ? [...others, together(outputs, outputCount, translate)]
      : lines),
    ...(bars ? [bars] : [])
  ];
}

/** Several lines under one name: that of the first and of the last, and how many are left out. */
function together(
  lines: readonly SeriesLine[],
  count: number | undefined,
  translate: Translate
): SeriesLine {
  const [first] = lines;
  const ends = `${first.name} … ${lines[lines.length - 1].name}`;
  return {
    ...first,
    name:
      count === undefined
        ? ends
        : `${ends}, ${translate('%1 of %2 outputs', lines.length, count)}`
  };
}

/** Where the names of a chart stand. */
export interface LegendRoom {
  readonly width: number;
  readonly narrow: boolean;
  readonly measure: (text: string) => number;
  readonly translate: Translate;
}

/** The names of a chart one after the other, in as many rows as they need; they are not cut. */
function legendEntries(
  panel: SeriesPanel,
  { width, narrow, measure, translate }: LegendRoom
): readonly LegendEntry[] {
  let x = 0;
  let row = 0;
  return legendOf(panel, narrow, translate).map((series, index) => {
    // The scale of the bars is not the one at the left of the plot.
    const whole =
      series === panel.bars
        ? `${series.name}, ${barRange(series.values).map(formatNumber).join(' … ')}`
        : // Where the gutter has no room for the unit of its scale, the first name has it.
          narrow && index === 0 && panel.unit !== ''
          ? `${series.name} (${panel.unit})`
          : series.name;
    const words = shorten(whole, width - SAMPLE - AFTER_SAMPLE, measure);
    const wanted = SAMPLE + AFTER_SAMPLE + measure(words);
    if (x > 0 && x + wanted > width) {
      x = 0;
      row += 1;
    }
    const entry = { series, words, whole, x, row };
    x += wanted + BETWEEN;
    return entry;
  });
}

/** Height of the rows of names above a chart. */
export function legendHeight(panel: SeriesPanel, room: LegendRoom): number {
  const last = legendEntries(panel, room).at(-1);
  return last ? 2 + ROW * (last.row + 1) : 0;
}

/** The names above a chart whose top is at `top`. */
export function drawLegend(
  panel: SeriesPanel,
  top: number,
  room: LegendRoom
): Mark[] {
  const entries = legendEntries(panel, room);
  const rows = (entries.at(-1)?.row ?? 0) + 1;
  return entries.flatMap(({ series, words, whole, x, row }) => {
    const y = top - 10 - ROW * (rows - 1 - row);
    return [
      seriesSample(panel, series, x, y),
      wholeName(words, whole, x + SAMPLE + AFTER_SAMPLE, y, 'jp-gatescope-axis')
    ];
  });
}

/** A piece of the line, or a bar, as it is drawn in the chart. */
export function seriesSample(
  panel: SeriesPanel,
  series: SeriesLine,
  x: number,
  y: number
): Mark {
  return series === panel.bars
    ? mark('rect', {
        class: 'jp-gatescope-series-bar',
        x: x + 5,
        y: y - 8,
        width: 9,
        height: 8
      })
    : mark('line', {
        ...seriesLook(panel, series),
        x1: x,
        x2: x + SAMPLE,
        y1: y - 4,
        y2: y - 4
      });
}

/** A name; one that had to be cut is whole under the pointer. */
export function wholeName(
  words: string,
  name: string,
  x: number,
  y: number,
  look?: string
): Mark {
  const isCut = words !== name;
  const written = text(words, x, y, {
    class:
      [look, isCut && 'jp-gatescope-cut'].filter(Boolean).join(' ') || undefined
  });
  return isCut
    ? { ...written, children: [words, mark('title', {}, name)] }
    : written;
}

/** The scale of bars, which stand on zero: from their least number below it to their greatest above. */
export function barRange(values: ArrayLike<number>): [number, number] {
  let [low, high] = [0, 0];
  for (let step = 0; step < values.length; step += 1) {
    if (Number.isFinite(values[step])) {
      low = Math.min(low, values[step]);
      high = Math.max(high, values[step]);
    }
  }
  return [low, high];
}
