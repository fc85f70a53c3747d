import type { Tensor } from '../../engine/tensor/tensor';
import type { Trajectory } from './walk';

/** How far a number may be off, as a share of the number that is asked for. */
export const tolerance = 1e-6;

/** How far a number may be off from an expected 0, which has no share. */
const aroundZero = 1e-12;

/** How far a number may be off: `relative` to the expected number, and `absolute` on top of it. */
export interface Slack {
  readonly relative?: number;
  readonly absolute?: number;
}

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

/**
 * Whether a number is the one asked for. What is allowed is measured by the expected number alone:
 * measured by the answer, ∞ would be close to everything. Where no slack is given, a whole number
 * is never close to another one, however large they are. NaN equals NaN here: a reference that is
 * NaN asks for it.
 */
export function isClose(
  expected: number,
  got: number,
  slack: Slack = {}
): boolean {
  if (expected === got || Object.is(expected, got)) {
    return true;
  }
  const isGiven = slack.relative !== undefined || slack.absolute !== undefined;
  if (
    !Number.isFinite(expected) ||
    !Number.isFinite(got) ||
    (!isGiven && Number.isInteger(expected) && Number.isInteger(got))
  ) {
    return false;
  }
  const { relative = tolerance, absolute = expected === 0 ? aroundZero : 0 } =
    slack;
  return Math.abs(expected - got) <= relative * Math.abs(expected) + absolute;
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
