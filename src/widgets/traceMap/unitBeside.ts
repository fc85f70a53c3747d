import type { MapScene } from '../../views/map/mapScene';

/** The unit that is drawn above (`by` −1) or below another one; at the ends, itself. */
export function unitBeside(
  { order, placeOf }: Pick<MapScene, 'order' | 'placeOf'>,
  unit: number,
  by: 1 | -1
): number {
  return order[Math.max(0, Math.min(order.length - 1, placeOf[unit] + by))];
}
