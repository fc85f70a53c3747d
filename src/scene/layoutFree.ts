import { text } from './marks/text';
import { stepScale } from './marks/plane';
import { linearScale } from './marks/valueScale';
import { axisLook, placed as placeMark } from './placeMarks';
import {
  handsOf,
  type Placed,
  type PlacedPanel,
  type Scene,
  type Surface
} from './scene';
import type { Table } from './table';
import { shorten } from './words/fitText';

const CAPTION = 20;
const GAP = 8;

/** Pictures below each other without axes, each as wide as there is room: what is in them is their own. */
export function freely(surface: Surface, scene: Scene, table: Table): Placed {
  const { width, measure, theme } = surface;
  let top = 0;
  const panels = scene.panels.map((panel, at): PlacedPanel => {
    const { id, caption = '', height = 0 } = panel;
    top += (at > 0 ? GAP : 0) + (caption === '' ? 0 : CAPTION);
    const box = {
      ...{ x: 0, y: top, width },
      height:
        typeof height === 'number'
          ? height
          : height({ width, isBeside: false, measure })
    };
    top += box.height;
    return {
      ...{ id, box, across: true },
      ...handsOf(panel),
      places: {
        ...stepScale(table.places.count, box),
        ...panel.places?.(box, measure)
      },
      value: linearScale([0, 1], box)
    };
  });
  return {
    ...{ width, height: top, panels, maps: [], axis: [], badge: 0 },
    marks: scene.panels.flatMap(({ caption = '', marks }, at) => [
      ...(caption === ''
        ? []
        : [
            text(
              shorten(caption, width, measure),
              0,
              panels[at].box.y - 6,
              axisLook(theme)
            )
          ]),
      ...marks.flatMap(spec =>
        placeMark(spec, { panel: panels[at], table, surface }).map(
          each => each.mark
        )
      )
    ]),
    hit(x, y) {
      const at = panels.findIndex(
        ({ box }) => y >= box.y && y < box.y + box.height
      );
      const panel = panels[at];
      const row = scene.panels[at]?.places ? panel.places.stepAt(x) : null;
      return row === null ? null : { row, column: 0, panel };
    }
  };
}
