import { scaleLinear, type ScaleLinear } from 'd3-scale';
import type { Prediction } from '../../trace';

export interface ChartBox {
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
}

export interface ChartScales {
  /** The middle of a position. */
  readonly x: (index: number) => number;
  readonly y: ScaleLinear<number, number>;
  /** Width of one position. */
  readonly band: number;
}

/** Where the positions and the quantity stand. */
export function chartScales(
  { axis, quantity }: Prediction,
  box: ChartBox
): ChartScales {
  const band = box.width / axis.count;
  return {
    x: index => box.left + (index + 0.5) * band,
    y: scaleLinear(quantity.range, [box.top + box.height, box.top]),
    band
  };
}
