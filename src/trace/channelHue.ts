import { palette } from './generated/palette';
import type { Channel } from './generated/types';

/**
 * What a channel does decides its color, so that z (GRU) has the color of f (LSTM): both keep. The
 * value names the color in every theme: the CSS variable `--jp-gatescope-<hue>` on a page, an entry of
 * `themes` in a saved picture.
 */
export type ChannelHue = (typeof palette.hues)[number];

const huesOfNames: Readonly<Record<string, ChannelHue>> = palette.letters;
const roles: Readonly<Record<string, ChannelHue>> = palette.roles;

/**
 * The hue of a channel, the same on the page and in what is saved; a gradient has that of what it is
 * taken by, and the letters of a custom cell that of their role.
 *
 * @example
 * ```ts
 * channelHue({ name: 'z', role: 'gate' }); // 'keep'
 * channelHue({ name: 'memory', role: 'state' }); // 'cell'
 * ```
 */
export function channelHue({
  name,
  role,
  of
}: Pick<Channel, 'name' | 'role' | 'of'>): ChannelHue {
  return (
    hueOfWord(huesOfNames, of ?? name) ?? hueOfWord(roles, role) ?? 'other'
  );
}

/**
 * The hue of a letter that stands alone, as in a sentence.
 *
 * @example
 * ```ts
 * letterHue('f'); // 'keep'
 * letterHue('memory'); // 'other'
 * ```
 */
export function letterHue(letter: string): ChannelHue {
  return hueOfWord(huesOfNames, letter) ?? 'other';
}

function hueOfWord(
  table: Readonly<Record<string, ChannelHue>>,
  word: string
): ChannelHue | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
