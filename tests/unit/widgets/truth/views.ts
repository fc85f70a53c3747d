import type { Adapter } from './adapter';
import { viewsOfBundles } from './viewsOfBundles';
import { viewsOfModels } from './viewsOfModels';
import { viewsOfRuns } from './viewsOfRuns';
import { viewsOfSeveral } from './viewsOfSeveral';

/** All views that the walks come by, by their names. */
export const walkedViews = Object.entries({
  ...viewsOfRuns,
  ...viewsOfSeveral,
  ...viewsOfBundles,
  ...viewsOfModels
}) as unknown as readonly (readonly [string, Adapter<unknown>])[];
