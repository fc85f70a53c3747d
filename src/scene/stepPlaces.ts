import type { TimeAxis } from '../trace';
import type { Places } from './table';
import { stepWords } from './words/stepWords';
import type { Translate } from './words/translate';

/** The steps of a run as the rows of a table. */
export const stepPlaces = (time: TimeAxis, translate: Translate): Places => ({
  count: time.steps,
  labels: time.labels,
  nameOf: step => stepWords(time, step, translate)
});
