import { untranslated } from '../../../src/widgets/base/translate';
import { inUnitOfTime } from '../../../src/widgets/base/unitOfTime';

/** The words of a run whose steps have no name of their own, as written. */
export const inSteps = inUnitOfTime(untranslated, () => 'step');
