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

/** What rounding adds up to over a sequence that is computed in float32, as a share. */
export const float32Tolerance = 2e-5;

/** What float32 leaves of a difference of numbers around 1, in their unit. */
const float32Floor = 1e-6;

/**
 * How far the numbers of a walk may be off that were computed in float32: their own precision, of the
 * number and of the largest beside it, by which those were rounded that it comes of. Numbers in float64
 * have none but the usual slack.
 */
export function slackOf(
  given: ArrayLike<number>,
  expected: ArrayLike<number>
): Slack {
  return given instanceof Float32Array
    ? {
        relative: float32Tolerance,
        absolute: float32Tolerance * largestOf(expected, Number.isFinite)
      }
    : {};
}

/**
 * How far each number may be off where a test asks for numbers: computed in float32, by the precision
 * of that number itself. A whole number that float32 can hold has none but the usual slack, and what
 * stands beside it widens nothing; only where fractions are asked for too, a 0 may be what float32
 * leaves of them.
 */
export function slackOfEach(
  given: ArrayLike<number>,
  expected: ArrayLike<number>
): (value: number) => Slack {
  if (!(given instanceof Float32Array)) {
    return () => ({});
  }
  const fractions = largestOf(
    expected,
    value => Number.isFinite(value) && !Number.isInteger(value)
  );
  const absolute = float32Floor * Math.min(1, fractions);
  return value =>
    !Number.isInteger(value) || Math.fround(value) !== value
      ? { relative: float32Tolerance, absolute }
      : value === 0 && absolute > 0
        ? { absolute }
        : {};
}

/** The largest of the numbers that count, without its sign; 0 where none does. */
function largestOf(
  numbers: ArrayLike<number>,
  counts: (value: number) => boolean
): number {
  return Array.from(numbers)
    .filter(counts)
    .reduce((most, value) => Math.max(most, Math.abs(value)), 0);
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
  const slack = slackOf(got.values, expected.values);
  return expected.values.findIndex(
    (value, index) => !isClose(value, got.values[index], slack)
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
