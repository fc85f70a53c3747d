import type { Tensor } from '../../engine/tensor/tensor';
import type { Trajectory } from './trajectory';

/** Two numbers closer than this, relative to the larger or to 1, count as equal. */
export const tolerance = 1e-6;

/** The first number of a channel that is not what it should be. */
export interface Difference {
  readonly channel: string;
  readonly step: number;
  /** Which sequence of the batch. */
  readonly sequence: number;
  readonly unit: number;
  readonly expected: number;
  readonly got: number;
}

/** NaN equals NaN here: a reference that is NaN asks for it. */
export function isClose(
  expected: number,
  got: number,
  within = tolerance
): boolean {
  return (
    Object.is(expected, got) ||
    Math.abs(expected - got) <=
      within * Math.max(1, Math.abs(expected), Math.abs(got))
  );
}

/** Index of the first number that differs, or −1. */
export function firstDifferent(expected: Tensor, got: Tensor): number {
  return expected.values.findIndex(
    (value, index) => !isClose(value, got.values[index])
  );
}

/** The first difference of each channel, in the order of the channels; null where all is equal. */
export function differences(
  expected: Trajectory,
  got: Trajectory
): ReadonlyMap<string, Difference | null> {
  const names = Object.keys(expected.channels[0]);
  return new Map(
    names.map(channel => [channel, differenceOf(channel, expected, got)])
  );
}

function differenceOf(
  channel: string,
  expected: Trajectory,
  got: Trajectory
): Difference | null {
  for (const [step, channels] of expected.channels.entries()) {
    const wanted = channels[channel];
    const given = got.channels[step][channel];
    const index = firstDifferent(wanted, given);
    if (index >= 0) {
      const width = wanted.shape[1];
      return {
        channel,
        step,
        sequence: Math.floor(index / width),
        unit: index % width,
        expected: wanted.values[index],
        got: given.values[index]
      };
    }
  }
  return null;
}
