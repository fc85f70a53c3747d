import type { BundleKind } from '../trace';
import type { AnyView } from '../scene/view';
import { searchView } from './search/searchView';

/** The views that are told whole by a definition, by the kind of their bundle: saved pictures are made from it. */
export const bundleViews = {
  search: searchView
} satisfies { readonly [K in BundleKind]?: AnyView<K> };
