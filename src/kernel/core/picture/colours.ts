import { channelHue, letterHue, themes, type Channel } from '../../../trace';

/** The colors of the light theme; a saved picture has no theme to follow. */
export const lightColors = themes.light.colors;

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
