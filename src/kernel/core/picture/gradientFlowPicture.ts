import type { GradientFlow } from '../../../trace';
import { networkInks } from './colours';
import { plot } from './plot';
import { label, picture } from './svg';

/** A saved picture of how far back the loss reaches: gradient norms of every network, decade by decade. */
export function gradientFlowPicture(flow: GradientFlow): string {
  const title = flow.title ?? 'Gradient flow';
  return picture(
    { width: 660, height: 340, title: `${title}: ‖dL/dh‖ at each step` },
    label(16, 22, title, { 'font-size': 15, 'font-weight': 600 }),
    plot(
      flow.networks.map(({ name, cell, hidden }) => ({
        name,
        values: hidden.values,
        ...networkInks[cell]
      })),
      {
        x: 80,
        y: 60,
        width: 440,
        height: 220,
        across: flow.time.name,
        up: '‖dL/dh‖',
        logarithmic: true
      }
    )
  );
}
