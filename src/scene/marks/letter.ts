import type { Ink, SceneTheme } from '../theme';
import type { Mark, MarkAttributes } from './mark';
import { text } from './text';

/** A letter of the equations in its color: serif italic; `size` in CSS pixels. */
export const letterMark = (
  name: string,
  ink: Ink,
  {
    x,
    y,
    size = 16,
    ...look
  }: MarkAttributes & {
    readonly x: number;
    readonly y: number;
    readonly size?: number;
    readonly anchor?: 'start' | 'middle' | 'end';
  },
  theme: SceneTheme
): Mark =>
  text(name, x, y, {
    fill: theme.color(ink),
    'font-family': 'serif',
    'font-style': 'italic',
    style: `font-size: ${size}px`,
    'data-jp-gatescope-hue': ink,
    ...theme.part('letter'),
    ...look
  });
