import { mark, type Mark } from './mark';
import type { Box } from './plane';
import { text } from './text';

/** The bar and the letter of a channel, left of its map; `hue` is the name of its colour. */
export function channelMarks(
  name: string,
  hue: string,
  { y, height }: Pick<Box, 'y' | 'height'>
): Mark[] {
  return [
    mark('rect', {
      class: 'jp-gatescope-channel-bar',
      'data-jp-gatescope-hue': hue,
      x: 0,
      y,
      width: 3,
      height
    }),
    text(name, 11, y + 15, {
      class: 'jp-gatescope-letter',
      'data-jp-gatescope-hue': hue
    })
  ];
}
