import type { History } from '../../../trace';
import { savedPicture } from '../../../scene/saved';
import { trainingView } from '../../../views/training/trainingView';
import { bitmapAddress } from './png';

/** How a training went: what is measured over its epochs, gates and replay. */
export const historyPicture = (history: History): string =>
  savedPicture(trainingView, history, { width: 760, png: bitmapAddress });
