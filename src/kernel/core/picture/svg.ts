import { lightColors } from './colours';
import type { MarkAttributes } from '../../../scene/marks/mark';
import { element, escapeText } from '../../../scene/marks/markup';

/** Words at a place. */
export function label(
  x: number,
  y: number,
  words: string,
  attributes: MarkAttributes = {}
): string {
  return element('text', { x, y, ...attributes }, escapeText(words));
}

/** A whole picture on a page-coloured ground, with a description for screen readers. */
export function picture(
  { width, height, title }: { width: number; height: number; title: string },
  ...children: readonly string[]
): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      width: Math.ceil(width),
      height: Math.ceil(height),
      role: 'img',
      'font-family': 'system-ui, sans-serif',
      'font-size': 12,
      fill: ink.text
    },
    element('title', {}, escapeText(title)),
    element('rect', { width, height, fill: ink.page }),
    ...children
  );
}

/** Grays of the light theme. */
export const ink = {
  page: lightColors.page,
  text: lightColors.hidden,
  second: lightColors.second,
  grid: lightColors.grid,
  frame: lightColors.edge
} as const;
