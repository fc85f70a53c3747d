import type { Search } from '../../../trace';
import { savedPicture } from '../../../scene/saved';
import { searchView } from '../../../views/search/searchView';

/** Settings with their scores, the best first. */
export const searchPicture = (bundle: Search): string =>
  savedPicture(searchView, bundle, { width: 700 });
