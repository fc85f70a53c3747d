import type { Paint, SceneTheme } from '../theme';
import { mark, type Mark, type MarkAttributes } from './mark';
import { text } from './text';

/** How wide the pill of a number is; the figures of a power of ten are wider than a sign and a point. */
export const pillWidth = ({ length }: string, sides: number): number =>
  Math.max(40, length * (length > 6 ? 9.6 : 7.4) + sides);

/** A number in a round frame, on the wire that carries it; `y` is its middle. */
export const pillMark = (
  words: string,
  {
    x,
    y,
    width
  }: { readonly x: number; readonly y: number; readonly width: number },
  {
    ink,
    fill = 'page',
    ...look
  }: MarkAttributes & { readonly ink: Paint; readonly fill?: Paint },
  theme: SceneTheme
): Mark =>
  mark(
    'g',
    { ...theme.part('pill'), ...look },
    mark('rect', {
      ...{ x: x - width / 2, y: y - 10.5, width, height: 21, rx: 10.5 },
      ...{ fill: theme.color(fill), stroke: theme.color(ink) },
      'stroke-width': 1.25,
      ...theme.part('pill-shape')
    }),
    text(words, x, y + 4.5, {
      ...{ anchor: 'middle', fill: theme.color('ink') },
      ...{ 'font-size': 13, 'font-weight': 700 },
      ...theme.part('pill-text')
    })
  );
