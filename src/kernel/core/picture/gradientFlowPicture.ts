import type { GradientFlow, Trace } from '../../../trace';
import { savedPicture } from '../../../scene/saved';
import { flowOfTrace } from '../../../views/gradientFlow/flowOfTrace';
import { gradientFlowView } from '../../../views/gradientFlow/gradientFlowView';
import { bitmapAddress } from './png';

/** A saved picture of how far back the loss reaches. */
export const gradientFlowPicture = (flow: GradientFlow): string =>
  savedPicture(gradientFlowView, flow, { png: bitmapAddress });

/** The same of a run, at a step; null without gradients. */
export function traceFlowPicture(trace: Trace, step: number): string | null {
  const flow = flowOfTrace(trace);
  return flow && gradientFlowPicture({ ...flow, view: { ...flow.view, step } });
}
