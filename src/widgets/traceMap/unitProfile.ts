import { html } from '../base/dom';
import { hueOf } from '../base/hue';
import type { Theme } from '../base/theme';
import type { MapScene, SceneRow } from './mapScene';

/** All units of each channel at the cursor, as bars right of its map. */
export interface UnitProfile {
  readonly element: HTMLElement;
  build(scene: MapScene, theme: Theme): void;
  /** Draws a step (of the run), the bar of one unit brought out; null clears it. */
  paint(step: number | null, unit: number): void;
}

export function createUnitProfile(): UnitProfile {
  const canvas = html('canvas', {
    class: 'jp-gatescope-rail',
    'aria-hidden': 'true'
  });
  let scene: MapScene | null = null;
  let colors: readonly string[] = [];
  let grid = '';
  return {
    element: canvas,
    build(next, theme) {
      scene = next;
      colors = next.rows.map(({ channel }) => theme.color(hueOf(channel)));
      grid = theme.color('grid');
      const { layout, lines } = next;
      const width = lines || layout.railWidth < 60 ? 0 : profileWidth(layout);
      const bottom = layout.groups.at(-1);
      const height = bottom ? bottom.y + bottom.height : 0;
      canvas.hidden = width === 0;
      canvas.style.left = `${layout.railLeft}px`;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      canvas.width = Math.round(width * devicePixelRatio);
      canvas.height = Math.round(height * devicePixelRatio);
    },
    paint(step, unit) {
      const context = canvas.hidden ? null : canvas.getContext('2d');
      if (!context || !scene) {
        return;
      }
      context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      if (step !== null) {
        for (const index of scene.rows.keys()) {
          context.fillStyle = grid;
          paintGround(context, scene, index);
          context.fillStyle = colors[index];
          paintBars(context, scene, index, step, unit);
        }
      }
    }
  };
}

/** Where the bars end, for values that are not about zero. */
function paintGround(
  context: CanvasRenderingContext2D,
  { layout, rows }: MapScene,
  index: number
): void {
  const band = layout.groups[index];
  const about = rows[index].range[0] < 0;
  context.fillRect(
    profileWidth(layout) - 1,
    band.y,
    about ? 0 : 1,
    band.height
  );
}

function paintBars(
  context: CanvasRenderingContext2D,
  { rows, layout, order, layer, placeOf }: MapScene,
  index: number,
  step: number,
  unit: number
): void {
  const { rowHeight, unitsPerRow } = layout;
  const band = layout.groups[index];
  const [low, high] = rows[index].range;
  const width = profileWidth(layout);
  const scale = width / (high - low || 1);
  const zero = low < 0 ? -low * scale : 0;
  const thickness = Math.max(
    1 / devicePixelRatio,
    rowHeight >= 3 ? rowHeight - 1 : rowHeight
  );
  const bar = (place: number): void => {
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
    context.fillRect(zero, y, length || 0, thickness);
  };
  context.globalAlpha = 0.5;
  for (let place = 0; place < layout.rows; place += 1) {
    bar(place);
  }
  context.globalAlpha = 1;
  bar(Math.floor(placeOf[unit] / unitsPerRow));
  context.fillRect(zero - 0.5, band.y, 1, band.height);
}

function profileWidth(layout: MapScene['layout']): number {
  return layout.railWidth - 90;
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
