import { lastRealStep, openingPlace } from '../../trace';
import type { LayerTrace, Trace } from '../../trace';
import type { Steps } from './stepNow';

export { openingPlace };

/** The steps of a run, which opens where its notebook asked for, else where something happens. */
export function runSteps(
  { time, view }: Pick<Trace, 'time' | 'view'>,
  layer: LayerTrace | undefined
): Steps {
  return {
    steps: time.steps,
    kept: time.kept,
    opens:
      view?.step ??
      (layer ? openingPlace(layer, time).step : lastRealStep(time))
  };
}
