import { mark, type Mark } from '../../scene/marks/mark';
import type { MapScene } from './mapScene';

/** A line between two groups of units that run alike. */
export function groupEdges({ edges, layout, lines }: MapScene): Mark[] {
  const { plotLeft, plotWidth, unitsPerRow, rowHeight } = layout;
  const pieces = lines
    ? []
    : layout.groups.flatMap(band =>
        edges.map(
          place =>
            `M${plotLeft} ${band.y + Math.floor(place / unitsPerRow) * rowHeight}h${plotWidth}`
        )
      );
  return pieces.length === 0
    ? []
    : [mark('path', { class: 'jp-gatescope-group-edge', d: pieces.join('') })];
}
