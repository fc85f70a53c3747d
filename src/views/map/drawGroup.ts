import { channelHue } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import {
  formatFixed,
  formatNumber,
  superscript
} from '../../scene/words/format';
import { pathAround, pathThrough } from '../../scene/marks/line';
import { mark, type Mark, type MarkAttributes } from '../../scene/marks/mark';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { intoLines, shorten } from '../../scene/words/fitText';
import { linear } from '../../scene/marks/linear';
import { gutterLabel } from './traceChannels';
import type { MapBand } from './mapLayout';
import { letterMark, ofHue } from './letterMark';
import type { SceneRow } from './mapScene';

export interface GroupFrame {
  readonly band: MapBand;
  readonly plotLeft: number;
  readonly plotWidth: number;
  readonly narrow: boolean;
  readonly gutter: boolean;
  readonly unitsPerRow: number;
  readonly measure: (text: string) => number;
  readonly translate: Translate;
}

const axis = { class: 'jp-gatescope-axis' };
/** Where the words under the name of a channel begin. */
const WORDS_LEFT = 11;

/** Bar, letter, name and range at the left of a channel. */
export function drawGutter(
  row: SceneRow,
  frame: GroupFrame,
  lines: boolean
): Mark {
  const { band, narrow } = frame;
  const { channel } = row;
  const hue = row.hue ?? channelHue(channel);
  return mark(
    'g',
    { ...ofHue(hue), 'data-of': channel.name },
    mark('rect', {
      class: 'jp-gatescope-channel-bar',
      x: 0,
      y: band.y,
      width: 3,
      height: band.height
    }),
    letterMark(channel.name, hue, {
      x: narrow ? 7 : 11,
      y: band.y + (narrow ? 14 : 15),
      // A gradient's name is longer than a letter.
      size: channel.name.length > 2 ? 13 : narrow ? 16 : 18
    }),
    ...(narrow ? [] : gutterWords(row, frame, lines))
  );
}

/** The name of a channel beside its letter, and below it what its scale is. */
function gutterWords(
  row: SceneRow,
  { band, plotLeft, unitsPerRow, measure, translate }: GroupFrame,
  lines: boolean
): Mark[] {
  const { channel } = row;
  const nameLeft =
    11 +
    Math.max(
      19,
      measure(channel.name) * (channel.name.length > 2 ? 1.1 : 1.5) + 7
    );
  // What is beyond the scale is said of lines, too, whose axis has the other numbers.
  const beyond =
    row.beyond === undefined
      ? []
      : inGutter(
          translate('beyond: up to %1', formatNumber(row.beyond)),
          plotLeft - WORDS_LEFT - (lines ? zeroRoom(row, measure) : 6),
          measure
        );
  const words =
    lines && !row.blank
      ? beyond
      : [
          rangeWords(row),
          ...beyond,
          ...(row.own ? [translate('own scale')] : []),
          ...(unitsPerRow > 1
            ? [translate('row: mean of %1', unitsPerRow)]
            : [])
        ];
  const job = translate(gutterLabel(channel));
  const room =
    plotLeft -
    nameLeft -
    (lines && !row.blank ? Math.max(30, tickRoom(row, measure)) : 6);
  // A second line of it where the row is high enough for that and for what is below.
  const most = band.height >= 29 + 13 * words.length ? 2 : 1;
  const jobLines = intoLines(job, room, most, measure) ?? [
    shorten(job, room, measure)
  ];
  const label = { class: 'jp-gatescope-label' };
  const top = band.y + 15 + 14 * jobLines.length;
  return [
    ...jobLines.map((line, index) =>
      text(line, nameLeft, band.y + 14 + index * 14, label)
    ),
    ...words.map((line, index) =>
      text(line, WORDS_LEFT, top + index * 13, axis)
    )
  ];
}

/** `0 … 1`, `± 3`, `± 10⁻³ log`. */
export function rangeWords({ range, log, own }: SceneRow): string {
  if (log) {
    return `± 10${superscript(log.bottom)} … 10${superscript(log.top)}`;
  }
  if (own) {
    return range[0] >= 0
      ? `${formatNumber(range[0])} … ${formatNumber(range[1])}`
      : `± ${formatNumber(range[1])}`;
  }
  return range[0] >= 0
    ? `${short(range[0])} … ${short(range[1])}`
    : `± ${short(range[1])}`;
}

/** The number at a grid line of a channel drawn as lines. */
function tickText({ log }: SceneRow, tick: number): string {
  return log && tick !== 0
    ? `${tick < 0 ? '−' : ''}10${superscript(log.top)}`
    : short(tick);
}

/** What the numbers at the grid lines take beside the plot. */
function tickRoom(row: SceneRow, measure: (text: string) => number): number {
  return 10 + Math.max(...row.range.map(tick => measure(tickText(row, tick))));
}

/** What the number of the grid line takes that is at the height of the words: that of zero, or none. */
const zeroRoom = (row: SceneRow, measure: (text: string) => number): number =>
  row.range[0] < 0 ? 9 + measure(tickText(row, 0)) : 6;

/** Words in one line, or, where there is no room, in two. */
const inGutter = (
  text: string,
  width: number,
  measure: (text: string) => number
): readonly string[] =>
  intoLines(text, width, 2, measure) ?? [shorten(text, width, measure)];

/** The end of a scale: halves as they are, and what is no half with the digits that it needs. */
function short(value: number): string {
  return Number.isInteger(2 * value)
    ? formatFixed(value, Number.isInteger(value) ? 0 : 1)
    : formatNumber(value);
}

/** The vertical scale of a channel drawn as lines: what is beyond it runs along its end. */
export function groupScale(
  row: SceneRow,
  band: MapBand
): (value: number) => number {
  return linear(row.range, [band.y + band.height - 1, band.y + 1]).within;
}

export interface LinesInput {
  readonly units: number;
  readonly from: number;
  /** The steps in view that have numbers. */
  readonly shown: readonly number[];
  /** Middle of a step in view. */
  readonly center: (step: number) => number;
  readonly mask?: ArrayLike<number>;
  /** Beside the chosen unit stands what the whole batch does, in place of the other units. */
  readonly overSequences: boolean;
}

/** The axis of a channel, and what the chosen unit is seen against. */
export function drawLines(
  row: SceneRow,
  frame: GroupFrame,
  input: LinesInput
): Mark {
  const y = groupScale(row, frame.band);
  const { plotLeft, plotWidth } = frame;
  const [low, high] = row.range;
  const ticks = low < 0 ? [high, 0, low] : [high, low];
  return mark(
    'g',
    ofHue(row.hue ?? channelHue(row.channel)),
    ...ticks.flatMap(tick => {
      const at = Math.round(y(tick)) + 0.5;
      const down = tick === high ? 9 : tick === 0 && low < 0 ? 4 : -1;
      return [
        rule({
          class: 'jp-gatescope-grid-line',
          ...{ x1: plotLeft, x2: plotLeft + plotWidth, y1: at, y2: at }
        }),
        ...(!frame.narrow && frame.gutter
          ? [
              text(tickText(row, tick), plotLeft - 5, at + down, {
                ...axis,
                anchor: 'end'
              })
            ]
          : [])
      ];
    }),
    ...(input.overSequences ? [] : unitsBehind(row, frame, input))
  );
}

/** The band from lowest to highest unit, with a thin line for each unit. */
function unitsBehind(
  row: SceneRow,
  { band }: GroupFrame,
  input: LinesInput
): Mark[] {
  const extents = new Map(
    input.shown.map(step => [step, extentAt(row.values, input, step)])
  );
  const extent = (step: number): readonly [number, number] =>
    extents.get(step) ?? [NaN, NaN];
  return [
    mark('path', {
      class: 'jp-gatescope-line-band',
      d: bandPath(row, band, input, extent)
    }),
    ...Array.from({ length: input.units }, (_, unit) =>
      mark('path', {
        class: 'jp-gatescope-line-thin',
        d: unitPath(row, band, input, unit)
      })
    )
  ];
}

/** Where a number stands in its band; one that is none, or not finite, stands nowhere. */
function placeIn(row: SceneRow, band: MapBand): (value: number) => number {
  const y = groupScale(row, band);
  return value => (Number.isFinite(value) ? y(value) : NaN);
}

/** The area between two values a step in view, over the steps that have both. */
function bandPath(
  row: SceneRow,
  band: MapBand,
  { shown, center, from, mask }: LinesInput,
  ends: (step: number) => readonly [number, number]
): string {
  const y = placeIn(row, band);
  return pathAround(
    shown.map(step => {
      const [low, high] = mask?.[step + from] === 0 ? [NaN, NaN] : ends(step);
      return [center(step), y(low), y(high)];
    })
  );
}

/** The line of one unit. */
function unitPath(
  row: SceneRow,
  band: MapBand,
  { units, from, shown, center, mask }: LinesInput,
  unit: number,
  values: ArrayLike<number> = row.values
): string {
  const y = placeIn(row, band);
  return pathThrough(
    shown.map(step => [
      center(step),
      mask?.[step + from] === 0 ? NaN : y(values[(step + from) * units + unit])
    ])
  );
}

function extentAt(
  values: ArrayLike<number>,
  { units, from }: LinesInput,
  step: number
): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  const start = (step + from) * units;
  for (let unit = 0; unit < units; unit += 1) {
    const value = values[start + unit];
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** What follows the chosen unit, as paths: its line, and of a batch a band between two quantiles and the median. */
export function chosenPaths(
  row: SceneRow,
  band: MapBand,
  input: LinesInput
): readonly { readonly look: MarkAttributes; d(unit: number): string }[] {
  const { spread } = row.channel;
  const look = (name: string): MarkAttributes => ({
    class: `jp-gatescope-${name}`,
    ...ofHue(channelHue(row.channel))
  });
  const chosen = {
    look: look('line-chosen'),
    d: (unit: number) => unitPath(row, band, input, unit)
  };
  if (!input.overSequences || !spread) {
    return [chosen];
  }
  return [
    {
      look: look('spread-band'),
      d: unit =>
        bandPath(row, band, input, step => {
          const at = (step + input.from) * input.units + unit;
          return [spread.low.values[at], spread.high.values[at]];
        })
    },
    {
      look: look('spread-median'),
      d: unit => unitPath(row, band, input, unit, spread.median.values)
    },
    chosen
  ];
}
