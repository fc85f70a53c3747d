import { lab } from 'd3-color';

/**
 * Black or white, whichever can be read on a color. At this lightness both have a contrast of at
 * least 4.5 : 1, so that one of them always has it.
 */
export function inkOn(color: string): string {
  return lab(color).l > 49.6 ? '#000' : '#fff';
}
