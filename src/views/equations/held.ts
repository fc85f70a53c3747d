import type { Clamp, LayerTrace } from '../../trace';
import type { UnitChoice } from './layerValues';

/** The clamp that holds a channel at a step, if any; for the mean of units, one that holds any. */
export function heldBy(
  clamps: readonly Clamp[],
  layer: LayerTrace,
  channel: string,
  step: number,
  unit: UnitChoice
): Clamp | null {
  return (
    clamps.findLast(
      clamp =>
        clamp.layer === layer.name &&
        clamp.channel === channel &&
        (clamp.steps === undefined || clamp.steps.includes(step)) &&
        (unit === 'mean' ||
          clamp.units === undefined ||
          clamp.units.includes(unit))
    ) ?? null
  );
}
