import { computedSteps, isPadding } from '../../trace';
import type { GradientFlow, TimeAxis } from '../../trace';

/**
 * The way back from the loss through one layer: to the left, or in a backward layer to the right. Padding,
 * where the layer computes nothing, is no step of it.
 */
export interface Way {
  /** The step of the loss. */
  readonly start: number;
  /** How many steps there are on it, the loss's own among them. */
  readonly length: number;
  readonly toTheRight: boolean;
  /** Whether the layer computes nothing at a step. */
  isPadding(step: number): boolean;
  /** How far back from the loss a step lies; negative beyond the loss, NaN at padding. */
  back(step: number): number;
  /** The step that lies so far back. */
  at(back: number): number;
  /** The step that is computed after a step, from which the way leads to it; NaN where there is none. */
  nearer(step: number): number;
}

type Flow = Pick<GradientFlow, 'lossStep' | 'time'>;
type Network = Pick<
  GradientFlow['networks'][number],
  'direction' | 'lossStep' | 'mask'
>;

/** The way of a network of a flow. */
export function wayOf(flow: Flow, network: Network): Way {
  const mask = network.mask ?? flow.time.mask;
  return wayFrom(network.lossStep ?? flow.lossStep, network.direction, {
    steps: flow.time.steps,
    ...(mask && { mask })
  });
}

/** The way from a step to the first that a layer computes. */
export function wayFrom(
  start: number,
  direction: Network['direction'] = 'forward',
  time: Pick<TimeAxis, 'steps' | 'mask'>
): Way {
  const order = computedSteps(time, direction);
  const placeOf = new Float64Array(time.steps).fill(NaN);
  order.forEach((step, place) => (placeOf[step] = place));
  const ofStart = placeOf[start];
  return {
    start,
    length: Number.isNaN(ofStart) ? 0 : ofStart + 1,
    toTheRight: direction === 'backward',
    isPadding: step => isPadding(time, step),
    back: step => ofStart - placeOf[step],
    at: back => order[ofStart - back],
    nearer: step => order[placeOf[step] + 1] ?? NaN
  };
}

/** The one way that all networks of a flow have; null where they differ. */
export function commonWay(flow: GradientFlow): Way | null {
  const [first, ...others] = flow.networks.map(each => wayOf(flow, each));
  return others.every(
    ({ start, length, toTheRight }) =>
      start === first.start &&
      length === first.length &&
      toTheRight === first.toTheRight
  )
    ? first
    : null;
}
