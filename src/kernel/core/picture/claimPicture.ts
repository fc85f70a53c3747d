import type { Claim } from '../../../trace';
import { savedPicture } from '../../../scene/saved';
import { claimView } from '../../../views/claim/claimView';

/** A sentence with the trainings over which it was tried, as it opens. */
export const claimPicture = (claim: Claim): string =>
  savedPicture(claimView, claim, { width: 700 });
