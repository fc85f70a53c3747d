import { gradientNormWords, type GradientFlow } from '../../trace';
import type { ViewContext } from '../context';
import type { NetworkLook } from '../../scene/marks/networkLook';
import type { FlowNetwork, Quantity } from './flow';
import type { FlowLayout } from './flowLayout';

export interface FlowPictureOptions {
  readonly flow: GradientFlow;
  readonly quantity: Quantity;
  readonly looks: readonly NetworkLook[];
  /** Steps of memory of each network; null: all. */
  readonly memory: readonly (number | null)[];
  readonly threshold: number;
  readonly width: number;
  readonly narrow: boolean;
  readonly measure: (text: string) => number;
  readonly translate: ViewContext['translate'];
}

/** Everything that the pieces of the picture are drawn from. */
export interface FlowScene extends FlowPictureOptions {
  readonly layout: FlowLayout;
}

/** The factor at the ends of the strips' colours: more than this is not told apart. */
export const LARGEST_FACTOR = 2.8;

/** What the norm axis of these networks is called. */
export function quantityWords(
  quantity: Quantity,
  networks: readonly FlowNetwork[]
): string {
  switch (quantity) {
    case 'hidden':
      return gradientNormWords(networks);
    case 'cellState':
      return '‖dL/dc‖';
    case 'product':
      return '‖∂s_T/∂s_t‖';
    case 'wholeLoss':
      return gradientNormWords(networks).replaceAll('‖d', '‖Σ d');
  }
}
