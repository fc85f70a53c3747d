import {
  openingPlace,
  type GradientFlow,
  type LayerTrace,
  type Trace
} from '../../../trace';
import { savedPicture } from '../../../scene/saved';
import { flowOfTrace } from '../../../views/gradientFlow/flowOfTrace';
import { gradientFlowView } from '../../../views/gradientFlow/gradientFlowView';
import { bitmapAddress } from './png';

/** A saved picture of how far back the loss reaches. */
export const gradientFlowPicture = (flow: GradientFlow): string =>
  savedPicture(gradientFlowView, flow, { png: bitmapAddress });

/** The same of a run, at the step that it opens on; null without gradients. */
export function traceFlowPicture(
  trace: Trace,
  layer: LayerTrace
): string | null {
  const { time, view } = trace;
  const flow = flowOfTrace(trace);
  const step = Math.min(
    view?.step ?? openingPlace(layer, time).step,
    time.steps - 1
  );
  return flow && gradientFlowPicture({ ...flow, view: { ...flow.view, step } });
}
