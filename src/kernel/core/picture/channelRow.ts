import { savedRow } from '../../../trace';
import type { Channel, TimeAxis, Trace } from '../../../trace';
import { linePath } from '../../../scene/marks/line';
import { element } from '../../../scene/marks/markup';
import { letterColour, rampOf } from './colours';
import type { Moment } from './moment';
import { pngAddress } from './png';
import { ink, label } from './svg';

// What stands beside, in and below the row of a channel over time.

export const WIDTH = 760;
export const GUTTER = 116;
/** Room for the scale at the right. */
const SCALE = 66;
export const PLOT = WIDTH - GUTTER - SCALE;

/** Letters of small words that have room there. */
const NAME = 16;

export function gutter(channel: Channel, y: number, height: number): string {
  const middle = y + height / 2;
  const lines = inTwoLines(channel.label);
  const rise = (lines.length - 1) * 6;
  return [
    element('rect', {
      x: 12,
      y,
      width: 3,
      height,
      fill: letterColour(channel)
    }),
    label(22, middle + 1 - rise, channel.name, {
      fill: letterColour(channel),
      'font-family': 'serif',
      'font-style': 'italic',
      'font-size': 16
    }),
    smallLines(lines, middle + 15 - rise, ink.second)
  ].join('');
}

export function shorten(words: string, length: number): string {
  return words.length > length ? `${words.slice(0, length - 1)}…` : words;
}

/** Beside a row: the name of an input and its unit. */
export function inputName(
  { input }: Trace,
  feature: number,
  middle: number
): string {
  const lines = inTwoLines(
    `${input.names[feature]}${input.unit ? `, ${input.unit}` : ''}`
  );
  return smallLines(lines, middle + 4 - (lines.length - 1) * 7, ink.text);
}

/** Small words below each other. */
function smallLines(lines: readonly string[], y: number, fill: string): string {
  return lines
    .map((line, at) => label(22, y + at * 13, line, { 'font-size': 11, fill }))
    .join('');
}

/** Words in one line or two; what has no room there is cut. */
function inTwoLines(words: string): string[] {
  const all = words.split(' ');
  const fits = all.findLastIndex(
    (_, at) => all.slice(0, at + 1).join(' ').length <= NAME
  );
  return [all.slice(0, fits + 1), all.slice(fits + 1)]
    .map(line => shorten(line.join(' '), NAME))
    .filter(line => line !== '');
}

export function heatmap(
  channel: Channel,
  time: TimeAxis,
  y: number,
  height: number
): string {
  const [, units] = channel.array.shape;
  const { steps } = time;
  const ramp = rampOf(channel);
  const bytes = new Uint8Array(steps * units * 3);
  for (let unit = 0; unit < units; unit++) {
    for (let step = 0; step < steps; step++) {
      const value = channel.array.values[savedRow(time, step) * units + unit];
      bytes.set(ramp(value), (unit * steps + step) * 3);
    }
  }
  return element('image', {
    x: GUTTER,
    y,
    width: PLOT,
    height,
    preserveAspectRatio: 'none',
    'image-rendering': 'pixelated',
    style: 'image-rendering: pixelated',
    href: pngAddress({ width: steps, height: units, bytes })
  });
}

/** Around the lines of a channel. */
export function lineFrame(y: number, height: number): string {
  return element('rect', {
    x: GUTTER,
    y,
    width: PLOT,
    height,
    fill: 'none',
    stroke: ink.grid
  });
}

export function lines(
  channel: Channel,
  time: TimeAxis,
  y: number,
  height: number,
  moment: Moment | null
): string {
  const [rows, units] = channel.array.shape;
  const [low, high] = channel.range;
  const toY = (value: number) =>
    y +
    height -
    ((Math.min(high, Math.max(low, value)) - low) / (high - low || 1)) * height;
  const width = PLOT / Math.max(1, time.steps);
  return [
    lineFrame(y, height),
    ...Array.from({ length: units }, (_, unit) =>
      element('path', {
        d: linePath(
          Array.from(
            { length: rows },
            (__, row) => channel.array.values[row * units + unit]
          ),
          {
            x: row => GUTTER + ((time.kept?.[row] ?? row) + 0.5) * width,
            y: toY
          }
        ),
        fill: 'none',
        stroke: letterColour(channel),
        'stroke-width': units === 1 || unit === moment?.unit ? 2 : 0.9,
        'stroke-opacity': units === 1 || unit === moment?.unit ? 1 : 0.5
      })
    )
  ].join('');
}

/** As many labels of the time axis as fit, the first and the name of the axis always. */
export function timeLabels({ time }: Trace, y: number): string {
  const width = PLOT / Math.max(1, time.steps);
  const longest = Math.max(
    2,
    ...(time.labels ?? [String(time.steps)]).map(text => text.length)
  );
  const every = Math.max(1, Math.ceil((Math.min(longest, 12) * 7 + 6) / width));
  const shown: string[] = [];
  for (let step = 0; step < time.steps; step += every) {
    shown.push(
      label(
        GUTTER + (step + 0.5) * width,
        y + 16,
        shorten(time.labels?.[step] ?? String(step), 12),
        { 'text-anchor': 'middle', 'font-size': 11, fill: ink.second }
      )
    );
  }
  return [...shown, label(22, y + 16, time.name, { fill: ink.second })].join(
    ''
  );
}
