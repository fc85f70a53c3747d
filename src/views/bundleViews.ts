import type { BundleKind } from '../trace';
import type { AnyView } from '../scene/view';
import { attentionView } from './attention/attentionView';
import { checkView } from './check/checkView';
import { claimView } from './claim/claimView';
import { compareView } from './compare/compareView';
import { gradientFlowView } from './gradientFlow/gradientFlowView';
import { raceView } from './race/raceView';
import { searchView } from './search/searchView';
import { summaryView } from './summary/summaryView';
import { weightsView } from './weights/weightsView';

/** The views that are told whole by a definition, by the kind of their bundle: saved pictures are made from it. */
export const bundleViews = {
  attention: attentionView,
  check: checkView,
  claim: claimView,
  comparison: compareView,
  gradientFlow: gradientFlowView,
  race: raceView,
  search: searchView,
  summary: summaryView,
  weights: weightsView
} satisfies { readonly [K in BundleKind]?: AnyView<K> };
