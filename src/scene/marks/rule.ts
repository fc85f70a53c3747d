import { mark, type Mark, type MarkAttributes } from './mark';

/** A straight line between two places. */
export function rule(
  place: {
    readonly x1: number;
    readonly x2: number;
    readonly y1: number;
    readonly y2: number;
  } & MarkAttributes
): Mark {
  return mark('line', place);
}
