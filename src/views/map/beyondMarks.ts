import { channelHue, isPadding } from '../../trace';
import { mark, type Mark } from '../../scene/marks/mark';
import { runs } from './clampWords';
import { groupScale } from './drawGroup';
import { columnLeft, stepCenter } from './mapLayout';
import { ofHue } from './letterMark';
import type { MapScene, SceneRow } from './mapScene';

/** From so many pixels on a row bears a line of the page's color, which shows on the darkest value. */
const WIDE = 5;

/**
 * A line through every value of a map that lies beyond its channel's scale; of channels that are
 * lines, one along the end of the scale while a unit is beyond it.
 */
export function beyondMarks(scene: MapScene): Mark[] {
  return scene.rows.flatMap((row, group) =>
    row.beyond === undefined || row.blank
      ? []
      : [
          mark('path', {
            class: scene.lines
              ? 'jp-gatescope-beyond-line'
              : `jp-gatescope-beyond${scene.layout.rowHeight < WIDE ? '' : ' jp-gatescope-beyond-wide'}`,
            ...ofHue(channelHue(row.channel)),
            d: scene.lines
              ? alongEnds(scene, row, group)
              : throughRows(scene, row, group)
          })
        ]
  );
}

function throughRows(scene: MapScene, row: SceneRow, group: number): string {
  const { layout, layer, order } = scene;
  const { unitsPerRow, rowHeight } = layout;
  return Array.from({ length: layout.rows }, (_, place) => {
    const units = Array.from(
      order.subarray(place * unitsPerRow, (place + 1) * unitsPerRow)
    );
    const y = layout.groups[group].y + (place + 0.5) * rowHeight;
    const value = (step: number, unit: number): number =>
      Math.abs(row.values[step * layer.units + unit]);
    return stepsWhere(scene, step =>
      units.some(unit => value(step, unit) > row.range[1])
    )
      .map(
        ([first, last]) =>
          `M${columnLeft(layout, first)} ${y}H${columnLeft(layout, last) + layout.columnWidth}`
      )
      .join('');
  }).join('');
}

function alongEnds(scene: MapScene, row: SceneRow, group: number): string {
  const { layout, layer } = scene;
  const y = groupScale(row, layout.groups[group]);
  const half = layout.columnWidth / 2;
  return [1, -1]
    .map(sign =>
      stepsWhere(scene, step =>
        Array.from(
          { length: layer.units },
          (_, unit) => sign * row.values[step * layer.units + unit]
        ).some(value => value > row.range[1])
      )
        .map(
          ([first, last]) =>
            `M${stepCenter(layout, first) - half} ${y(sign * row.range[1])}H${stepCenter(layout, last) + half}`
        )
        .join('')
    )
    .join('');
}

/** First and last of the steps in view in a row of which `holds` is true, counted from the view's first. */
function stepsWhere(
  { steps, options, trace }: MapScene,
  holds: (step: number) => boolean
): readonly (readonly [number, number])[] {
  return runs(
    Array.from({ length: steps }, (_, step) => step).filter(
      step =>
        !isPadding(trace.time, step + options.from) &&
        holds(step + options.from)
    )
  );
}
