import type { Box } from '../../scene/marks/plane';
import { columnLeft, stepCenter, type MapLayout } from './mapLayout';
import type { MapScene } from './mapScene';

/** Places and steps of a piece of a channel, both ends included. */
export interface BrushArea {
  readonly group: number;
  readonly places: readonly [number, number];
  readonly steps: readonly [number, number];
}

/** The rectangle of such a piece, in CSS pixels of the picture. */
export function areaBox(
  { layout, options, lines }: MapScene,
  { group, places, steps: [from, to] }: BrushArea
): Box {
  const band = layout.groups[group];
  const within = (step: number): number =>
    Math.max(0, Math.min(options.to - options.from - 1, step - options.from));
  const x = leftOf(layout, within(from), lines);
  const width = leftOf(layout, within(to), lines) + layout.columnWidth - x;
  if (lines) {
    return { x, y: band.y, width, height: band.height };
  }
  const top = Math.floor(places[0] / layout.unitsPerRow);
  const bottom = Math.floor(places[1] / layout.unitsPerRow) + 1;
  return {
    x,
    y: band.y + top * layout.rowHeight,
    width,
    height: (bottom - top) * layout.rowHeight
  };
}

const leftOf = (layout: MapLayout, step: number, lines: boolean): number =>
  lines
    ? stepCenter(layout, step) - layout.columnWidth / 2
    : columnLeft(layout, step);
