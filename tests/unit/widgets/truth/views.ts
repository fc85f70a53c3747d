import type { Adapter } from './adapter';
import { viewsAsOpened } from './openings';
import { panels } from './panel';
import { viewsOfBundles } from './viewsOfBundles';
import { viewsOfExercises } from './viewsOfExercises';
import { viewsOfModels } from './viewsOfModels';
import { viewsOfNetworks, viewsOfRuns } from './viewsOfRuns';
import { viewsOfChoices, viewsOfSeveral } from './viewsOfSeveral';

type Walk = readonly (readonly [string, Adapter<unknown>])[];

/** All views that the walks come by, by their names. */
export const walkedViews = Object.entries({
  ...viewsOfRuns,
  ...viewsOfSeveral,
  ...viewsOfBundles,
  ...viewsOfModels,
  ...viewsOfExercises
}) as unknown as Walk;

/** Views, and what repeats their numbers and has no tools of its own. */
export const everythingWalked = [
  ...walkedViews,
  ...Object.entries({
    ...viewsOfNetworks,
    ...viewsAsOpened,
    ...viewsOfChoices
  }),
  ...Object.entries(panels)
] as unknown as Walk;
