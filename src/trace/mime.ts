import type { BundleKind } from './generated/types';

/** One MIME type a kind of bundle. */
export const mimeTypes: Readonly<Record<BundleKind, string>> = {
  trace: 'application/vnd.gatescope.trace+json',
  comparison: 'application/vnd.gatescope.comparison+json',
  history: 'application/vnd.gatescope.history+json',
  gradientFlow: 'application/vnd.gatescope.gradient-flow+json',
  weights: 'application/vnd.gatescope.weights+json',
  summary: 'application/vnd.gatescope.summary+json',
  attention: 'application/vnd.gatescope.attention+json',
  prediction: 'application/vnd.gatescope.prediction+json',
  predictions: 'application/vnd.gatescope.predictions+json',
  check: 'application/vnd.gatescope.check+json',
  questions: 'application/vnd.gatescope.questions+json',
  search: 'application/vnd.gatescope.search+json',
  claim: 'application/vnd.gatescope.claim+json',
  race: 'application/vnd.gatescope.race+json'
};

/** What stands beside a picture whose network a page can make itself: no kernel is asked for it. */
export const NETWORK_TYPE = 'application/x-gatescope-network+json';
