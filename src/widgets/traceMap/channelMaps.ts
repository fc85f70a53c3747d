import { html } from '../base/dom';
import { createHeatmap, type Heatmap } from '../base/heatmap';
import type { Theme } from '../base/theme';
import type { MapScene, SceneRow } from './mapScene';
import { sortMotion } from './sortMotion';

/** The channels of a scene as maps, one below the other; none where they are lines. */
export interface ChannelMaps {
  readonly element: HTMLElement;
  paint(scene: MapScene, theme: Theme): void;
  /** Lets rows slide from where their units stood before; `placeOf` is the old place of each. */
  slide(placeOf: ArrayLike<number>, scene: MapScene, time: number): void;
}

export function createChannelMaps(): ChannelMaps {
  const element = html('div');
  const maps: Heatmap[] = [];
  return {
    element,
    paint(scene, theme) {
      const { layout, lines, rows } = scene;
      const count = lines ? 0 : rows.length;
      while (maps.length > count) {
        maps.pop()?.element.remove();
      }
      while (maps.length < count) {
        const map = createHeatmap();
        maps.push(map);
        element.append(map.element);
      }
      for (const [index, map] of maps.entries()) {
        map.element.hidden = rows[index].blank ?? false;
        paintMap(map, scene, rows[index], theme);
        map.place(
          layout.plotLeft,
          layout.groups[index].y,
          layout.plotWidth,
          layout.rows * layout.rowHeight
        );
      }
    },
    slide(placeOf, scene, time) {
      sortMotion(
        maps.map(map => map.element),
        placeOf,
        scene.placeOf,
        time
      );
    }
  };
}

/** Colours one channel of a scene, in the order of its units, aggregated where it must be. */
function paintMap(
  map: Heatmap,
  { options, layer, steps, order, layout, trace }: MapScene,
  row: SceneRow,
  theme: Theme
): void {
  const mask = trace.time.mask?.values;
  map.element.dataset.channel = row.channel.name;
  map.paint(
    {
      values: part(
        row.values,
        options.from * layer.units,
        options.to * layer.units
      ),
      rows: layer.units,
      columns: steps,
      rowStride: 1,
      columnStride: layer.units,
      order,
      rowsPerPixel: layout.unitsPerRow,
      columnsPerPixel: layout.stepsPerColumn,
      mask: mask?.subarray(options.from, options.to)
    },
    row.range[0] >= 0 ? theme.gates : theme.states,
    row.range
  );
}

function part(
  values: ArrayLike<number>,
  from: number,
  to: number
): ArrayLike<number> {
  return values instanceof Float32Array || values instanceof Float64Array
    ? values.subarray(from, to)
    : Array.from({ length: to - from }, (_, index) => values[index + from]);
}
