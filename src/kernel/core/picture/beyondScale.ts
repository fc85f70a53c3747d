import { savedRow, type Channel, type TimeAxis } from '../../../trace';
import { element } from '../../../scene/marks/markup';
import { letterColour } from './colours';
import { numberWords } from './moment';
import { ink, label } from './svg';

/** By so much of its scale a number may be off that was rounded to 32 bits. */
const ROUNDING = 1e-6;

/**
 * Marks of what lies beyond a channel's scale, and how far it goes: a line through the row of each such
 * unit, or along the end of the scale where units are lines. Nothing where all is on the scale.
 */
export function beyondScale(
  { array, range, role, ...channel }: Channel,
  time: TimeAxis,
  box: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly lines: boolean;
  }
): string {
  const [, units] = array.shape;
  const [low, high] = range;
  const column = box.width / Math.max(1, time.steps);
  const pieces = new Set<string>();
  let most = 0;
  for (let step = 0; step < time.steps; step++) {
    for (let unit = 0; unit < units; unit++) {
      const value = array.values[savedRow(time, step) * units + unit];
      const over = Math.max(value - high, low - value);
      if (over > ROUNDING * Math.max(high, -low) && over < Infinity) {
        most = Math.max(most, Math.abs(value));
        const down = box.lines
          ? value > high
            ? 0
            : box.height
          : ((unit + 0.5) * box.height) / units;
        pieces.add(`M${box.x + step * column} ${box.y + down}h${column}`);
      }
    }
  }
  if (pieces.size === 0 || role === 'gate' || role === 'gradient') {
    return '';
  }
  return [
    element('path', {
      class: 'beyond',
      d: [...pieces].join(''),
      fill: 'none',
      stroke: box.lines ? letterColour({ ...channel, role }) : ink.text,
      'stroke-width': box.lines ? 3 : 1
    }),
    label(
      box.x + box.width + 6,
      box.y + box.height / 2 + 4,
      `to ${numberWords(most)}`,
      { 'font-size': 11, fill: ink.second }
    )
  ].join('');
}
