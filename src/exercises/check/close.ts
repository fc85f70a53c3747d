import { asTensor, type TensorLike } from '../../engine/tensor/tensor';
import { described } from '../../engine/base/described';
import { requireKnown } from '../../engine/base/check';
import { isClose, slackOfEach } from './difference';
import { decimalsOf, notANumber, numberText } from './numberText';
import { settle, type PassedCheck } from './report';

/** A wrong answer that is often given, and what to say of it. */
export interface Mistake {
  readonly value: TensorLike;
  readonly message: string;
}

export interface CloseOptions {
  /** How far a number may be off, as a share of the expected number. Default 10⁻⁶. */
  tolerance?: number;
  /** How far it may be off besides, in its own unit: for numbers that were rounded. Default 0. */
  absolute?: number;
  /** The quantity's unit, for the message. */
  unit?: string;
  /** Tried in order when the answer is wrong. */
  mistakes?: readonly Mistake[];
}

/**
 * Compares a number, or numbers of one shape, with those asked for. Where neither `tolerance` nor
 * `absolute` is given, whole numbers must be equal.
 *
 * @param name what the student calls it: `h_2`
 * @throws CheckFailure with the first number that differs, expected and got
 */
export function checkClose(
  name: string,
  got: TensorLike,
  expected: TensorLike,
  options: CloseOptions = {}
): PassedCheck {
  const who = 'check.close';
  requireKnown(who, options, ['tolerance', 'absolute', 'unit', 'mistakes']);
  const asked = {
    relative: requireSlack(who, 'tolerance', options.tolerance),
    absolute: requireSlack(who, 'absolute', options.absolute)
  };
  const wanted = asTensor(expected, `${who}: expected`);
  const unit = options.unit ? ` ${options.unit}` : '';
  const given = readNumbers(got);
  // One number may come as a list of one, but in no list of lists.
  const isNested =
    Array.isArray(got) &&
    wanted.size === 1 &&
    given?.size === 1 &&
    given.rank > Math.max(1, wanted.rank);
  if (given === null || isNested) {
    return settle({
      status: 'notYet',
      message: `${name}: got ${described(got)}; ${wanted.size > 1 ? `${wanted.size} numbers are` : 'a number is'} asked for.`
    });
  }
  if (given.size !== wanted.size) {
    return settle({
      status: 'notYet',
      message: `${name}: got ${given.size} number${given.size === 1 ? '' : 's'}; ${wanted.size === 1 ? '1 is' : `${wanted.size} are`} asked for.`
    });
  }
  if (wanted.size !== 1 && String(given.shape) !== String(wanted.shape)) {
    return settle({
      status: 'notYet',
      message: `${name}: got ${shapeWords(given.shape)}; ${shapeWords(wanted.shape)} are asked for.`
    });
  }
  const isAsked = Object.values(asked).some(each => each !== undefined);
  const slackAt = isAsked
    ? () => asked
    : slackOfEach(given.values, wanted.values);
  const differs = (other: ArrayLike<number>) =>
    given.values.findIndex(
      (value, at) => !isClose(other[at], value, slackAt(other[at]))
    );
  const index = differs(wanted.values);
  if (index < 0) {
    return settle({
      status: 'passed',
      message: `${name}: as asked for.`,
      numbersChecked: wanted.size
    });
  }
  const mistake = options.mistakes?.find(({ value }) => {
    const { values, size } = asTensor(value, `${who}: mistakes`);
    return size === given.size && differs(values) < 0;
  });
  const notNumber =
    Number.isNaN(given.values[index]) && !Number.isNaN(wanted.values[index]);
  const where = wanted.size > 1 ? ` at ${placeIn(wanted.shape, index)}` : '';
  const first = {
    channel: name,
    step: index,
    unit: 0,
    expected: wanted.values[index],
    got: given.values[index]
  };
  const decimals = decimalsOf(first.expected, first.got);
  const shown = (value: number) => `${numberText(value, decimals)}${unit}`;
  const numbers = `expected ${shown(first.expected)}, got ${shown(first.got)}`;
  return settle({
    status: 'notYet',
    message: mistake?.message ?? `${name}${where}: ${numbers}.`,
    details: [
      ...(mistake ? [`${name}${where}: ${numbers}.`] : []),
      ...(notNumber ? [notANumber] : [])
    ],
    numbersChecked: wanted.size,
    first
  });
}

/** `4 numbers` or `2 × 3 numbers` */
function shapeWords(shape: readonly number[]): string {
  return shape.length === 0 ? '1 number' : `${shape.join(' × ')} numbers`;
}

function requireSlack(
  who: string,
  name: string,
  value: unknown
): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new TypeError(
      `${who}: ${name} must be a number from 0, got ${described(value)}`
    );
  }
  return value;
}

/** Where a number stands: `position 3` in a list, `[1][0]` in lists of lists, as code writes it. */
function placeIn(shape: readonly number[], index: number): string {
  if (shape.length < 2) {
    return `position ${index}`;
  }
  let rest = index;
  const place = shape.map((_, axis) => {
    const inside = shape
      .slice(axis + 1)
      .reduce((product, extent) => product * extent, 1);
    const at = Math.floor(rest / inside);
    rest -= at * inside;
    return `[${at}]`;
  });
  return place.join('');
}

/** The numbers, or null for something that holds none. */
function readNumbers(value: unknown) {
  if (value === undefined || value === null) {
    return null;
  }
  try {
    return asTensor(value as TensorLike);
  } catch {
    return null;
  }
}
