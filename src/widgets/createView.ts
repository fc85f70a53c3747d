import type { BundleKind } from '../trace';
import { withSlider } from './base/slider';
import { withSequences } from './base/sequences';
import { withUnitOfTime } from './base/unitOfTime';
import { withWhole } from './base/wholeBundle';
import type { ViewFactory } from './context';

/**
 * Loads the view of one kind of bundle. Each is a chunk of its own, so that d3 and the drawing code
 * come only when there is something to draw.
 *
 * The factory takes a bundle of that kind only; `decodeBundle` has read the kind from the data.
 */
export async function createView(kind: BundleKind): Promise<ViewFactory> {
  return withUnitOfTime((await loaders[kind]()) as ViewFactory);
}

const loaders: Readonly<Record<BundleKind, () => Promise<unknown>>> = {
  trace: async () =>
    withSlider(
      withWhole(
        withSequences((await import('./trace/createTraceView')).createTraceView)
      )
    ),
  history: async () =>
    (await import('./training/createTrainingView')).createTrainingView,
  prediction: async () =>
    (await import('./predict/createPredictView')).createPredictView,
  summary: async () =>
    (await import('./summary/createSummaryView')).createSummaryView,
  check: async () => (await import('./check/createCheckView')).createCheckView,
  comparison: async () =>
    withWhole(
      withSequences(
        (await import('./compare/createCompareView')).createCompareView
      )
    ),
  gradientFlow: async () =>
    withSlider(
      (await import('./gradientFlow/createGradientFlowView'))
        .createGradientFlowView
    ),
  weights: async () =>
    withWhole((await import('./weights/createWeightsView')).createWeightsView),
  attention: async () =>
    (await import('./attention/createAttentionView')).createAttentionView,
  predictions: async () =>
    (await import('./predictions/createPredictionsView')).createPredictionsView,
  questions: async () =>
    (await import('./questions/createQuestionsView')).createQuestionsView,
  search: async () =>
    (await import('./search/createSearchView')).createSearchView,
  claim: async () => (await import('./claim/createClaimView')).createClaimView,
  race: async () => (await import('./race/createRaceView')).createRaceView
};
