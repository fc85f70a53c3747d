import { textOfStep } from '../compiler/traceStep';
import type { Layer } from '../layers/layer';
import { isLibraryStep } from '../recurrence/libraryStep';

/**
 * What the steps of one's own compute, as text. They are functions of a notebook, which may read numbers that
 * it changes: networks are made of what they are now. Empty where all steps are the library's.
 */
export const ownSteps = (layers: readonly Layer[]): string =>
  layers
    .flatMap(({ cells }) => cells)
    .filter(({ definition }) => definition && !isLibraryStep(definition.step))
    .map(cell => textOfStep(cell))
    .join('\n');
