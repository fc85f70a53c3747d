import type { Adapter } from './adapter';
import { viewsOfBundles } from './viewsOfBundles';
import { viewsOfExercises } from './viewsOfExercises';
import { viewsOfModels } from './viewsOfModels';
import { viewsOfRuns } from './viewsOfRuns';
import { viewsOfSeveral } from './viewsOfSeveral';

/** All views that the walks come by, by their names. */
export const walkedViews = Object.entries({
  ...viewsOfRuns,
  ...viewsOfSeveral,
  ...viewsOfBundles,
  ...viewsOfModels,
  ...viewsOfExercises
}) as unknown as readonly (readonly [string, Adapter<unknown>])[];
