import type { Ink, SceneTheme } from '../theme';
import { mark, type Mark, type MarkAttributes } from './mark';
import type { Box } from './plane';

/** A line around a box, so far from it, on one of the page's color: seen on every color. */
export const framed = (
  theme: SceneTheme,
  { x, y, width, height }: Box,
  edge: number,
  ink: Ink,
  look: MarkAttributes = {}
): Mark[] =>
  (
    [
      ['page', 3.5],
      [ink, 1.5]
    ] as const
  ).map(([color, thick], at) =>
    mark('rect', {
      ...{ x: x - edge, y: y - edge },
      ...{ width: width + 2 * edge, height: height + 2 * edge },
      ...{ fill: 'none', stroke: theme.color(color), 'stroke-width': thick },
      ...(at === 1 && look)
    })
  );
