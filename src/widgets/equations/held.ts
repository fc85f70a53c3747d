import type { Clamp, LayerTrace, TimeAxis } from '../../trace';
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

/** Whether a step is padding: nothing was computed there. */
export function isPadding(time: TimeAxis, step: number): boolean {
  return time.mask !== undefined && time.mask.values[step] === 0;
}

/** The last step that is not padding, where a view begins. */
export function lastRealStep(time: TimeAxis): number {
  for (let step = time.steps - 1; step > 0; step--) {
    if (!isPadding(time, step)) {
      return step;
    }
  }
  return 0;
}
