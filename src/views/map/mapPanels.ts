import { linearScale } from '../../scene/marks/valueScale';
import type { StepScale } from '../../scene/marks/plane';
import type { Hit, PlacedPanel } from '../../scene/scene';
import { columnLeft, placeAt, stepCenter } from './mapLayout';
import type { MapScene } from './mapScene';

/** Where the steps of the run stand in a scene; one that is not in view is held at its end. */
function stepsAcross({ layout, options, lines, trace }: MapScene): StepScale {
  const { plotLeft, plotWidth, columnWidth, height } = layout;
  const { from, to } = options;
  const inView = (step: number): number =>
    Math.max(0, Math.min(to - from - 1, step - from));
  return {
    steps: trace.time.steps,
    box: { x: plotLeft, y: 0, width: plotWidth, height },
    column: columnWidth,
    center: step => stepCenter(layout, step - from),
    left: step =>
      lines
        ? stepCenter(layout, inView(step)) - columnWidth / 2
        : columnLeft(layout, inView(step)),
    stepAt(x) {
      const { step } = placeAt(layout, x, 0, to - from);
      return step === null ? null : step + from;
    }
  };
}

/**
 * The plots of a scene: all of them as one, over the steps, and each channel, whose values are its units
 * in their order from the top. Those that `isBrushed` says are brushed.
 */
export function mapPanels(
  scene: MapScene,
  isBrushed: (channel: string) => boolean
): {
  readonly panels: readonly PlacedPanel[];
  hit(x: number, y: number): Hit | null;
} {
  const { layout, lines, layer, rows } = scene;
  const places = stepsAcross(scene);
  const { x, width } = places.box;
  const whole: PlacedPanel = {
    ...{ id: 'channels', box: places.box, places, across: true },
    value: linearScale([0, 1], places.box)
  };
  const channels = rows.map(({ channel: { name }, range }, at): PlacedPanel => {
    const { y, height } = layout.groups[at];
    const box = {
      ...{ x, width, y },
      height: lines ? height : layout.rows * layout.rowHeight
    };
    return {
      ...{ id: name, box, places, across: true },
      value: linearScale(range, box, { nice: false }),
      ...(isBrushed(name) && {
        brushes: lines
          ? { of: name, count: 1 }
          : { of: name, count: layer.units, each: layout.unitsPerRow }
      })
    };
  });
  return {
    panels: [whole, ...channels],
    hit(left, top) {
      const row = places.stepAt(left);
      const at = placeAt(layout, left, top, scene.steps);
      return row === null
        ? null
        : {
            row,
            column:
              lines || at.row === null
                ? NaN
                : Math.min(layer.units - 1, at.row * layout.unitsPerRow),
            panel: at.group === null ? whole : channels[at.group]
          };
    }
  };
}

/** The unit at a place of a channel's plot; null where lines of all units lie over each other. */
export const mapUnitAt = (
  { order }: MapScene,
  { column }: Pick<Hit, 'column'>
): number | null => (Number.isNaN(column) ? null : order[column]);
