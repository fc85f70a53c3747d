import type { ChannelHue } from '../../trace';
import type { Mark, MarkAttributes } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';

/** The color of a channel, or of what the reader changed. */
export type MapHue = ChannelHue | 'clamp';

/** The letter of a channel in a picture, in its color; `size` in pixels. */
export const letterMark = (
  name: string,
  hue: MapHue,
  {
    x,
    y,
    size,
    anchor
  }: {
    readonly x: number;
    readonly y: number;
    readonly size: number;
    readonly anchor?: 'start' | 'middle' | 'end';
  }
): Mark =>
  text(name, x, y, {
    class: 'jp-gatescope-letter',
    ...ofHue(hue),
    style: `font-size: ${size}px`,
    anchor
  });

/** What a mark of a channel takes its color by. */
export const ofHue = (hue: MapHue): MarkAttributes => ({
  'data-jp-gatescope-hue': hue
});
