import type { Clamp, LayerTrace } from '../../trace';
import type { Selection } from '../traceMap/selection';

/** The clamp of a selection: a list of all units or steps is left out. */
export function clampOf(
  selection: Selection,
  value: number | 'mean',
  layer: LayerTrace,
  steps: number
): Clamp {
  return {
    layer: selection.layer,
    channel: selection.channel,
    value,
    ...(selection.units.length < layer.units && { units: selection.units }),
    ...(selection.steps.length < steps && { steps: selection.steps })
  };
}
