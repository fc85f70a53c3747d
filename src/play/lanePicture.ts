import { html, svg } from '../widgets/base/dom';
import { bars } from '../scene/marks/bars';
import { drawn } from '../widgets/scene/drawn';
import { stepScale, type Box } from '../scene/marks/plane';
import type { LaneReader } from './laneReader';
import { readRows, type LaneShown, type Read } from './reading';

/** A picture with a column a step, whose numbers are read, and a frame around the one that is. */
export function createPicture<E extends Element>(
  reader: LaneReader,
  read: Read,
  content: E
) {
  const mark = html('span', { class: 'play-mark' });
  const element = html(
    'div',
    { class: `play-${read}`, role: 'img', tabindex: 0 },
    content,
    mark
  );
  reader.follow(element, read);
  return {
    element,
    content,
    show({ look, step, values }: LaneShown, label: string): void {
      element.setAttribute('aria-label', label);
      const row = reader.rowIn(read);
      mark.hidden = step === null || row === null;
      const [wide, high] = [values.length, readRows(look, read)];
      const place = (side: string, share: number): void =>
        mark.style.setProperty(side, `${100 * share}%`);
      place('width', 1 / wide);
      place('height', 1 / high);
      place('left', (step ?? 0) / wide);
      place('top', (row ?? 0) / high);
    }
  };
}

/** Bars are drawn in these units, and stretched to the room there is. */
export const BARS = { x: 0, y: 0, width: 1000, height: 100 };

export const barsHost = (): SVGSVGElement =>
  svg('svg', {
    viewBox: `0 0 ${BARS.width} ${BARS.height}`,
    preserveAspectRatio: 'none'
  });

/** A bar each of shares from 0 to 1, in a box of those units. */
export const barsOf = (
  shares: ArrayLike<number>,
  hue: string,
  kind = '',
  box: Box = BARS
): SVGElement =>
  drawn(
    bars(
      shares,
      {
        steps: stepScale(shares.length, box),
        y: share => box.y + box.height * (1 - share),
        base: box.y + box.height,
        share: 0.86
      },
      { 'data-jp-gatescope-hue': hue, class: kind }
    )
  );
