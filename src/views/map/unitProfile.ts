import type { MapScene, SceneRow } from './mapScene';

/** A part of a profile: where its bars end, those of all units, that of the chosen one, and zero. */
export type ProfilePart = 'ground' | 'others' | 'chosen' | 'zero';

/** How wide the profiles are; none beside lines, or where there is no room. */
export const profileWidth = ({ layout, lines }: MapScene): number =>
  lines || layout.railWidth < 60 ? 0 : layout.railWidth - 90;

/** All units of a channel at a step as bars, from the left end of the rail; each is given to `fill`. */
export function unitProfile(
  scene: MapScene,
  index: number,
  {
    step,
    unit,
    ratio
  }: { readonly step: number; readonly unit: number; readonly ratio: number },
  fill: (
    part: ProfilePart,
    x: number,
    y: number,
    width: number,
    height: number
  ) => void
): void {
  const { rows, layout, order, layer, placeOf } = scene;
  const { rowHeight, unitsPerRow } = layout;
  const band = layout.groups[index];
  const [low, high] = rows[index].range;
  const width = profileWidth(scene);
  const scale = width / (high - low || 1);
  const zero = low < 0 ? -low * scale : 0;
  const thickness = Math.max(
    1 / ratio,
    rowHeight >= 3 ? rowHeight - 1 : rowHeight
  );
  const bar = (part: ProfilePart, place: number): void => {
    const value = rowMean(
      rows[index],
      order,
      place,
      step,
      layer.units,
      unitsPerRow
    );
    const length = Math.max(-zero, Math.min(width - zero, value * scale));
    const y = band.y + place * rowHeight;
    fill(part, zero, y, length || 0, thickness);
  };
  if (low >= 0) {
    fill('ground', width - 1, band.y, 1, band.height);
  }
  for (let place = 0; place < layout.rows; place += 1) {
    bar('others', place);
  }
  bar('chosen', Math.floor(placeOf[unit] / unitsPerRow));
  fill('zero', zero - 0.5, band.y, 1, band.height);
}

/** The mean of the units that share one drawn row. */
function rowMean(
  { values }: SceneRow,
  order: ArrayLike<number>,
  place: number,
  step: number,
  units: number,
  unitsPerRow: number
): number {
  const first = place * unitsPerRow;
  const last = Math.min(units, first + unitsPerRow);
  let sum = 0;
  for (let index = first; index < last; index += 1) {
    sum += values[step * units + order[index]];
  }
  return sum / (last - first);
}
