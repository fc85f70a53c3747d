import type { TimeAxis } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html } from '../base/dom';
import { columnLeft, stepCenter } from './mapLayout';
import type { MapScene } from './mapScene';
import { runs } from './clampWords';

/** Grey hatch over padding, with its name where there is room: padding is never drawn as zero. */
export function paddingMarks(
  { trace, options, layout, lines }: MapScene,
  translate: Translate
): HTMLElement[] {
  return paddedRuns(trace.time, options).flatMap(([first, last]) => {
    const half = layout.columnWidth / 2;
    const left = lines
      ? stepCenter(layout, first) - half
      : columnLeft(layout, first);
    const right = lines
      ? stepCenter(layout, last) + half
      : columnLeft(layout, last) + layout.columnWidth;
    return layout.groups.map((band, index) => {
      return paddingMark(
        { x: left, y: band.y, width: right - left, height: band.height },
        index === 0 ? translate('padding') : null
      );
    });
  });
}

/** First and last of the padded steps in a row, counted from where the view begins. */
export const paddedRuns = (
  { steps, mask }: TimeAxis,
  { from, to }: { readonly from: number; readonly to: number } = {
    from: 0,
    to: steps
  }
): readonly (readonly [number, number])[] =>
  runs(
    Array.from({ length: mask ? to - from : 0 }, (_, at) => at).filter(
      at => mask?.values[from + at] === 0
    )
  );

/** Hatch over a part of a picture; its name where that has room. */
export function paddingMark(
  box: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  },
  name: string | null
): HTMLElement {
  const mark = html(
    'div',
    { class: 'jp-gatescope-padding jp-gatescope-hatched' },
    ...(name !== null && box.width > 56 ? [html('span', {}, name)] : [])
  );
  mark.style.transform = `translate(${box.x}px, ${box.y}px)`;
  mark.style.width = `${box.width}px`;
  mark.style.height = `${box.height}px`;
  return mark;
}
