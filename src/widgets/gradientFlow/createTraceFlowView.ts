import type { Trace } from '../../trace';
import type { ViewFactory } from '../context';
import { createAskedView } from '../base/createAskedView';
import { createGradientFlowView } from './createGradientFlowView';
import { flowOfTrace } from './flowOfTrace';

/**
 * The gradient flow of one run. The norms of the saved gradients are drawn at once; the Jacobians and
 * their product come from the kernel, where it is there.
 */
export const createTraceFlowView: ViewFactory<Trace> = (
  element,
  bundle,
  context
) => {
  const { link, translate } = context;
  return createAskedView(element, bundle, context, {
    title: translate('Gradient flow'),
    create: createGradientFlowView,
    saved: flowOfTrace,
    async ask({ id, batch }) {
      const { flow } = await link.request('gradientFlow', {
        id,
        ...(batch && { sequence: batch.sequence })
      });
      return flow;
    },
    waiting: ({ time }) =>
      time.kept
        ? ''
        : translate(
            'This run was saved without gradients; the kernel that made it can compute them.'
          )
  });
};
