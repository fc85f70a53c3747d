import type { Trace } from '../../trace';
import type { ViewFactory } from '../context';
import { createAskedView } from '../base/createAskedView';
import { createWeightsView } from './createWeightsView';

/**
 * The weights that one run ran with, and the derivatives of its loss by them. A run keeps what the
 * gates said, not the weights: these come from the kernel.
 */
export const createTraceWeightsView: ViewFactory<Trace> = (
  element,
  bundle,
  context
) => {
  const { link, translate } = context;
  return createAskedView(element, bundle, context, {
    title: translate('Weights'),
    create: createWeightsView,
    saved: () => null,
    async ask({ id }) {
      const { weights } = await link.request('weights', { id });
      return weights;
    },
    waiting: () =>
      translate(
        'The weights are in the kernel that made this run: run the notebook cell to see them.'
      )
  });
};
