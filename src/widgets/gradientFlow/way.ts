import type { GradientFlow } from '../../trace';

/** The way back from the loss through one layer: to the left, or in a backward layer to the right. */
export interface Way {
  /** The step of the loss. */
  readonly start: number;
  /** How many steps there are on it, the loss's own among them. */
  readonly length: number;
  readonly toTheRight: boolean;
  /** How far back from the loss a step lies; negative beyond the loss. */
  back(step: number): number;
  /** The step that lies so far back. */
  at(back: number): number;
}

/** The way of a network of a flow. */
export function wayOf(
  flow: Pick<GradientFlow, 'lossStep' | 'time'>,
  network: Pick<GradientFlow['networks'][number], 'direction' | 'lossStep'>
): Way {
  return wayFrom(
    network.lossStep ?? flow.lossStep,
    network.direction === 'backward',
    flow.time.steps
  );
}

/** The way from a step to an end of the sequence. */
export function wayFrom(
  start: number,
  toTheRight: boolean,
  steps: number
): Way {
  const by = toTheRight ? 1 : -1;
  return {
    start,
    length: toTheRight ? steps - start : start + 1,
    toTheRight,
    back: step => (step - start) * by,
    at: back => start + back * by
  };
}

/** The one way that all networks of a flow have; null where they differ. */
export function commonWay(flow: GradientFlow): Way | null {
  const [first, ...others] = flow.networks.map(each => wayOf(flow, each));
  return others.every(
    ({ start, toTheRight }) =>
      start === first.start && toTheRight === first.toTheRight
  )
    ? first
    : null;
}
