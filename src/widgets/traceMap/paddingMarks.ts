import type { Translate } from '../context';
import { html } from '../base/dom';
import { columnLeft, stepCenter } from './mapLayout';
import type { MapScene } from './mapScene';
import { runs } from './clampMarks';

/** Grey hatch over padding, with its name where there is room: padding is never drawn as zero. */
export function paddingMarks(
  { trace, options, layout, lines }: MapScene,
  translate: Translate
): HTMLElement[] {
  const mask = trace.time.mask?.values;
  if (!mask) {
    return [];
  }
  const padded: number[] = [];
  for (let step = options.from; step < options.to; step += 1) {
    if (mask[step] === 0) {
      padded.push(step - options.from);
    }
  }
  return runs(padded).flatMap(([first, last]) => {
    const half = layout.columnWidth / 2;
    const left = lines
      ? stepCenter(layout, first) - half
      : columnLeft(layout, first);
    const right = lines
      ? stepCenter(layout, last) + half
      : columnLeft(layout, last) + layout.columnWidth;
    return layout.groups.map((band, index) => {
      const mark = html(
        'div',
        { class: 'jp-gatescope-padding jp-gatescope-hatched' },
        ...(index === 0 && right - left > 56
          ? [html('span', {}, translate('padding'))]
          : [])
      );
      mark.style.transform = `translate(${left}px, ${band.y}px)`;
      mark.style.width = `${right - left}px`;
      mark.style.height = `${band.height}px`;
      return mark;
    });
  });
}
