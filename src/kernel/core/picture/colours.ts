import { interpolateLab } from 'd3-interpolate';
import { rgb } from 'd3-color';
import { channelHue, letterHue, themes, type Channel } from '../../../trace';

/** Gates run from 0 to 1; states, candidates and gradients around 0. */
const { ramps } = themes.light;

/** The colors of the light theme; a saved picture has no theme to follow. */
export const lightColors = themes.light.colors;

/** The colour of a value as red, green, blue from 0 to 255. */
export type Ramp = (value: number) => readonly [number, number, number];

const STEPS = 255;

/** The ramp of a channel over its range. */
export function rampOf(channel: Pick<Channel, 'role' | 'range'>): Ramp {
  const table = tableOf(channel.role === 'gate' ? ramps.gates : ramps.states);
  const [low, high] = channel.range;
  return value => {
    const share = (value - low) / (high - low || 1);
    const at = Math.round(Math.min(1, Math.max(0, share)) * STEPS);
    return table[Number.isNaN(at) ? 0 : at];
  };
}

const tables = new Map<
  readonly string[],
  readonly (readonly [number, number, number])[]
>();

function tableOf(
  stops: readonly string[]
): readonly (readonly [number, number, number])[] {
  const known = tables.get(stops);
  if (known !== undefined) {
    return known;
  }
  const table = Array.from({ length: STEPS + 1 }, (_, index) => {
    const place = (index / STEPS) * (stops.length - 1);
    const stop = Math.min(stops.length - 2, Math.floor(place));
    const { r, g, b } = rgb(
      interpolateLab(stops[stop], stops[stop + 1])(place - stop)
    );
    return [Math.round(r), Math.round(g), Math.round(b)] as const;
  });
  tables.set(stops, table);
  return table;
}

/** The color of a channel's letter and lines: that which it has on the page. */
export function letterColour(
  channel: Pick<Channel, 'name' | 'role' | 'of'>
): string {
  return lightColors[channelHue(channel)];
}

/** The color of a letter of which only the name is known. */
export function nameColour(name: string): string {
  return lightColors[letterHue(name)];
}
