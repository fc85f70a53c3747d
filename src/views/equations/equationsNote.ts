import { isPadding, type LayerTrace, type Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import type { UnitChoice } from './layerValues';

/** What must be known of the numbers below equations; empty where they are as they stand. */
export const equationsNote = (
  { time }: Trace,
  { units }: LayerTrace,
  step: number,
  unit: UnitChoice,
  translate: Translate
): string =>
  isPadding(time, step)
    ? translate(
        '%Step %1 is padding: nothing is computed, the state stays as it was.',
        step
      )
    : unit === 'mean'
      ? translate(
          'Means over %1 units: sums add up; the mean of a product is not the product of the means.',
          units
        )
      : '';
