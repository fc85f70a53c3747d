import { untranslated } from '../../../src/scene/words/translate';
import { inUnitOfTime } from '../../../src/scene/words/timeWord';

/** The words of a run whose steps have no name of their own, as written. */
export const inSteps = inUnitOfTime(untranslated, () => 'step');
