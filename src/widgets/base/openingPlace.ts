import { lastRealStep, openingPlace, orderOf } from '../../trace';
import type { LayerTrace, Trace } from '../../trace';
import type { Steps } from './stepNow';

export { openingPlace };

/**
 * The steps of a run, which opens where its notebook asked for, else where something happens, and
 * plays in the own time of the layer.
 */
export function runSteps(
  { time, view }: Pick<Trace, 'time' | 'view'>,
  layer: LayerTrace | undefined
): Steps {
  return {
    steps: time.steps,
    kept: time.kept,
    order: layer && orderOf(layer.direction),
    opens:
      view?.step ??
      (layer ? openingPlace(layer, time).step : lastRealStep(time))
  };
}
