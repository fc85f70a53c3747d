import { svg } from '../base/dom';
import type { Drawing } from '../scene/createDrawing';
import type { Rivers } from './riverState';

/** Beyond every picture. */
const FAR = 1e5;
let clipped = 0;

/**
 * Shows a changed river as far as its change has spread, and beyond that place what was before; null: all
 * of it.
 */
export function createReveal(
  { host, panel }: Drawing,
  rivers: () => Rivers | null
): (place: number | null) => void {
  clipped += 1;
  // Two halves of the picture: what a change has reached, and what it has not.
  const half = (name: string) => {
    const rect = svg('rect', { y: -FAR, height: 2 * FAR });
    const id = `jp-gatescope-river-${name}-${clipped}`;
    return { name, id, rect, clip: svg('clipPath', { id }, rect) };
  };
  const halves = [half('now'), half('then')];
  host
    .querySelector('svg')
    ?.append(svg('defs', {}, ...halves.map(({ clip }) => clip)));
  return place => {
    const { river } = rivers() ?? {};
    const center = panel('river')?.places.center;
    if (!river || !center) {
      return;
    }
    const forward = river.stepAt(0) <= river.stepAt(river.steps - 1);
    const border = place === null ? 0 : center(river.stepAt(place));
    for (const { name, id, rect } of halves) {
      const group = host.querySelector(`.jp-gatescope-river-${name}`);
      const isLeft = (name === 'now') === forward;
      rect.setAttribute('x', String(isLeft ? border - FAR : border));
      rect.setAttribute('width', String(FAR));
      group?.setAttribute(
        'display',
        name === 'now' || place !== null ? 'inline' : 'none'
      );
      if (place === null) {
        group?.removeAttribute('clip-path');
      } else {
        group?.setAttribute('clip-path', `url(#${id})`);
      }
    }
  };
}
