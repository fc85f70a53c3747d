import type { Box } from '../../scene/marks/plane';
import type { Translate } from '../../scene/words/translate';
import type { MapScene } from '../../views/map/mapScene';
import { NAMED_FROM, paddedBoxes } from '../../views/map/paddedRuns';
import { html } from '../base/dom';

/** Grey hatch over padding, with its name where there is room: padding is never drawn as zero. */
export const paddingMarks = (
  scene: MapScene,
  translate: Translate
): HTMLElement[] =>
  paddedBoxes(scene).map(({ isNamed, ...box }) =>
    paddingMark(box, isNamed ? translate('padding') : null)
  );

/** Hatch over a part of a picture; its name where that has room. */
export function paddingMark(box: Box, name: string | null): HTMLElement {
  const mark = html(
    'div',
    { class: 'jp-gatescope-padding jp-gatescope-hatched' },
    ...(name !== null && box.width > NAMED_FROM ? [html('span', {}, name)] : [])
  );
  mark.style.transform = `translate(${box.x}px, ${box.y}px)`;
  mark.style.width = `${box.width}px`;
  mark.style.height = `${box.height}px`;
  return mark;
}
