import { createHeatmap, type Heatmap } from '../base/heatmap';
import type { Ramp } from '../../scene/ramp';
import type { Box } from '../../scene/marks/plane';

/** The colors of a ramp from its lowest to its highest, as a strip. */
export interface RampLegend {
  readonly element: HTMLCanvasElement;
  paint(ramp: Ramp, box: Box): void;
}

export function createRampLegend(): RampLegend {
  const heatmap = createHeatmap();
  return {
    element: heatmap.element,
    paint(ramp, box) {
      paintRow(heatmap, rising, ramp, [0, 1]);
      heatmap.place(box.x, box.y, box.width, box.height);
    }
  };
}

const rising = Float32Array.from({ length: 129 }, (_, index) => index / 128);

/** One row of values as a strip of colors. */
function paintRow(
  heatmap: Heatmap,
  values: ArrayLike<number>,
  ramp: Ramp,
  range: readonly [number, number]
): void {
  heatmap.paint(
    {
      values,
      rows: 1,
      columns: values.length,
      rowStride: 0,
      columnStride: 1
    },
    ramp,
    range
  );
}
