import { interpolateLab } from 'd3-interpolate';
import { rgb } from 'd3-color';
import type { Channel } from '../../../trace';

/** Ramps of the light theme: gates from 0 to 1; states, candidates and gradients around 0. */
const ramps = {
  gate: ['#f7f5ec', '#d5e8cf', '#92cdbb', '#46a0ae', '#1f6390', '#14264f'],
  state: [
    '#7a3300',
    '#c76a1e',
    '#eeb785',
    '#f6f4f1',
    '#c3b5e0',
    '#8465b8',
    '#3a1573'
  ]
} as const;

/** The colour of a value as red, green, blue from 0 to 255. */
export type Ramp = (value: number) => readonly [number, number, number];

const STEPS = 255;

/** The ramp of a channel over its range. */
export function rampOf(channel: Pick<Channel, 'role' | 'range'>): Ramp {
  const table = tableOf(channel.role === 'gate' ? ramps.gate : ramps.state);
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

/** The same job has the same colour: z keeps like f, n proposes like g, r filters like o. */
const letters: Readonly<Record<string, string>> = {
  f: '#c2450c',
  z: '#c2450c',
  keep: '#c2450c',
  i: '#067a68',
  write: '#067a68',
  g: '#574a00',
  n: '#574a00',
  o: '#5b1f9e',
  r: '#5b1f9e',
  c: '#206cc9',
  h: '#222831'
};

/** The colour of a channel's letter and lines. */
export function letterColour({
  name,
  of
}: Pick<Channel, 'name' | 'of'>): string {
  return letters[of ?? name] ?? '#616161';
}

/** Networks side by side. */
export const networkInks = {
  rnn: { stroke: '#a85400', dash: '7 3' },
  lstm: { stroke: '#222831', dash: undefined },
  gru: { stroke: '#1976d2', dash: '2 2' },
  custom: { stroke: '#5b1f9e', dash: '5 2 1 2' }
} as const;
