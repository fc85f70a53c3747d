import type { Race } from '../../../trace';
import { savedPicture } from '../../../scene/saved';
import { raceView } from '../../../views/race/raceView';
import { bitmapAddress } from './png';

/** What each network of a race held, by group and epoch. */
export const racePicture = (race: Race): string =>
  savedPicture(raceView, race, { width: 760, png: bitmapAddress });
