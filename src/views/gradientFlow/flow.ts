import { gradientNormWords, type GradientFlow } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { decadesOf, type Decades } from '../../scene/marks/valueScale';
import { niceStep } from '../../scene/words/timeLabels';
import { wayOf, type Way } from './way';

export type FlowNetwork = GradientFlow['networks'][number];

/**
 * Which quantity is drawn: two norms of one answer's gradients, the product of the step Jacobians, or the
 * norm of the gradient of a loss that reads several answers.
 */
export type FlowQuantity = 'hidden' | 'cellState' | 'product' | 'wholeLoss';

/**
 * Whether a quantity is followed back from one step, so that factors and a memory can be read off it.
 * In the gradient of a whole loss each step has its own share beside what comes back to it.
 */
export function isFollowedBack(quantity: FlowQuantity): boolean {
  return quantity !== 'wholeLoss';
}

/** What is drawn of a flow. */
export interface ShownFlow {
  readonly flow: GradientFlow;
  readonly quantity: FlowQuantity;
  /** What still counts as remembered. */
  readonly threshold: number;
  readonly translate: Translate;
}

/** What the norms of these networks are called. */
export function quantityWords(
  quantity: FlowQuantity,
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

/** The values of a quantity over the steps; null where a network has none. */
export function valuesOf(
  network: FlowNetwork,
  quantity: FlowQuantity
): ArrayLike<number> | null {
  switch (quantity) {
    case 'hidden':
      return network.hidden.values;
    case 'cellState':
      return network.cellState?.values ?? null;
    case 'product':
      return network.product.values;
    case 'wholeLoss':
      return network.wholeLoss?.values ?? null;
  }
}

/** A vanished gradient beyond 32 powers of ten is drawn below the range. */
export const DECADES = { whole: 2, least: 4, most: 32 } as const;

/** One axis for all networks; its ends are even, so that each grid line is a factor of 100. */
export function flowDecades(
  networks: readonly FlowNetwork[],
  quantity: FlowQuantity
): Decades {
  const lists = networks
    .map(network => valuesOf(network, quantity))
    .filter(values => values !== null);
  return decadesOf(lists, DECADES) ?? { low: -4, high: 0 };
}

/**
 * Below this a value is lost when it is added, in 32-bit floats, to one as large as the largest at
 * the last step: 2⁻²⁴ of it.
 */
export function float32Floor(
  flow: GradientFlow,
  quantity: FlowQuantity
): number {
  let largest = 0;
  for (const network of flow.networks) {
    const value =
      valuesOf(network, quantity)?.[wayOf(flow, network).start] ?? 0;
    if (Number.isFinite(value)) {
      largest = Math.max(largest, value);
    }
  }
  return largest * 2 ** -24;
}

/** The factor per step that leads from the loss back to a step: (value / value at the loss)^(1/n). */
export function meanFactor(
  values: ArrayLike<number>,
  way: Way,
  step: number
): number {
  const steps = way.back(step);
  return steps > 0 ? (values[step] / values[way.start]) ** (1 / steps) : NaN;
}

/**
 * How many steps back from the loss the values are below `threshold` times the value at the loss for
 * the first time; null when they never are, 0 where the loss sends nothing back, and NaN where a value
 * on the way is not known.
 */
export function memoryOf(
  values: ArrayLike<number>,
  way: Way,
  threshold: number
): number | null {
  const start = values[way.start];
  if (start === 0) {
    return 0;
  }
  for (let back = 1; back < way.length; back++) {
    const value = values[way.at(back)];
    if (!Number.isFinite(start) || Number.isNaN(value)) {
      return NaN;
    }
    if (value < threshold * start) {
      return back;
    }
  }
  return Number.isFinite(start) ? null : NaN;
}

/**
 * What the way back to each step multiplies by, written at the step that it leads to: for norms the
 * ratio to the step nearer to the loss, for the product the largest singular value of the step Jacobian.
 */
export function stepFactors(
  flow: GradientFlow,
  network: FlowNetwork,
  quantity: FlowQuantity
): Float64Array {
  const way = wayOf(flow, network);
  const values = isFollowedBack(quantity) ? valuesOf(network, quantity) : null;
  return Float64Array.from(network.hidden.values, (_, step) => {
    const nearer = way.nearer(step);
    return quantity === 'product'
      ? (network.factors.values[nearer] ?? NaN)
      : values
        ? values[step] / values[nearer]
        : NaN;
  });
}

/** The spectral radius of the step Jacobian that leads back to a step; NaN where it is not known. */
export function radiusAt(
  flow: GradientFlow,
  network: FlowNetwork,
  step: number
): number {
  return network.radii?.values[wayOf(flow, network).nearer(step)] ?? NaN;
}

/** How many powers of ten one row of the grid is: a line each factor of 100, at most nine of them. */
export function gridPowers(
  { networks }: GradientFlow,
  quantity: FlowQuantity
): number {
  const { low, high } = flowDecades(networks, quantity);
  return 2 * niceStep((high - low) / 2 / 9);
}

/** Steps of memory of each network; null: all of them; NaN: not known. */
export const memories = (
  flow: GradientFlow,
  {
    quantity,
    threshold
  }: { readonly quantity: FlowQuantity; readonly threshold: number }
): (number | null)[] =>
  flow.networks.map(network => {
    const values = valuesOf(network, quantity);
    return values && memoryOf(values, wayOf(flow, network), threshold);
  });

/** The network with the smallest value at a step. */
export function leastNetwork(
  { networks }: GradientFlow,
  quantity: FlowQuantity,
  step: number
): number {
  const values = networks.map(
    network => valuesOf(network, quantity)?.[step] ?? Infinity
  );
  return Math.max(0, values.indexOf(Math.min(...values)));
}
