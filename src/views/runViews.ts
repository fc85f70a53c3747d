import type { ViewOptions } from '../trace';
import type { AnyView } from '../scene/view';
import { influenceView } from './influence/influenceView';

/**
 * The views of a run that are told whole by a definition, by the names under which `show` knows them:
 * the list of a run's views, their pages and their saved pictures are made from it.
 */
export const runViews = {
  influence: influenceView
} satisfies Partial<Record<NonNullable<ViewOptions['view']>, AnyView<'trace'>>>;
