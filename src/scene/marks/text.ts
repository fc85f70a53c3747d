import { mark, type Mark, type MarkAttributes } from './mark';

/** Words at a place; `anchor` says which end of them stands there. */
export function text(
  words: string,
  x: number,
  y: number,
  {
    anchor,
    ...attributes
  }: MarkAttributes & { readonly anchor?: 'start' | 'middle' | 'end' } = {}
): Mark {
  return mark('text', { x, y, 'text-anchor': anchor, ...attributes }, words);
}
