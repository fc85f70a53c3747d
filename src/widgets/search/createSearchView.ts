import type { Search } from '../../trace';
import type { ViewFactory } from '../context';
import { createDefinedView } from '../scene/createDefinedView';
import { searchView } from '../../views/search/searchView';

export const createSearchView: ViewFactory<Search> =
  createDefinedView(searchView);
