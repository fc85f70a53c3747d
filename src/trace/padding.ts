import type { Channel, TimeAxis } from './generated/types';
import { holdsStep } from './keptSteps';
import type { LayerDirection } from './layerTime';

/** Whether a step is padding: nothing was computed there. */
export function isPadding(time: Pick<TimeAxis, 'mask'>, step: number): boolean {
  return time.mask !== undefined && time.mask.values[step] === 0;
}

/**
 * Whether a channel has a number at a step. At padding nothing is computed: states are carried over it,
 * and gradients back, while all else has no number there.
 *
 * @example
 * ```ts
 * const time = { steps: 2, name: 'step', mask: uint8([1, 0], [2]) };
 * hasNumberAt(time, { role: 'gate' }, 1); // false
 * ```
 */
export function hasNumberAt(
  time: TimeAxis,
  { role, of }: Pick<Channel, 'role' | 'of'>,
  step: number
): boolean {
  const isCarried =
    role === 'state' ||
    role === 'gradient' ||
    // What a state differs by from that of another run.
    (role === 'value' && of !== undefined);
  return isCarried || !isPadding(time, step);
}

/**
 * The steps that a layer computes, in the order in which it computes them: all but padding.
 *
 * @example
 * ```ts
 * const time = { steps: 3, mask: uint8([0, 1, 1], [3]) };
 * computedSteps(time, 'backward'); // [2, 1]
 * ```
 */
export function computedSteps(
  time: Pick<TimeAxis, 'steps' | 'mask'>,
  direction: LayerDirection
): number[] {
  const steps = Array.from({ length: time.steps }, (_, step) => step).filter(
    step => !isPadding(time, step)
  );
  return direction === 'backward' ? steps.reverse() : steps;
}

/**
 * The mean of a channel over its units at a step; NaN outside the run.
 *
 * @param step of those that the channel holds: of a thinned trace, `savedRow` tells it
 * @example
 * ```ts
 * meanAt({ array: float32([0, 1, 1, 1], [2, 2]) }, 0); // 0.5
 * ```
 */
export function meanAt(channel: Pick<Channel, 'array'>, step: number): number {
  const width = channel.array.shape[1] ?? 1;
  if (step < 0 || step >= channel.array.shape[0]) {
    return NaN;
  }
  let sum = 0;
  for (let unit = 0; unit < width; unit++) {
    sum += channel.array.values[step * width + unit];
  }
  return sum / width;
}

/** The last step that is there and not padding, where a view begins. */
export function lastRealStep(time: TimeAxis): number {
  for (let step = time.steps - 1; step > 0; step--) {
    if (!isPadding(time, step) && holdsStep(time, step)) {
      return step;
    }
  }
  return 0;
}
