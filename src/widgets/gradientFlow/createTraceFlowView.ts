import type { GradientFlow, Trace } from '../../trace';
import type { ViewFactory } from '../context';
import { createAskedView } from '../base/createAskedView';
import { keptOf } from '../scene/definedPage';
import { flowViewOf } from './createGradientFlowView';
import { flowOfTrace } from '../../views/gradientFlow/flowOfTrace';

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
  let shown = bundle;
  const placeOf = (): { readonly sequence?: number } =>
    shown.batch ? { sequence: shown.batch.sequence } : {};
  /** What the run opens on is what its flow opens on. */
  const opened = (flow: GradientFlow): GradientFlow =>
    shown.view ? { ...flow, view: shown.view } : flow;
  return createAskedView(element, bundle, context, {
    title: translate('Gradient flow'),
    create: flowViewOf(placeOf),
    saved(trace) {
      shown = trace;
      const flow = flowOfTrace(trace);
      return flow && opened(flow);
    },
    async ask(trace) {
      const { id, view } = trace;
      const lossStep =
        keptOf(trace, 'flow', context).get('answer') ?? view?.answer;
      const { flow } = await link.request('gradientFlow', {
        id,
        ...placeOf(),
        ...(typeof lossStep === 'number' && { lossStep })
      });
      return opened(flow);
    },
    waiting: ({ time }) =>
      time.kept
        ? ''
        : translate(
            'This run was saved without gradients; the kernel that made it can compute them.'
          )
  });
};
