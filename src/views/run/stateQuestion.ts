import { findCarry, type LayerTrace, type Trace } from '../../trace';
import { stepWords } from '../../scene/words/stepWords';
import type { Translate } from '../../scene/words/translate';
import type { UnitChoice } from '../equations/layerValues';

/** The state that is looked at: `c of unit 3`. */
function stateWords(
  layer: LayerTrace,
  unit: UnitChoice,
  translate: Translate
): string {
  const state = findCarry(layer).state ?? translate('the state');
  return unit === 'mean'
    ? translate('%1 of all units', state)
    : translate('%1 of unit %2', state, unit);
}

interface StatePlace {
  readonly layer: LayerTrace;
  readonly unit: UnitChoice;
  readonly step: number;
}

/** What the unrolled chain answers. */
export const originQuestion = (
  { time }: Trace,
  { layer, unit, step }: StatePlace,
  translate: Translate
): string =>
  translate(
    'Where did %1 at %2 come from?',
    stateWords(layer, unit, translate),
    stepWords(time, step, translate)
  );

/** What the wired cell answers. */
export const makingQuestion = (
  { time }: Trace,
  { layer, unit, step }: StatePlace,
  translate: Translate
): string =>
  translate(
    'How do the numbers of %1 make %2?',
    stepWords(time, step, translate),
    stateWords(layer, unit, translate)
  );
