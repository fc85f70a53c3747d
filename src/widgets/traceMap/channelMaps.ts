import { html } from '../base/dom';
import { mapMatrix, rampOf } from '../../views/map/mapMatrix';
import { createHeatmap, type Heatmap } from '../base/heatmap';
import type { Theme } from '../base/theme';
import type { MapScene } from '../../views/map/mapScene';
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
        const row = rows[index];
        map.element.dataset.channel = row.channel.name;
        map.paint(mapMatrix(scene, row), theme[rampOf(row)], row.range);
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
