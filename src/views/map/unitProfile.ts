import { channelHue } from '../../trace';
import { mark, type Mark } from '../../scene/marks/mark';
import type { SceneTheme } from '../../scene/theme';
import type { MapScene, SceneRow } from './mapScene';

/** How wide the profiles are; none beside lines, or where there is no room. */
const profileWidth = ({ layout, lines }: MapScene): number =>
  lines || layout.railWidth < 60 ? 0 : layout.railWidth - 90;

/** All units of a channel at a step as bars, from the left end of the rail, the one that is looked at darker. */
export function unitProfile(
  scene: MapScene,
  index: number,
  theme: SceneTheme
): (step: number, unit: number) => readonly Mark[] {
  const { rows, layout, order, layer, placeOf } = scene;
  const { rowHeight, unitsPerRow, railLeft } = layout;
  const width = profileWidth(scene);
  if (width === 0) {
    return () => [];
  }
  const band = layout.groups[index];
  const [low, high] = rows[index].range;
  const scale = width / (high - low || 1);
  const zero = low < 0 ? -low * scale : 0;
  const thickness = rowHeight >= 3 ? rowHeight - 1 : rowHeight;
  const from = Array.from(
    { length: layout.rows },
    (_, place) =>
      `M${railLeft + zero} ${band.y + place * rowHeight + thickness / 2}h`
  );
  const bar = (place: number, step: number): string => {
    const value = rowMean(
      rows[index],
      order,
      place,
      step,
      layer.units,
      unitsPerRow
    );
    const length = Math.max(-zero, Math.min(width - zero, value * scale)) || 0;
    return from[place] + length.toFixed(2);
  };
  const line = (d: string, stroke: string, thick: number, opacity?: number) =>
    mark('path', {
      ...{ d, stroke, fill: 'none' },
      ...{ 'stroke-width': thick, 'stroke-opacity': opacity }
    });
  const down = (x: number, stroke: string) =>
    line(`M${railLeft + x} ${band.y}v${band.height}`, stroke, 1);
  const color = theme.color(channelHue(rows[index].channel));
  const ends = low < 0 ? [] : [down(width - 0.5, theme.color('grid'))];
  const middle = down(zero, color);
  return (step, unit) => [
    ...ends,
    line(
      from.map((_, place) => bar(place, step)).join(''),
      color,
      thickness,
      0.5
    ),
    line(bar(Math.floor(placeOf[unit] / unitsPerRow), step), color, thickness),
    middle
  ];
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
