import type { Trace } from '../../../trace';
import { ink, label } from './svg';

// What stands beside and below a row over time.

export const WIDTH = 760;
export const GUTTER = 116;
/** Room for the scale at the right. */
const SCALE = 66;
export const PLOT = WIDTH - GUTTER - SCALE;

/** Letters of small words that have room there. */
const NAME = 16;

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
