import { described } from '../../engine/base/described';
import { random, type Random } from '../../engine/base/random';

/** One student's numbers. Each draw has a name: one that is added changes no other. */
export interface StudentDraws {
  /** Whose numbers these are. */
  readonly student: string;
  /** A whole number from `low` to `high`, both of which may come. */
  integer(name: string, low: number, high: number): number;
  /** A number from `low` to `high` with so many decimals (1 unless given). */
  number(name: string, low: number, high: number, decimals?: number): number;
  /** A list of such numbers. */
  numbers(
    name: string,
    count: number,
    low: number,
    high: number,
    decimals?: number
  ): number[];
  /** One of the options. */
  choice<T>(name: string, options: readonly T[]): T;
  /** The list in another order. */
  shuffled<T>(name: string, list: readonly T[]): T[];
  /** A seed for networks and made-up data. */
  seed(name: string): number;
  /**
   * Draws until what comes is as hard as it should be, a thousand times at most. `draw` is given a
   * variant of its own for each try.
   */
  until<T>(
    name: string,
    draw: (variant: StudentDraws) => T,
    accept: (value: T) => boolean
  ): T;
}

const MOST_TRIES = 1000;

/** Draws for a student and a purpose: the same whenever they are asked for again. */
export function drawsFor(
  student: string,
  purpose: readonly string[]
): StudentDraws {
  const stream = (kind: string, name: string): Random => {
    requireText('name', name);
    // As JSON: two lists of words never make one text.
    return random(0, 'variant', JSON.stringify([...purpose, kind, name]));
  };
  const draws: StudentDraws = {
    student,
    integer(name, low, high) {
      requireRange(name, low, high, Number.isSafeInteger);
      return low + stream('integer', name).integer(high - low + 1);
    },
    number: (name, low, high, decimals) =>
      draws.numbers(name, 1, low, high, decimals)[0],
    numbers(name, count, low, high, decimals = 1) {
      requireRange(name, low, high, Number.isFinite);
      if (!Number.isSafeInteger(count) || count < 0) {
        throw new RangeError(
          `variant: the count of '${name}' must be a whole number from 0, got ${described(count)}`
        );
      }
      if (!Number.isInteger(decimals) || decimals < 0 || decimals > 12) {
        throw new RangeError(
          `variant: the decimals of '${name}' must be a whole number from 0 to 12, got ${described(decimals)}`
        );
      }
      const from = stream('numbers', name);
      return Array.from({ length: count }, () =>
        Number(from.uniform(low, high).toFixed(decimals))
      );
    },
    choice(name, list) {
      if (list.length === 0) {
        throw new RangeError(`variant: '${name}' has nothing to choose from`);
      }
      return list[stream('choice', name).integer(list.length)];
    },
    shuffled: (name, list) =>
      Array.from(
        stream('shuffled', name).permutation(list.length),
        at => list[at]
      ),
    seed: name => stream('seed', name).integer(2 ** 31 - 1),
    until(name, draw, accept) {
      requireText('name', name);
      for (let round = 0; round < MOST_TRIES; round += 1) {
        const value = draw(
          drawsFor(student, [...purpose, 'until', name, String(round)])
        );
        if (accept(value)) {
          return value;
        }
      }
      throw new RangeError(
        `variant: of ${MOST_TRIES} draws of '${name}' none is accepted`
      );
    }
  };
  return draws;
}

/** @throws TypeError when it is no text, or an empty one */
export function requireText(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') {
    throw new TypeError(
      `variant: ${name} must be a text that is not empty, got ${described(value)}`
    );
  }
}

function requireRange(
  name: string,
  low: number,
  high: number,
  isOne: (value: unknown) => boolean
): void {
  if (!isOne(low) || !isOne(high) || low > high) {
    throw new RangeError(
      `variant: the range of '${name}' must go from a number up to another, got ${described(low)} to ${described(high)}`
    );
  }
}
