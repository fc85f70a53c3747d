import type { Translate } from '../../scene/words/translate';
import type { Tooltip } from '../base/tooltip';
import { columnLeft, stepCenter } from '../../views/map/mapLayout';
import type { MapScene } from '../../views/map/mapScene';
import { tooltipContent } from './gatesWords';

/** Shows the words of one value beside its place in the picture. */
export function valueTooltip(
  tooltip: Tooltip,
  scene: MapScene,
  at: { readonly step: number; readonly unit: number; readonly group: number },
  translate: Translate
): void {
  const { layout, lines, options, placeOf, rows } = scene;
  const inView = at.step - options.from;
  const center = stepCenter(layout, inView);
  const left = lines ? center - 5 : columnLeft(layout, inView);
  const band = layout.groups[at.group];
  const row = Math.floor(placeOf[at.unit] / layout.unitsPerRow);
  tooltip.show(
    tooltipContent(scene, rows[at.group], at.step, at.unit, translate),
    {
      left,
      right: lines ? center + 5 : left + layout.columnWidth,
      y: lines
        ? band.y + band.height / 2
        : band.y + (row + 1) * layout.rowHeight
    }
  );
}
